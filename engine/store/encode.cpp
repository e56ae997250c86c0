// SPDX-License-Identifier: Apache-2.0
#include "engine/store/encode.hpp"

#include <fmt/format.h>

#include "dsl/text/suggest.hpp"
#include "dsl/text/utf8.hpp"
#include "rules/model/value_text.hpp"

namespace frist::store {

using model::Base;
using model::Stored;
using text::Error;
using text::ErrorKind;
using text::Result;

std::string shown(const std::string& text) {
  constexpr std::size_t kShown = 40;
  std::string begin = text.substr(0, kShown);
  while (text::first_invalid(begin)) begin.resize(*text::first_invalid(begin));
  return fmt::format("`{}{}`", begin, text.size() > begin.size() ? "..." : "");
}

namespace {

Error wrong(const std::string& text, const std::string& wanted) {
  return {ErrorKind::Data, fmt::format("{} is not {}", shown(text), wanted)};
}

// A number that is none, or one that is larger than the program counts.
Error wrong_number(const std::string& text, std::int64_t scale, const std::string& wanted) {
  if (!model::is_too_large(text, scale)) return wrong(text, wanted);
  return {ErrorKind::Data, fmt::format("{} is too large", shown(text))};
}

Encoded number(std::int64_t value) { return {Key(value), ""}; }
Encoded text_value(const std::string& value) { return {Key::text(value), ""}; }

Result<Encoded> encode_date(const model::Field& field, const std::string& text, const calendar::Zone* zone) {
  const auto day = model::day_of_text(text, zone);
  if (!day) return wrong(text, "a date (YYYY-MM-DD)");
  if (field.stored == Stored::Days) return number(*day);
  if (field.stored != Stored::Seconds) return text_value(calendar::to_iso(*day));
  const auto start = zone ? zone->start_of_day(*day) : std::nullopt;
  return start ? Result<Encoded>(number(*start)) : wrong(text, "a date that the policy's time zone has");
}

Result<Encoded> encode_moment(const model::Field& field, const std::string& text, const calendar::Zone* zone) {
  const auto instant = model::instant_of_text(text, zone);
  if (!instant) return wrong(text, "a moment (YYYY-MM-DDTHH:MM, with Z or an offset such as +02:00)");
  return field.stored == Stored::Seconds ? number(*instant) : text_value(text);
}

Result<Encoded> encode_money(const model::Field& field, const std::string& text) {
  const auto amount = model::money_of_text(text);
  if (!amount)
    return wrong_number(text, model::kMoneyScale,
                        "an amount with at most two decimal places (300 or 300.50, a currency may follow)");
  Encoded encoded;
  if (amount->currency != model::kAnyCurrency) encoded.currency.assign(amount->currency.data(), 3);
  const bool has_place = !field.currency_column.empty();
  if (!has_place && !encoded.currency.empty() && amount->currency != field.type.currency)
    return wrong(text, "an amount in the currency of the field, which has no column for another");
  encoded.value = field.stored == Stored::Cents
                      ? Key(amount->hundredths)
                      : Key::text(model::scaled_text(amount->hundredths, model::kMoneyScale, true));
  return encoded;
}

Result<Encoded> encode_symbol(const model::SymbolSet& symbols, const std::string& text) {
  std::vector<std::string> names;
  for (const auto& symbol : symbols) {
    if (symbol.name == text || symbol.stored == text) return text_value(symbol.stored);
    names.push_back(symbol.name);
  }
  const auto hint = text::did_you_mean(text, names);
  auto error = wrong(text, fmt::format("one of {}", fmt::join(names, ", ")));
  if (!hint.empty()) error.message += "; " + hint;
  return error;
}

Result<Encoded> encode_decimal(const model::Field& field, std::string text) {
  if (field.type.percent && !text.empty() && text.back() == '%') text.pop_back();
  while (field.type.percent && !text.empty() && text.back() == ' ') text.pop_back();
  const auto value = model::scaled_of_text(text, model::kDecimalScale);
  if (!value) return wrong_number(text, model::kDecimalScale, "a decimal number with a point and at most six places");
  return text_value(model::scaled_text(*value, model::kDecimalScale, false));
}

}  // namespace

Result<Encoded> encode(const model::RuleSet& rules, const model::Field& field, const std::string& text,
                       const calendar::Zone* zone) {
  if (text::first_invalid(text)) return wrong(text, "UTF-8");
  switch (field.type.base) {
    case Base::Date:
      return encode_date(field, text, zone);
    case Base::Moment:
      return encode_moment(field, text, zone);
    case Base::Money:
      return encode_money(field, text);
    case Base::Decimal:
      return encode_decimal(field, text);
    case Base::Symbol:
      return encode_symbol(rules.symbol_sets[field.type.symbols], text);
    case Base::YesNo: {
      const auto value = model::yes_no_of_text(text);
      return value ? Result<Encoded>(number(*value)) : wrong(text, "yes or no");
    }
    case Base::Number: {
      const auto value = model::integer_of_text(text);
      return value ? Result<Encoded>(number(*value)) : wrong_number(text, 1, "a whole number");
    }
    case Base::Text:
    case Base::Link:
      break;
  }
  return text_value(text);
}

}  // namespace frist::store
