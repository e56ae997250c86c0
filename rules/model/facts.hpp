// SPDX-License-Identifier: Apache-2.0
// One entry as the rules see it: its own values, its children, the other records of its subject, and what the engine
// knows of it. This is the plain form for single entries (examples, answers, tests); batches hold the same as columns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/calendar/day.hpp"
#include "rules/model/type.hpp"

namespace frist::model {

struct Value {
  enum class State : std::uint8_t {
    Known,
    None,        // it has not happened; only where the field says `absent means none`
    Unknown,     // not recorded
    NotReadable  // stored, but not as a value of the field's type
  };
  State state = State::Unknown;
  std::int64_t number = 0;  // 0/1, scaled number, hundredths, symbol index, day, epoch second; by the field's type
  Currency currency = kAnyCurrency;  // Money
  std::string text;                  // Text, Link (the key), and what was stored where NotReadable
  bool known() const { return state == State::Known; }
  bool operator==(const Value&) const = default;
};

// `fields` and `lists` run parallel to Record::fields and Record::lists. A list that nobody knows is nullopt.
struct Row {
  RecordId record = kNoId;
  std::string key;
  std::vector<Value> fields;
  std::vector<std::optional<std::vector<Row>>> lists;
};

struct EngineFacts {
  Value on_hold{Value::State::Known, 0, {}, {}};
  Value erasure_requested_on{Value::State::None, 0, {}, {}};
  Value restricted_on{Value::State::None, 0, {}, {}};
  Value last_reviewed_on{Value::State::None, 0, {}, {}};
};

struct Entry {
  Row row;
  EngineFacts engine;
  // Other records of the same subject, of any kind, without the entry itself. nullopt: nobody knows (no subject given).
  std::optional<std::vector<Row>> others = std::vector<Row>{};
  std::vector<std::optional<Row>> linked;  // parallel to Record::fields: where a link field leads; nullopt: nowhere
};

// The asker's date: a civil day, and the instant where one was given.
struct AsOf {
  calendar::Day day = 0;
  std::int64_t instant = 0;  // epoch seconds; the start of the day in the policy's zone where only a date was given
};

}  // namespace frist::model
