// SPDX-License-Identifier: Apache-2.0
#include "rules/model/value_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace frist::model {

std::optional<calendar::Day> day_of_text(std::string_view text, const calendar::Zone* zone) {
  if (const calendar::Day day = iso_day(text); calendar::is_day(day)) return day;
  if (const auto local = calendar::parse_local(text)) return local->day;
  const auto instant = calendar::parse_instant(text);
  if (!instant || !zone) return std::nullopt;
  const calendar::Day day = zone->civil_day(*instant);
  return calendar::is_day(day) ? std::optional(day) : std::nullopt;
}

std::optional<std::int64_t> instant_of_text(std::string_view text, const calendar::Zone* zone) {
  if (const auto instant = calendar::parse_instant(text)) return instant;
  const auto local = calendar::parse_local(text);
  if (!local || !zone) return std::nullopt;
  const auto instants = zone->instants_of(*local);
  if (instants.kind != calendar::WallInstants::Kind::Unique) return std::nullopt;
  return instants.first;
}

std::optional<bool> yes_no_of_text(std::string_view text) {
  if (text.size() > 5) return std::nullopt;
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "yes" || lower == "true" || lower == "1") return true;
  if (lower == "no" || lower == "false" || lower == "0") return false;
  return std::nullopt;
}

std::optional<std::int64_t> integer_of_text(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The fraction's digits as a whole number of 1/scale; nothing where digits that count go beyond it.
std::optional<std::int64_t> fraction_of_text(std::string_view digits, std::int64_t scale) {
  std::int64_t value = 0;
  for (const char c : digits) {
    scale /= 10;
    if (scale == 0 && c != '0') return std::nullopt;
    value += scale * (c - '0');
  }
  return value;
}

}  // namespace

std::optional<std::int64_t> scaled_of_text(std::string_view text, std::int64_t scale) {
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  const auto point = std::min(text.find('.'), text.size());
  const auto whole = text.substr(0, point);
  const auto fraction = point < text.size() ? text.substr(point + 1) : std::string_view("0");
  if (whole.empty() || fraction.empty() || !all_digits(whole) || !all_digits(fraction)) return std::nullopt;
  const auto units = integer_of_text(whole);
  const auto part = fraction_of_text(fraction, scale);
  std::int64_t value = 0;
  if (!units || !part || __builtin_mul_overflow(*units, scale, &value) || __builtin_add_overflow(value, *part, &value))
    return std::nullopt;
  return negative ? -value : value;
}

std::optional<Currency> currency_of_text(std::string_view text) {
  if (text.size() != 3) return std::nullopt;
  for (const char c : text)
    if (c < 'A' || c > 'Z') return std::nullopt;
  return Currency{text[0], text[1], text[2]};
}

namespace {

// "300.50 EUR" and "EUR 300.50" as number and currency; without a currency the number alone.
struct Parts {
  std::string_view number;
  std::optional<Currency> currency;
};

Parts parts_of(std::string_view text) {
  if (text.size() <= 4) return {text, {}};
  if (const auto before = currency_of_text(text.substr(0, 3)); before && text[3] == ' ')
    return {text.substr(4), before};
  const auto behind = currency_of_text(text.substr(text.size() - 3));
  return behind && text[text.size() - 4] == ' ' ? Parts{text.substr(0, text.size() - 4), behind} : Parts{text, {}};
}

}  // namespace

std::optional<Amount> money_of_text(std::string_view text) {
  const Parts parts = parts_of(text);
  const auto value = scaled_of_text(parts.number, kMoneyScale);
  if (!value) return std::nullopt;
  return Amount{*value, parts.currency.value_or(kAnyCurrency)};
}

bool is_too_large(std::string_view text, std::int64_t scale) {
  std::string_view number = parts_of(text).number;
  if (scaled_of_text(number, scale)) return false;
  if (!number.empty() && (number[0] == '-' || number[0] == '+')) number.remove_prefix(1);
  const auto whole = number.substr(0, number.find('.'));
  // What remains wrong with a small whole part has another cause.
  return !whole.empty() && all_digits(whole) && scaled_of_text("0" + std::string(number.substr(whole.size())), scale);
}

std::string scaled_text(std::int64_t value, std::int64_t scale, bool all_places) {
  // As unsigned, because the smallest number has no positive twin.
  const auto magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const auto unit = static_cast<std::uint64_t>(scale);
  std::string fraction = fmt::format("{}", unit + magnitude % unit).substr(1);
  if (!all_places) fraction.erase(fraction.find_last_not_of('0') + 1);
  return fmt::format("{}{}{}{}", value < 0 ? "-" : "", magnitude / unit, fraction.empty() ? "" : ".", fraction);
}

}  // namespace frist::model
