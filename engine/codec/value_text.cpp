// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/value_text.hpp"

#include <algorithm>
#include <cctype>

#include "rules/calendar/day.hpp"

namespace frist::codec {
namespace {

using model::Base;
using model::Value;

constexpr int kDecimalDigits = 6, kMoneyDigits = 2;

Value known(std::int64_t number) { return {Value::State::Known, number, model::kAnyCurrency, {}}; }
Value not_readable(std::string_view text) {
  return {Value::State::NotReadable, 0, model::kAnyCurrency, std::string(text)};
}

Value yes_no(std::string_view text) {
  for (std::string_view yes : {"yes", "1", "true"})
    if (text == yes) return known(1);
  for (std::string_view no : {"no", "0", "false"})
    if (text == no) return known(0);
  return not_readable(text);
}

// A wall clock's reading without a zone is the policy's own time; one that the clock skips or shows twice is none.
std::optional<calendar::Instant> instant_of(std::string_view text, const calendar::Zone& zone) {
  if (const auto instant = calendar::parse_instant(text)) return instant;
  const auto local = calendar::parse_local(text);
  if (!local) return std::nullopt;
  const auto at = zone.instants_of(*local);
  if (at.kind != calendar::WallInstants::Kind::Unique) return std::nullopt;
  return at.first;
}

Value date(std::string_view text, const calendar::Zone& zone) {
  if (const auto day = calendar::parse_day(text)) return known(*day);
  const auto instant = instant_of(text, zone);
  return instant ? known(zone.civil_day(*instant)) : not_readable(text);
}

Value moment(std::string_view text, const calendar::Zone& zone) {
  const auto instant = instant_of(text, zone);
  return instant ? known(*instant) : not_readable(text);
}

Value symbol(const model::SymbolSet& symbols, std::string_view text) {
  for (std::size_t i = 0; i < symbols.size(); ++i)
    if (symbols[i].stored == text || symbols[i].name == text) return known(static_cast<std::int64_t>(i));
  return not_readable(text);
}

Value money(const model::Field& field, std::string_view text) {
  std::string_view amount = text;
  model::Currency currency = field.type.currency;
  const auto space = text.find(' ');
  if (space != std::string_view::npos && text.size() == space + 4) {
    amount = text.substr(0, space);
    std::copy_n(text.substr(space + 1).begin(), 3, currency.begin());
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (!std::all_of(currency.begin(), currency.end(), capital)) return not_readable(text);
  }
  const auto scaled = scaled_of(amount, kMoneyDigits);
  if (!scaled || currency == model::kAnyCurrency) return not_readable(text);
  return {Value::State::Known, *scaled, currency, {}};
}

Value number(std::string_view text, int digits) {
  const auto scaled = scaled_of(text, digits);
  return scaled ? known(*scaled) : not_readable(text);
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
      return yes_no(text);
    case Base::Number:
      return number(text, 0);
    case Base::Decimal:
      return number(text.ends_with(" %") ? text.substr(0, text.size() - 2) : text, kDecimalDigits);
    case Base::Money:
      return money(field, text);
    case Base::Symbol:
      return symbol(rules.symbol_sets[field.type.symbols], text);
    case Base::Date:
      return date(text, zone);
    case Base::Moment:
      return moment(text, zone);
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
      return decimal_text(value.number, kDecimalDigits) + (field.type.percent ? " %" : "");
    case Base::Money:
      return decimal_text(value.number, kMoneyDigits, kMoneyDigits) + " " +
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

std::string decimal_text(std::int64_t scaled, int digits, int least) {
  std::string text =
      std::to_string(scaled < 0 ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled));
  if (static_cast<int>(text.size()) <= digits) text.insert(0, static_cast<std::size_t>(digits) + 1 - text.size(), '0');
  const std::size_t point = text.size() - static_cast<std::size_t>(digits);
  std::size_t end = text.size();
  while (end > point + static_cast<std::size_t>(least) && text[end - 1] == '0') --end;
  const std::string whole = (scaled < 0 ? "-" : "") + text.substr(0, point);
  return end == point ? whole : whole + "." + text.substr(point, end - point);
}

std::optional<std::int64_t> scaled_of(std::string_view text, int digits) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && part.empty()) || static_cast<int>(part.size()) > digits)
    return std::nullopt;
  std::int64_t scaled = 0;
  const auto push = [&](char c) {
    return c >= '0' && c <= '9' && !__builtin_mul_overflow(scaled, 10, &scaled) &&
           !__builtin_add_overflow(scaled, c - '0', &scaled);
  };
  for (char c : whole)
    if (!push(c)) return std::nullopt;
  for (int i = 0; i < digits; ++i)
    if (!push(static_cast<std::size_t>(i) < part.size() ? part[static_cast<std::size_t>(i)] : '0')) return std::nullopt;
  return negative ? -scaled : scaled;
}

}  // namespace frist::codec
