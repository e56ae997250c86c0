// SPDX-License-Identifier: Apache-2.0
#include "engine/words/values.hpp"

#include <fmt/core.h>

#include "engine/words/names.hpp"

namespace frist::words {
namespace {

using calendar::Day;

std::string month_name(Language language, int month) { return say(language, month_word(month)); }

void append_count(Language language, Plural unit, std::int64_t count, std::vector<std::string>& parts) {
  if (count != 0) parts.push_back(say(language, unit, count));
}

std::string grouped(Language language, const std::string& digits) {
  if (digits.size() < 5) return digits;
  std::string out;
  for (std::size_t k = 0; k < digits.size(); ++k) {
    if (k > 0 && (digits.size() - k) % 3 == 0) out += say(language, Word::thousands_mark);
    out += digits[k];
  }
  return out;
}

}  // namespace

std::string long_date(Language language, Day day) {
  if (day == calendar::kNone) return say(language, Word::not_happened);
  if (day >= calendar::kNever) return say(language, Word::never);
  if (!calendar::is_day(day)) return say(language, Word::not_known);
  const calendar::YearMonthDay date = calendar::split(day);
  return say(language, Word::long_date,
             {{"day", fmt::format("{}", date.day)},
              {"month", month_name(language, date.month)},
              {"year", fmt::format("{}", date.year)}});
}

std::string long_moment(Language language, std::int64_t instant, const std::optional<calendar::Zone>& zone) {
  const std::optional<calendar::Zone> used = zone ? zone : calendar::Zone::find("UTC");
  if (!used || !calendar::is_instant(instant)) return say(language, Word::not_known);
  const calendar::LocalTime local = used->local(instant);
  const std::string date = long_date(language, local.day);
  return say(language, Word::long_moment,
             {{"date", date},
              {"hour", fmt::format("{:02}", local.second / 3600)},
              {"minute", fmt::format("{:02}", local.second / 60 % 60)},
              {"zone", used->name()}});
}

std::string period_text(Language language, calendar::Period period) {
  std::vector<std::string> parts;
  const bool in_years = period.months % 12 == 0 || period.months >= 24;
  append_count(language, Plural::years, in_years ? period.months / 12 : 0, parts);
  append_count(language, Plural::months, in_years ? period.months % 12 : period.months, parts);
  const bool in_weeks = period.days % 7 == 0;
  append_count(language, Plural::weeks, in_weeks ? period.days / 7 : 0, parts);
  append_count(language, Plural::days, in_weeks ? 0 : period.days, parts);
  return parts.empty() ? say(language, Plural::days, 0) : joined(language, parts);
}

std::string minutes_text(Language language, std::int64_t minutes) {
  std::vector<std::string> parts;
  append_count(language, Plural::hours, minutes / 60, parts);
  append_count(language, Plural::minutes, minutes % 60, parts);
  return parts.empty() ? say(language, Plural::minutes, 0) : joined(language, parts);
}

std::string number_text(Language language, std::int64_t scaled, int digits, int least) {
  // Unsigned, so that the smallest number has a size too.
  const std::uint64_t size = scaled < 0 ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled);
  std::string text = fmt::format("{:0{}}", size, digits + 1);
  const std::size_t point = text.size() - static_cast<std::size_t>(digits);
  std::string decimals = text.substr(point);
  while (decimals.size() > static_cast<std::size_t>(least) && decimals.back() == '0') decimals.pop_back();
  const std::string whole = (scaled < 0 ? "−" : "") + grouped(language, text.substr(0, point));
  return decimals.empty() ? whole : whole + say(language, Word::decimal_mark) + decimals;
}

std::string money_text(Language language, std::int64_t hundredths, model::Currency currency) {
  const std::string number = number_text(language, hundredths, 2, 2);
  if (currency == model::kAnyCurrency) return number;
  return say(language, Word::amount_of_money,
             {{"number", number}, {"currency", std::string(currency.data(), currency.size())}});
}

std::string percent_text(Language language, std::int64_t millionths) {
  return say(language, Word::percentage, {{"number", number_text(language, millionths, 6)}});
}

std::string typed_text(Language language, const model::RuleSet& rules, const model::Type& type, std::int64_t number,
                       model::Currency currency, const std::optional<calendar::Zone>& zone) {
  switch (type.base) {
    case model::Base::YesNo:
      return say(language, number != 0 ? Word::yes : Word::no);
    case model::Base::Decimal:
      return type.percent ? percent_text(language, number) : number_text(language, number, 6);
    case model::Base::Money:
      return money_text(language, number, currency == model::kAnyCurrency ? type.currency : currency);
    case model::Base::Date:
      return long_date(language, static_cast<Day>(number));
    case model::Base::Moment:
      return long_moment(language, number, zone);
    case model::Base::Symbol:
      break;
    default:
      return number_text(language, number, 0);
  }
  if (type.symbols >= rules.symbol_sets.size()) return say(language, Word::not_known);
  const model::SymbolSet& set = rules.symbol_sets[type.symbols];
  if (number < 0 || static_cast<std::size_t>(number) >= set.size()) return say(language, Word::not_known);
  const model::Symbol& symbol = set[static_cast<std::size_t>(number)];
  return title_of(language, symbol.titles, symbol.name);
}

std::string title_or_nothing(Language language, const model::Titles& titles) {
  const std::string* own = &titles.en;
  if (language == Language::German) own = &titles.de;
  if (language == Language::Swedish) own = &titles.sv;
  if (language == Language::Romanian) own = &titles.ro;
  return own->empty() ? titles.en : *own;
}

std::string title_of(Language language, const model::Titles& titles, const std::string& name) {
  std::string title = title_or_nothing(language, titles);
  return title.empty() ? name : title;
}

std::string quoted(Language language, const std::string& text) { return say(language, Word::quoted, {{"text", text}}); }

std::string joined(Language language, const std::vector<std::string>& parts) {
  if (parts.empty()) return {};
  std::string list = parts[0];
  for (std::size_t k = 1; k + 1 < parts.size(); ++k) list += ", " + parts[k];
  return parts.size() == 1 ? list : say(language, Word::two_joined, {{"a", list}, {"b", parts.back()}});
}

}  // namespace frist::words
