// SPDX-License-Identifier: Apache-2.0
// The last day of the stretch of the calendar that contains a day: month, quarter, half year, year, or a year that
// begins on a day of its own (fiscal, academic). A limit that starts there counts from the next day. Pure functions,
// safe to call from any thread. Marks stay what they are.
#pragma once

#include "rules/calendar/day.hpp"

namespace frist::calendar {

/// A day of every year, by its numbers.
struct DayMonth {
  int month = 1;
  int day = 1;
  bool operator==(const DayMonth&) const = default;
};

/// Whether some year has this day: 29 February does, 30 February does not.
bool exists(DayMonth day_month);

Day end_of_month(Day day);
Day end_of_quarter(Day day);
Day end_of_half_year(Day day);
Day end_of_year(Day day);

/// The last day of the year that begins on `first` and contains `day`. A year that begins on 29 February begins on 1
/// March where there is none. kUnknown if no year has such a day; kNever where the end lies past 9999.
Day end_of_year_starting(Day day, DayMonth first);

}  // namespace frist::calendar
