// SPDX-License-Identifier: Apache-2.0
// Things that are renewed in named months of every year, as a score that is recalculated in January, April, July and
// October: which month's issue is current on a day, and which comes next. A value, safe to share between threads.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "rules/calendar/day.hpp"

namespace frist::calendar {

class MonthSchedule {
 public:
  /// From months 1..12 in any order; nothing if there is none or one is out of that range.
  static std::optional<MonthSchedule> of(const std::vector<int>& months);

  /// The first day of the latest named month that has begun on `day`. kUnknown before the year 1; marks stay.
  Day current(Day day) const { return step(day, 0, -1); }

  /// The first day of the first named month that has not begun on `day`. kNever after 9999; marks stay.
  Day next(Day day) const { return step(day, 1, 1); }

 private:
  explicit MonthSchedule(std::uint16_t months) : months_(months) {}
  Day step(Day day, int first, int direction) const;

  std::uint16_t months_;  // bit 0 is January
};

}  // namespace frist::calendar
