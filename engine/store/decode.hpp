// SPDX-License-Identifier: Apache-2.0
// One stored value becomes one fact, the same way for scans, single answers and the counts that attach reports: by the
// field's type, by how it says it is stored, and by what it says a missing value means. For this room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/batch.hpp"
#include "rules/calendar/zone.hpp"
#include "rules/model/rule_set.hpp"

struct sqlite3_value;

namespace frist::store {

/// What decoding a field needs to know. Borrows the rule set's symbols, the literals and the zone, which must
/// outlive it.
struct FieldPlan {
  model::Base base = model::Base::Text;
  model::Stored stored = model::Stored::Plain;
  model::Absent absent = model::Absent::Required;
  model::Currency currency = model::kAnyCurrency;
  bool has_currency_column = false;
  const model::SymbolSet* symbols = nullptr;
  const calendar::Zone* zone = nullptr;  // null: the policy's zone is not known here, days of moments are not readable
  std::vector<std::pair<std::string_view, std::int32_t>> literals;  // texts in batches only: sorted, with their index

  void set_literals(const std::vector<std::string>& texts);
};
FieldPlan plan_of(const model::RuleSet& rules, const model::Field& field, const calendar::Zone* zone);

struct Decoded {
  using State = model::Value::State;
  State state = State::Unknown;
  std::int64_t number = 0;
  model::Currency currency = model::kAnyCurrency;
};

/// `currency` is the value of the field's currency column, null where it has none. Of texts and links only the state is
/// decoded; their bytes are in text_of(value).
Decoded decode(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency);

/// The same as a model value, with what was stored where it is not readable.
model::Value decode_value(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency);

/// Decodes and appends to the column of a batch. False: the value was not readable (and entered as unknown).
using Append = bool (*)(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency, decide::Column& column);
Append append_for(const FieldPlan& plan, const program::Input& input);

std::string_view text_of(sqlite3_value* value);
bool is_null(sqlite3_value* value);

}  // namespace frist::store
