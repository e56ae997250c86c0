// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/value_text.hpp"

#include <algorithm>
#include <cctype>

#include "engine/decide/batch.hpp"
#include "rules/model/value_text.hpp"

namespace frist::codec {
namespace {

using model::Base;
using model::Value;

Value known(std::int64_t number) { return {Value::State::Known, number, model::kAnyCurrency, {}}; }
Value not_readable(std::string_view text) {
  return {Value::State::NotReadable, 0, model::kAnyCurrency, std::string(text)};
}

Value symbol(const model::SymbolSet& symbols, std::string_view text) {
  for (std::size_t i = 0; i < symbols.size(); ++i)
    if (symbols[i].stored == text || symbols[i].name == text) return known(static_cast<std::int64_t>(i));
  return not_readable(text);
}

Value money(const model::Field& field, std::string_view text) {
  const auto amount = model::money_of_text(text);
  if (!amount) return not_readable(text);
  const auto currency = amount->currency == model::kAnyCurrency ? field.type.currency : amount->currency;
  return currency == model::kAnyCurrency ? not_readable(text)
                                         : Value{Value::State::Known, amount->hundredths, currency, {}};
}

// The two smallest numbers mark "none" and "unknown" in columns; nobody counts or owes that much.
template <class Number>
Value known_if(const std::optional<Number>& number, std::string_view text) {
  const bool there = number && static_cast<std::int64_t>(*number) > decide::kNumberUnknown;
  return there ? known(static_cast<std::int64_t>(*number)) : not_readable(text);
}

}  // namespace

Value missing_value(const model::Field& field) {
  switch (field.absent) {
    case model::Absent::None:
      return {Value::State::None, 0, model::kAnyCurrency, {}};
    case model::Absent::No:
      return known(0);
    default:
      return {};
  }
}

Value value_of_text(const model::RuleSet& rules, const model::Field& field, std::string_view text,
                    const calendar::Zone& zone) {
  if (text.empty()) return missing_value(field);
  switch (field.type.base) {
    case Base::YesNo:
      return known_if(model::yes_no_of_text(text), text);
    case Base::Number:
      return known_if(model::integer_of_text(text), text);
    case Base::Decimal:
      return known_if(model::scaled_of_text(text.substr(0, text.find(" %")), model::kDecimalScale), text);
    case Base::Money:
      return money(field, text);
    case Base::Symbol:
      return symbol(rules.symbol_sets[field.type.symbols], text);
    case Base::Date:
      return known_if(model::day_of_text(text, &zone), text);
    case Base::Moment:
      return known_if(model::instant_of_text(text, &zone), text);
    case Base::Text:
    case Base::Link:
      return {Value::State::Known, 0, model::kAnyCurrency, std::string(text)};
  }
  return not_readable(text);
}

std::string text_of_value(const model::RuleSet& rules, const model::Field& field, const Value& value,
                          const calendar::Zone& zone) {
  if (!value.known()) return value.state == Value::State::NotReadable ? value.text : std::string();
  switch (field.type.base) {
    case Base::YesNo:
      return value.number ? "yes" : "no";
    case Base::Number:
      return std::to_string(value.number);
    case Base::Decimal:
      return model::scaled_text(value.number, model::kDecimalScale, false) + (field.type.percent ? " %" : "");
    case Base::Money:
      return model::scaled_text(value.number, model::kMoneyScale, true) + " " +
             std::string(value.currency.begin(), value.currency.end());
    case Base::Symbol:
      return rules.symbol_sets[field.type.symbols][static_cast<std::size_t>(value.number)].name;
    case Base::Date:
      return calendar::to_iso(static_cast<calendar::Day>(value.number));
    case Base::Moment:
      return calendar::to_iso(value.number, zone);
    case Base::Text:
    case Base::Link:
      return value.text;
  }
  return {};
}

}  // namespace frist::codec
