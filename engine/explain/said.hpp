// SPDX-License-Identifier: Apache-2.0
// What conditions came to and which facts went in: plain data without words of any language. Everything is named by ids
// of the rule set that was asked; engine/words turns it into sentences and engine/codec into JSON. Values, freely
// copied.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/model/facts.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::explain {

using calendar::Day;

enum class Truth : std::uint8_t { No, Yes, Unknown };

// Why a fact, or what was made of it, is not known.
enum class Cause : std::uint8_t {
  None,           // it is known, or it has not happened
  NotRecorded,    // nothing is stored
  NotReadable,    // something is stored that is no value of the type; FactSaid::value.text holds it
  OtherCurrency,  // an amount of another currency than the rule's
  ListUnknown,    // nobody knows the children
  OthersUnknown,  // nobody knows the subject's other records
  LeadsNowhere,   // a link without a record at its other end
  NoSuchDate,     // of a condition: its facts are known, but a date that it needs does not exist (month ends, years)
};

// Which row: the entry itself, or one of its children, of its subject's other records, or where a link leads.
struct RowRef {
  model::RecordId record = model::kNoId;
  std::uint32_t number = 0;  // 1, 2, ... within its list; 0: the entry itself
  std::string key;           // may be empty
  bool operator==(const RowRef&) const = default;
};

// One fact. `id` is a FieldId or ListId of row.record, or a model::Fact; a whole list and the others have no value.
struct FactSaid {
  enum class Kind : std::uint8_t { Field, Engine, List, Others } kind = Kind::Field;
  RowRef row;
  std::uint32_t id = model::kNoId;
  model::Value value;
  Cause cause = Cause::None;
  bool operator==(const FactSaid&) const = default;
};

// A number or date that a condition computed on its way, such as a count of children.
struct Computed {
  model::ExprId expr = model::kNoId;
  model::Value::State state = model::Value::State::Unknown;
  std::int64_t low = 0, high = 0;  // differ only for counts over rows of which some are unknown
  model::Currency currency = model::kAnyCurrency;
};

// A condition, as a tree. Trees are cut at kMostDepth and kMostNodes, `cut` says so.
struct Said {
  model::ExprId expr = model::kNoId;
  std::uint32_t define = model::kNoId;  // index into RuleSet::defines, where the condition is the value of one
  std::string label;                    // the quoted text before `:`
  std::string written;                  // as it stands in the policy
  Truth value = Truth::Unknown;
  Day next_change = calendar::kNever;  // first later day on which it may differ; may be early, never late
  bool decisive = false;               // the answer would be open without it
  bool cut = false;
  Cause cause = Cause::None;  // of a condition without parts that is open though its facts are known
  std::optional<RowRef> row;  // a condition on one row of a list
  std::vector<Said> parts;
  std::vector<FactSaid> facts;  // of a condition without parts
  std::vector<Computed> computed;
};
inline constexpr int kMostDepth = 40;
inline constexpr int kMostNodes = 400;

// A fact as it might be, all else being the same.
struct SetFact {
  FactSaid now;
  model::Value then;
};

}  // namespace frist::explain
