// SPDX-License-Identifier: Apache-2.0
#include <sqlite3.h>

#include <cstring>
#include <memory>

#include "dsl/text/check.hpp"
#include "engine/store/decode.hpp"
#include "tests/fuzz/ledger.hpp"
#include "tests/fuzz/targets.hpp"

namespace frist::fuzz {
namespace {

struct Free {
  void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Stored = std::unique_ptr<sqlite3_value, Free>;

// Makes values as SQLite holds them, with a statement that gives back what it is given.
class Echo {
 public:
  Echo() {
    FRIST_CHECK(sqlite3_open(":memory:", &database_) == SQLITE_OK);
    FRIST_CHECK(sqlite3_prepare_v2(database_, "SELECT ?1", -1, &statement_, nullptr) == SQLITE_OK);
  }
  ~Echo() {
    sqlite3_finalize(statement_);
    sqlite3_close(database_);
  }
  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;

  Stored value(unsigned how, std::string_view bytes) {
    sqlite3_reset(statement_);
    std::int64_t number = 0;
    std::memcpy(&number, bytes.data(), std::min(bytes.size(), sizeof number));
    double real = 0;
    std::memcpy(&real, &number, sizeof real);
    const int size = static_cast<int>(bytes.size());
    switch (how % 5) {
      case 0:
        sqlite3_bind_text(statement_, 1, bytes.data(), size, SQLITE_TRANSIENT);
        break;
      case 1:
        sqlite3_bind_int64(statement_, 1, number);
        break;
      case 2:
        sqlite3_bind_double(statement_, 1, real);
        break;
      case 3:
        sqlite3_bind_blob(statement_, 1, bytes.data(), size, SQLITE_TRANSIENT);
        break;
      default:
        sqlite3_bind_null(statement_, 1);
    }
    FRIST_CHECK(sqlite3_step(statement_) == SQLITE_ROW);
    return Stored(sqlite3_value_dup(sqlite3_column_value(statement_, 0)));
  }

 private:
  sqlite3* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

program::Input input_of(const model::Field& field) {
  program::Input input;
  input.storage = program::storage_of(field.type);
  input.with_currency = field.type.base == model::Base::Money && field.type.currency == model::kAnyCurrency;
  return input;
}

// What a column holds of a value: a number, or that there is none, or that nobody knows.
struct Held {
  std::int64_t number, none, unknown;
};
Held held(const program::Input& input, const decide::Column& column) {
  switch (input.storage) {
    case program::Storage::Truth:
      return {column.truths.back(), decide::kTruthNone, decide::kTruthUnknown};
    case program::Storage::Day:
      return {column.days.back(), calendar::kNone, calendar::kUnknown};
    case program::Storage::Number:
      break;
  }
  return {column.numbers.back(), decide::kNumberNone, decide::kNumberUnknown};
}

bool agree(const store::FieldPlan& plan, const program::Input& input, const model::Value& value, const Held& is) {
  using State = model::Value::State;
  if (value.state == State::None) return is.number == is.none;
  if (value.state != State::Known) return is.number == is.unknown;
  if (plan.base == model::Base::Text || plan.base == model::Base::Link)
    return is.number == (value.text == plan.literals.front().first ? 0 : decide::kOtherText);
  if (plan.base == model::Base::Money && !input.with_currency && value.currency != plan.currency)
    return is.number == is.unknown;
  return is.number == value.number;
}

}  // namespace

// Byte 1 also says how the currency beside an amount is held; it is the last three bytes then.
void stored(std::string_view input) {
  static Echo echo;
  if (input.size() < 2) return;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(input[at])); };
  const model::RuleSet& rules = *ledger().rules;
  const auto& fields = rules.records.front().fields;
  const model::Field& field = fields[byte(0) % fields.size()];
  std::string_view bytes = input.substr(2), currency_bytes = bytes;
  const bool with_column = !field.currency_column.empty();
  if (with_column && bytes.size() >= 3) {
    currency_bytes = bytes.substr(bytes.size() - 3);
    bytes.remove_suffix(3);
  }
  const Stored value = echo.value(byte(1), bytes), currency = echo.value(byte(1) / 5, currency_bytes);
  sqlite3_value* beside = with_column ? currency.get() : nullptr;
  auto plan = store::plan_of(rules, field, &ledger_zone());
  const std::vector<std::string> literals{"kept"};
  plan.set_literals(literals);
  const auto one = store::decode_value(plan, value.get(), beside);
  const program::Input column_input = input_of(field);
  decide::Column column;
  const bool readable = store::append_for(plan, column_input)(plan, value.get(), beside, column);
  law(readable == (one.state != model::Value::State::NotReadable), "both ways find the same values readable");
  law(agree(plan, column_input, one, held(column_input, column)), "both ways find the same value");
}

}  // namespace frist::fuzz
