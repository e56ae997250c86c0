// SPDX-License-Identifier: Apache-2.0
#include "engine/store/decode.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "dsl/text/utf8.hpp"
#include "rules/model/value_text.hpp"

namespace frist::store {

using model::Absent;
using model::Base;
using model::currency_of_text;
using model::day_of_text;
using model::instant_of_text;
using model::integer_of_text;
using model::iso_day;
using model::money_of_text;
using model::scaled_of_text;
using model::Stored;
using model::yes_no_of_text;
using State = Decoded::State;

FieldPlan plan_of(const model::RuleSet& rules, const model::Field& field, const calendar::Zone* zone) {
  FieldPlan plan;
  plan.base = field.type.base;
  plan.stored = field.stored;
  plan.absent = field.absent;
  plan.currency = field.type.currency;
  plan.has_currency_column = !field.currency_column.empty();
  if (field.type.base == Base::Symbol) plan.symbols = &rules.symbol_sets[field.type.symbols];
  plan.zone = zone;
  return plan;
}

void FieldPlan::set_literals(const std::vector<std::string>& texts) {
  literals.clear();
  for (std::size_t i = 0; i < texts.size(); ++i) literals.emplace_back(texts[i], static_cast<std::int32_t>(i));
  std::sort(literals.begin(), literals.end());
}

std::string_view text_of(sqlite3_value* value) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view();
}

bool is_null(sqlite3_value* value) { return sqlite3_value_type(value) == SQLITE_NULL; }

namespace {

Decoded known(std::int64_t number) { return {State::Known, number, model::kAnyCurrency}; }
Decoded not_readable() { return {State::NotReadable, 0, model::kAnyCurrency}; }

template <class Number>
Decoded known_if(const std::optional<Number>& number) {
  return number ? known(static_cast<std::int64_t>(*number)) : not_readable();
}

Decoded missing(Absent absent) {
  if (absent == Absent::None) return {State::None, 0, model::kAnyCurrency};
  if (absent == Absent::No) return known(0);
  return {};
}

Decoded day_number(std::int64_t days) {
  return days >= calendar::kFirstDay && days <= calendar::kLastDay ? known(days) : not_readable();
}

Decoded decode_date(const FieldPlan& plan, sqlite3_value* value, int type) {
  if (type == SQLITE_TEXT && plan.stored == Stored::Plain) {
    const auto text = text_of(value);
    if (const calendar::Day day = iso_day(text); day != calendar::kUnknown) return known(day);
    return known_if(day_of_text(text, plan.zone));
  }
  if (type != SQLITE_INTEGER) return not_readable();
  const auto number = sqlite3_value_int64(value);
  if (plan.stored == Stored::Days) return day_number(number);
  if (plan.stored != Stored::Seconds || !calendar::is_instant(number) || !plan.zone) return not_readable();
  return day_number(plan.zone->civil_day(number));
}

Decoded decode_moment(const FieldPlan& plan, sqlite3_value* value, int type) {
  if (type == SQLITE_TEXT && plan.stored == Stored::Plain) return known_if(instant_of_text(text_of(value), plan.zone));
  if (type != SQLITE_INTEGER || plan.stored != Stored::Seconds) return not_readable();
  const auto number = sqlite3_value_int64(value);
  return calendar::is_instant(number) ? known(number) : not_readable();
}

Decoded decode_yes_no(sqlite3_value* value, int type) {
  if (type == SQLITE_TEXT) return known_if(yes_no_of_text(text_of(value)));
  if (type != SQLITE_INTEGER) return not_readable();
  const auto number = sqlite3_value_int64(value);
  return number == 0 || number == 1 ? known(number) : not_readable();
}

// The two smallest numbers mark "none" and "unknown" in columns; nobody counts or owes that much.
Decoded in_column_range(Decoded decoded) { return decoded.number > decide::kNumberUnknown ? decoded : not_readable(); }

Decoded decode_number(sqlite3_value* value, int type) {
  if (type == SQLITE_INTEGER) return in_column_range(known(sqlite3_value_int64(value)));
  return type == SQLITE_TEXT ? in_column_range(known_if(integer_of_text(text_of(value)))) : not_readable();
}

Decoded scaled(std::int64_t units, std::int64_t scale) {
  std::int64_t number = 0;
  return __builtin_mul_overflow(units, scale, &number) ? not_readable() : in_column_range(known(number));
}

Decoded decode_decimal(sqlite3_value* value, int type) {
  if (type == SQLITE_INTEGER) return scaled(sqlite3_value_int64(value), model::kDecimalScale);
  if (type != SQLITE_TEXT) return not_readable();
  return in_column_range(known_if(scaled_of_text(text_of(value), model::kDecimalScale)));
}

Decoded decode_amount(const FieldPlan& plan, sqlite3_value* value, int type) {
  if (type == SQLITE_INTEGER)
    return scaled(sqlite3_value_int64(value), plan.stored == Stored::Cents ? 1 : model::kMoneyScale);
  if (type != SQLITE_TEXT || plan.stored == Stored::Cents) return not_readable();
  const auto amount = money_of_text(text_of(value));
  if (!amount) return not_readable();
  auto decoded = in_column_range(known(amount->hundredths));
  decoded.currency = amount->currency;
  return decoded;
}

// The currency comes from the amount's own text, from the column beside it, or from the declaration. Two that differ in
// the data leave no amount; one that differs from the declaration stays, and the rules find it unknown.
Decoded decode_money(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency, int type) {
  auto decoded = decode_amount(plan, value, type);
  if (decoded.state != State::Known) return decoded;
  if (plan.has_currency_column && !is_null(currency)) {
    const auto beside = currency_of_text(text_of(currency));
    if (!beside) return not_readable();
    if (decoded.currency != model::kAnyCurrency && decoded.currency != *beside) return not_readable();
    decoded.currency = *beside;
  }
  if (decoded.currency == model::kAnyCurrency && !plan.has_currency_column) decoded.currency = plan.currency;
  return decoded;
}

Decoded decode_symbol(const FieldPlan& plan, sqlite3_value* value, int type) {
  if (type == SQLITE_BLOB || type == SQLITE_FLOAT) return not_readable();
  const auto text = text_of(value);
  const auto& symbols = *plan.symbols;
  for (std::size_t i = 0; i < symbols.size(); ++i)
    if (symbols[i].stored == text) return known(static_cast<std::int64_t>(i));
  return text.empty() ? missing(plan.absent) : not_readable();
}

Decoded decode_text(sqlite3_value* value, int type) {
  if (type == SQLITE_BLOB || text::first_invalid(text_of(value))) return not_readable();
  return known(0);
}

// A blob that is read as a text is one from then on for SQLite: whoever decodes it again would find it readable.
std::string_view bytes_of(sqlite3_value* value) {
  if (sqlite3_value_type(value) != SQLITE_BLOB) return text_of(value);
  const auto* data = static_cast<const char*>(sqlite3_value_blob(value));
  return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view();
}

bool is_empty_text(sqlite3_value* value) { return sqlite3_value_bytes(value) == 0; }

}  // namespace

Decoded decode(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency) {
  const int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return missing(plan.absent);
  if (plan.base == Base::Text) return decode_text(value, type);
  if (plan.base == Base::Symbol) return decode_symbol(plan, value, type);
  // Programs that know no NULL write an empty text; no other type has one.
  if (type == SQLITE_TEXT && is_empty_text(value)) return missing(plan.absent);
  switch (plan.base) {
    case Base::Date:
      return decode_date(plan, value, type);
    case Base::Moment:
      return decode_moment(plan, value, type);
    case Base::YesNo:
      return decode_yes_no(value, type);
    case Base::Number:
      return decode_number(value, type);
    case Base::Decimal:
      return decode_decimal(value, type);
    case Base::Money:
      return decode_money(plan, value, currency, type);
    default:
      return decode_text(value, type);
  }
}

model::Value decode_value(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency) {
  const auto decoded = decode(plan, value, currency);
  model::Value result{decoded.state, decoded.number, decoded.currency, {}};
  const bool is_text = plan.base == Base::Text || plan.base == Base::Link;
  if (decoded.state == State::NotReadable || (is_text && decoded.state == State::Known)) result.text = bytes_of(value);
  return result;
}

namespace {

template <class T>
struct Sentinels;
template <>
struct Sentinels<std::uint8_t> {
  static constexpr std::uint8_t none = decide::kTruthNone, unknown = decide::kTruthUnknown;
};
template <>
struct Sentinels<std::int32_t> {
  static constexpr std::int32_t none = calendar::kNone, unknown = calendar::kUnknown;
};
template <>
struct Sentinels<std::int64_t> {
  static constexpr std::int64_t none = decide::kNumberNone, unknown = decide::kNumberUnknown;
};

template <class T>
bool append_to(std::vector<T>& column, const Decoded& decoded) {
  if (decoded.state == State::Known)
    column.push_back(static_cast<T>(decoded.number));
  else
    column.push_back(decoded.state == State::None ? Sentinels<T>::none : Sentinels<T>::unknown);
  return decoded.state != State::NotReadable;
}

// What stands in nearly every row is taken at once; everything else goes through decode().
bool append_truth(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency, decide::Column& column) {
  if (sqlite3_value_type(value) == SQLITE_INTEGER) {
    const auto number = sqlite3_value_int64(value);
    if (number == 0 || number == 1) {
      column.truths.push_back(static_cast<std::uint8_t>(number));
      return true;
    }
  }
  return append_to(column.truths, decode(plan, value, currency));
}

bool append_missing_day(const FieldPlan& plan, decide::Column& column) {
  column.days.push_back(plan.absent == Absent::None ? calendar::kNone : calendar::kUnknown);
  return true;
}

bool append_day(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency, decide::Column& column) {
  return append_to(column.days, decode(plan, value, currency));
}

bool append_day_number(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency, decide::Column& column) {
  const int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return append_missing_day(plan, column);
  if (type == SQLITE_INTEGER) {
    const auto days = sqlite3_value_int64(value);
    if (days >= calendar::kFirstDay && days <= calendar::kLastDay) {
      column.days.push_back(static_cast<std::int32_t>(days));
      return true;
    }
  }
  return append_day(plan, value, currency, column);
}

bool append_iso_day(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency, decide::Column& column) {
  const int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return append_missing_day(plan, column);
  if (type == SQLITE_TEXT) {
    const calendar::Day day = iso_day(text_of(value));
    if (day != calendar::kUnknown) {
      column.days.push_back(day);
      return true;
    }
  }
  return append_day(plan, value, currency, column);
}

bool append_text(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency, decide::Column& column) {
  auto decoded = decode(plan, value, currency);
  if (decoded.state == State::Known) {
    const auto text = text_of(value);
    const auto found =
        std::lower_bound(plan.literals.begin(), plan.literals.end(), text,
                         [](const auto& literal, std::string_view wanted) { return literal.first < wanted; });
    const bool same = found != plan.literals.end() && found->first == text;
    decoded.number = same ? found->second : decide::kOtherText;
  }
  return append_to(column.days, decoded);
}

bool append_number(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency, decide::Column& column) {
  auto decoded = decode(plan, value, currency);
  // Without a currency column the batch can only hold amounts of the declared currency.
  if (plan.base == Base::Money && decoded.state == State::Known && decoded.currency != plan.currency)
    decoded.state = State::Unknown;
  return append_to(column.numbers, decoded);
}

bool append_cents(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency, decide::Column& column) {
  if (sqlite3_value_type(value) == SQLITE_INTEGER) {
    const auto cents = sqlite3_value_int64(value);
    if (cents > decide::kNumberUnknown) {
      column.numbers.push_back(cents);
      return true;
    }
  }
  return append_number(plan, value, currency, column);
}

bool append_money(const FieldPlan& plan, sqlite3_value* value, sqlite3_value* currency, decide::Column& column) {
  const auto decoded = decode(plan, value, currency);
  column.currencies.push_back(decide::pack(decoded.currency));
  return append_to(column.numbers, decoded);
}

}  // namespace

Append append_for(const FieldPlan& plan, const program::Input& input) {
  switch (input.storage) {
    case program::Storage::Truth:
      return &append_truth;
    case program::Storage::Number:
      if (input.with_currency) return &append_money;
      // Whole cents of the declared currency need no look at anything else.
      if (plan.base == Base::Money && plan.stored == Stored::Cents && !plan.has_currency_column) return &append_cents;
      return &append_number;
    case program::Storage::Day:
      break;
  }
  if (plan.base == Base::Text || plan.base == Base::Link) return &append_text;
  if (plan.base != Base::Date || plan.stored == Stored::Seconds) return &append_day;
  return plan.stored == Stored::Days ? &append_day_number : &append_iso_day;
}

}  // namespace frist::store
