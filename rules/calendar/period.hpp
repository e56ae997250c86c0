// SPDX-License-Identifier: Apache-2.0
// Periods of a calendar part (years, months) and an exact part (weeks, days), and the plain date sum that clips a
// missing day of the month once. Pure values and functions, safe to call from any thread.
#pragma once

#include <cstdint>

#include "rules/calendar/day.hpp"

namespace frist::calendar {

/// `months` counts years * 12 + months, `days` counts weeks * 7 + days. The parts may differ in sign.
struct Period {
  std::int32_t months = 0;
  std::int32_t days = 0;
  bool operator==(const Period&) const = default;
};

/// A period from its usual units. A part too long for 32 bits is cut to the longest; every sum with it is out of range.
Period make_period(std::int64_t years, std::int64_t months, std::int64_t weeks, std::int64_t days);
inline Period years(std::int64_t count) { return make_period(count, 0, 0, 0); }
inline Period months(std::int64_t count) { return make_period(0, count, 0, 0); }
inline Period weeks(std::int64_t count) { return make_period(0, 0, count, 0); }
inline Period days(std::int64_t count) { return make_period(0, 0, 0, count); }

/// `count` times the period, part by part; cut like make_period.
Period times(Period period, std::int64_t count);

/// A period that need not run at one stretch: a month is 30 days, a year 365 (BGB 191).
Period non_contiguous(std::int64_t years, std::int64_t months);

/// What a sum of months becomes where the month has no such day, as 31 January plus one month.
enum class MonthEnd : std::uint8_t {
  LastDay,  ///< the month's last day (BGB 188(3), Reg. 1182/71 art. 3(2)(c), SE 1930:173 s. 1)
  NextDay,  ///< the first day of the next month
  Reject,   ///< there is no answer: kUnknown
};

/// `start` plus the months of `period`, clipped once as `month_end` says, then plus its days.
/// Marks stay what they are. Where the months alone leave the years 0001..9999, or the sum does, the result is kNever
/// on the upper side and kUnknown on the lower. `clipped`, if given, tells whether the month had no such day.
Day add(Day start, Period period, MonthEnd month_end, bool* clipped = nullptr);

/// `start` less the months of `period`, clipped once, then less its days; otherwise as add().
Day subtract(Day start, Period period, MonthEnd month_end, bool* clipped = nullptr);

}  // namespace frist::calendar
