// SPDX-License-Identifier: Apache-2.0
// The oracle's own calendar, on top of the standard library's and as simple as the law's words; shares no code with
// rules/calendar but the names of its types. `wrong_clip` and `wrong_tie` are planted bugs that a comparison must find.
#pragma once

#include <chrono>

#include "rules/calendar/counting.hpp"

namespace frist::oracle {

inline bool wrong_clip = false;
inline bool wrong_tie = false;  // of rules whose limits end on one day the last is named

inline std::chrono::year_month_day civil(calendar::Day day) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}};
}
inline calendar::Day number(std::chrono::year_month_day date) {
  return static_cast<calendar::Day>(std::chrono::sys_days{date}.time_since_epoch().count());
}

// The same-numbered day `months` later; where it does not exist what `end` says.
inline calendar::Day same_number(calendar::Day day, int months, calendar::MonthEnd end) {
  const auto target = civil(day) + std::chrono::months{months};
  if (target.ok()) return number(target);
  if (end == calendar::MonthEnd::Reject) return calendar::kUnknown;
  const auto last = std::chrono::year_month_day{target.year() / target.month() / std::chrono::last};
  return end == calendar::MonthEnd::NextDay ? number(last) + 1 : number(last);
}

inline calendar::Day plain_sum(calendar::Day day, calendar::Period p, int sign, calendar::MonthEnd end) {
  const calendar::Day moved = p.months == 0 ? day : same_number(day, sign * p.months, end);
  return moved == calendar::kUnknown ? moved : moved + sign * p.days;
}

// BGB 188(2): from the next day the period ends on the same-numbered day, from the day itself on the day before it,
// each found by its number in the target month.
inline calendar::Day last_day_kept(calendar::Day start, calendar::Period p, calendar::Counting c,
                                   calendar::MonthEnd end) {
  if (c == calendar::Counting::FromNextDay) return plain_sum(start, p, 1, end);
  if (p.months == 0) return start + p.days - 1;
  const auto from = civil(start);
  const auto month = (from + std::chrono::months{p.months}).year() / (from + std::chrono::months{p.months}).month();
  if (from.day() == std::chrono::day{1}) return number(month / 1) - 1 + p.days;
  if (wrong_clip) return same_number(start, p.months, end) - 1 + p.days;
  const std::chrono::year_month_day decisive = month / (from.day() - std::chrono::days{1});
  if (decisive.ok()) return number(decisive) + p.days;
  const auto last = number(std::chrono::year_month_day{month / std::chrono::last});
  return end == calendar::MonthEnd::Reject ? calendar::kUnknown : last + p.days;
}

}  // namespace frist::oracle
