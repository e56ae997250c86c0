// SPDX-License-Identifier: Apache-2.0
// Where a step of whole months lands: the one place that finds a day in a month by its number. Part of this room only;
// users call add() and kept_through(). Pure functions.
#pragma once

#include <cstdint>

#include "rules/calendar/period.hpp"

namespace frist::calendar {

/// Which day of the target month is looked for.
enum class Sought : std::int8_t {
  SameNumber = 0,  ///< the day of the same number
  DayBefore = -1,  ///< the day before it, by its number; before the first is the last day of the month before
};

/// `day` is exact unless it is kNever or kUnknown; it may be one day before kFirstDay, for exact parts still to add.
struct Landing {
  Day day = kUnknown;
  bool clipped = false;
};

/// `start` must be a real day (is_day).
Landing land(Day start, std::int64_t months, Sought sought, MonthEnd month_end);

/// `count` days after a landing; a landing out of the range stays as it is.
Day after_landing(const Landing& landing, std::int64_t count);

}  // namespace frist::calendar
