// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/series.hpp"

#include <algorithm>

#include "rules/calendar/prepared_sum.hpp"

namespace frist::decide {
namespace {

using calendar::Day;
using calendar::MonthEnd;
using calendar::Period;

Day kth(const Series& s, Day anchor, std::int64_t k) {
  const auto sum = calendar::prepared_kept_through(calendar::times(s.period, k), s.counting, s.month_end);
  return sum ? sum->from(anchor) : calendar::kUnknown;
}

}  // namespace

std::int64_t rounds_between(const Period& period, Day anchor, Day day) {
  const std::int64_t tenths =
      std::int64_t{period.months} * 304 + std::int64_t{period.days} * 10;  // a month is 30.4 days
  return std::max<std::int64_t>(std::int64_t{day - anchor} * 10 / tenths, 0);
}

Around around(const Series& s, Day anchor, Day day) {
  if (s.period.months < 0 || s.period.days < 0 || s.period == Period{}) return {calendar::kUnknown, calendar::kUnknown};
  // Where some rounds have no day, the order is that of the rounds clipped to the month.
  const Series ordering{s.period, s.counting, s.month_end == MonthEnd::Reject ? MonthEnd::LastDay : s.month_end};
  std::int64_t k = rounds_between(s.period, anchor, day);
  while (k > 0 && kth(ordering, anchor, k) > day) --k;
  while (kth(ordering, anchor, k + 1) <= day) ++k;
  Around found;
  for (std::int64_t before = k; before > 0 && !calendar::is_day(found.last); --before)
    found.last = kth(s, anchor, before);
  if (!calendar::is_day(found.last)) found.last = calendar::kNone;
  do found.next = kth(s, anchor, ++k);
  while (found.next == calendar::kUnknown);
  return found;
}

}  // namespace frist::decide
