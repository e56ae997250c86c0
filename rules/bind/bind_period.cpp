// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <cstdlib>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/numbers.hpp"
#include "rules/calendar/day.hpp"

namespace frist::bind {
namespace {

constexpr std::int64_t kMostOfAUnit = 9'999'999;

struct Units {
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t minutes = 0;

  void add(std::string_view unit, std::int64_t count) {
    if (unit.rfind("year", 0) == 0) months += count * 12;
    if (unit.rfind("month", 0) == 0) months += count;
    if (unit.rfind("week", 0) == 0) days += count * 7;
    if (unit.rfind("day", 0) == 0) days += count;
    if (unit.rfind("hour", 0) == 0) minutes += count * 60;
    if (unit.rfind("minute", 0) == 0) minutes += count;
  }
  bool too_long() const {
    // From the first day that anybody counts from to the last of the calendar.
    static const calendar::Day begin = *calendar::make_day(1900, 1, 1);
    constexpr std::int64_t kMostMonths = (9999 - 1900) * 12 + 11;
    const std::int64_t most_days = calendar::kLastDay - begin;
    if (months > kMostMonths || days > most_days || minutes > most_days * 24 * 60) return true;
    const auto [year, month] = std::div(static_cast<int>(months), 12);
    return *calendar::make_day(1900 + year, month + 1, 1) + days > calendar::kLastDay;
  }
};

}  // namespace

std::optional<PeriodValue> ExprBinder::period(const Node& written_node) {
  const Node node = written_node.without_brackets();
  PeriodValue result;
  result.span = node.span();
  if (node.is(NodeKind::TimeBetween)) {
    const Maybe days = days_between(node);
    if (!days || !is_surely_there(*days, node.span())) return std::nullopt;
    result.days = *days;
    return result;
  }
  if (!node.is(NodeKind::PeriodLiteral)) {
    fail(Kind::TypeMismatch, node.span(), fmt::format("`{}` is no period", written(node)),
         "write a period such as `3 years`, `4 weeks` or `2 hours`");
    return std::nullopt;
  }
  Units units;
  for (const Node& part : node.children()) {
    const auto count = parse_number(context_, part.nth(0), 0);
    if (!count) return std::nullopt;
    units.add(part.nth(1).text(), std::min(*count, kMostOfAUnit + 1));
    if (*count > kMostOfAUnit || units.too_long()) {
      fail(Kind::NumberOutOfRange, part.nth(0).span(), fmt::format("`{}` is longer than the calendar", written(node)),
           "dates end in the year 9999, so that it would never end even from 1900 on; where that is meant, write "
           "`keep permanently`");
      return std::nullopt;
    }
  }
  if (units.months == 0 && units.days == 0 && units.minutes == 0) {
    fail(Kind::NegativePeriod, node.span(), fmt::format("`{}` is no time at all", written(node)),
         "write a period of at least one day or minute; for something that is due immediately write `at once from`");
    return std::nullopt;
  }
  if (units.minutes != 0 && (units.months != 0 || units.days != 0)) {
    fail(Kind::HoursOnCalendarPeriod, node.span(),
         fmt::format("`{}` counts days and hours in one period", written(node)),
         "count either in days or in hours: a day with a change of clocks has 23 or 25 of them");
    return std::nullopt;
  }
  result.period = {static_cast<std::int32_t>(units.months), static_cast<std::int32_t>(units.days)};
  result.minutes = units.minutes;
  return result;
}

bool ExprBinder::has_conventions(const PeriodValue& it, bool needs_counting) {
  bool complete = true;
  if (needs_counting && !place_.conventions.counting) {
    context_.error(
        Kind::MissingCounting, it.span,
        fmt::format("nobody says on which day `{}` begins", context_.rules->as_written(it.span)),
        "write `counting from the next day` or `counting from the day itself` here, in the rule or in the policy's "
        "header");
    complete = false;
  }
  if (it.period.months != 0 && !place_.conventions.month_end) {
    context_.error(
        Kind::MissingMonthEnd, it.span,
        fmt::format("nobody says where `{}` ends in a month without that day", context_.rules->as_written(it.span)),
        "write `month end last day`, `month end next day` or `month end refused` in the rule or in the policy's "
        "header");
    complete = false;
  }
  return complete;
}

}  // namespace frist::bind
