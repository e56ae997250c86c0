// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/closed_days.hpp"

#include <fmt/core.h>

#include "rules/bind/literals.hpp"
#include "rules/bind/months.hpp"

namespace frist::bind {
namespace {

/// `6 June`, from its number and its month.
std::optional<calendar::DayMonth> day_of_year(Context& context, const Node& number, const Node& month) {
  const calendar::DayMonth day{month_number(month.text()), number_of(number)};
  if (calendar::exists(day)) return day;
  context.error(Kind::BadDate, number.span(), fmt::format("{} has no day {}", month.text(), number.text()),
                "name a day that exists");
  return std::nullopt;
}

calendar::OnEaster easter(const Node& node) {
  if (node.count() < 2) return {};
  const int days = number_of(node.nth(1));
  return {node.nth(0).text() == "minus" ? -days : days};
}

bool set_between(Context& context, const Node& node, calendar::ClosedDay& result) {
  const auto from = day_of_year(context, node.nth(1), node.nth(2));
  const auto through = day_of_year(context, node.nth(3), node.nth(4));
  if (!from || !through) return false;
  const auto weekday = weekday_named(node.nth(0).text()).value_or(calendar::Weekday::Monday);
  result.when = calendar::OnWeekdayBetween{weekday, *from, *through};
  return true;
}

/// False where something was reported.
bool set_when(Context& context, const Node& day, calendar::ClosedDay& result) {
  switch (day.kind()) {
    case NodeKind::DayDate: {
      const auto date = day_of(context, day.nth(0));
      result.when = calendar::OnDate{date.value_or(calendar::kUnknown)};
      return date.has_value();
    }
    case NodeKind::DayFixed: {
      const auto fixed = day_of_year(context, day.nth(0), day.nth(1));
      result.when = calendar::OnDayMonth{fixed.value_or(calendar::DayMonth{})};
      return fixed.has_value();
    }
    case NodeKind::DayEaster:
      result.when = easter(day);
      return true;
    case NodeKind::DayBetween:
      return set_between(context, day, result);
    default:
      break;
  }
  result.when = calendar::OnWeekday{weekday_named(day.nth(0).text()).value_or(calendar::Weekday::Sunday)};
  return true;
}

}  // namespace

int number_of(const Node& node) {
  int value = 0;
  for (const char c : node.text()) value = std::min(value * 10 + (c - '0'), 9999);
  return value;
}

std::optional<calendar::ClosedDay> closed_day(Context& context, const Node& node) {
  calendar::ClosedDay result;
  if (!set_when(context, node.nth(0), result)) return std::nullopt;
  if (const auto from = node.child(NodeKind::From)) result.from_year = number_of(from->nth(0));
  if (const auto through = node.child(NodeKind::Through)) result.through_year = number_of(through->nth(0));
  return result;
}

}  // namespace frist::bind
