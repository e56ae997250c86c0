// SPDX-License-Identifier: Apache-2.0
// A date sum that is prepared once and then taken from single days: the same answers as add(), kept_through() and
// gone_from(), by the arithmetic of the columns (vector_add.hpp). Immutable, safe to share between threads.
#pragma once

#include <optional>

#include "rules/calendar/counting.hpp"
#include "rules/calendar/step_kernel.hpp"

namespace frist::calendar {

struct PreparedSum {
  Step step;
  /// The day that the sum leads to. Marks stay what they are.
  [[gnu::always_inline]] Day from(Day start) const { return is_day(start) ? step_row(start, step) : as_mark(start); }
};

PreparedSum prepared_add(Period period, MonthEnd month_end);
/// Nothing for a period with a negative part: kept_through() and gone_from() have no day for it.
std::optional<PreparedSum> prepared_kept_through(Period period, Counting counting, MonthEnd month_end);
std::optional<PreparedSum> prepared_gone_from(Period period, Counting counting, MonthEnd month_end);

}  // namespace frist::calendar
