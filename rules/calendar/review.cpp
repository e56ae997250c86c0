// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/review.hpp"

namespace frist::calendar {
namespace {

bool recurs(Period period) { return period.months >= 0 && period.days >= 0 && period != Period{}; }

// The smallest k >= 1 whose review is later than `after`. Under Reject the reviews are ordered by LastDay, so that one
// without a day still has its place in the row.
std::int64_t first_number_after(Day anchor, Period period, Counting counting, MonthEnd month_end, Day after) {
  const MonthEnd ordering = month_end == MonthEnd::Reject ? MonthEnd::LastDay : month_end;
  const auto later = [&](std::int64_t k) { return review_due(anchor, period, counting, ordering, k) > after; };
  std::int64_t high = 1;
  while (!later(high)) high *= 2;  // ends: past 9999 a review is kNever
  std::int64_t low = high / 2;     // not later, or 0
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (later(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace

Day review_due(Day anchor, Period period, Counting counting, MonthEnd month_end, std::int64_t k) {
  if (!is_day(anchor)) return as_mark(anchor);
  if (!recurs(period) || k < 1) return kUnknown;
  return kept_through(anchor, times(period, k), counting, month_end);
}

Day first_review_after(Day anchor, Period period, Counting counting, MonthEnd month_end, Day after) {
  if (!is_day(anchor)) return as_mark(anchor);
  if (!recurs(period)) return kUnknown;
  if (!is_day(after)) return as_mark(after);
  return review_due(anchor, period, counting, month_end,
                    first_number_after(anchor, period, counting, month_end, after));
}

Day last_review_through(Day anchor, Period period, Counting counting, MonthEnd month_end, Day through) {
  if (!is_day(anchor)) return as_mark(anchor);
  if (!recurs(period)) return kUnknown;
  if (!is_day(through)) return as_mark(through);
  const std::int64_t next = first_number_after(anchor, period, counting, month_end, through);
  return next == 1 ? kNone : review_due(anchor, period, counting, month_end, next - 1);
}

}  // namespace frist::calendar
