// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/end_of.hpp"

namespace frist::calendar {
namespace {

// The end of the block of `size` months, counted from January, that contains the day.
Day end_of_block(Day day, int size) {
  if (!is_day(day)) return as_mark(day);
  const auto [year, month, number] = split(day);
  const int last_month = (month - 1) / size * size + size;
  return *make_day(year, last_month, days_in_month(year, last_month));
}

// kNever past 9999, where no later year can begin.
Day start_of_year_starting(int year, DayMonth first) {
  if (year > kLastYear) return kNever;
  if (const auto start = make_day(year, first.month, first.day)) return *start;
  return *make_day(year, first.month + 1, 1);  // only 29 February can be missing
}

}  // namespace

bool exists(DayMonth day_month) { return make_day(2000, day_month.month, day_month.day).has_value(); }

Day end_of_month(Day day) { return end_of_block(day, 1); }
Day end_of_quarter(Day day) { return end_of_block(day, 3); }
Day end_of_half_year(Day day) { return end_of_block(day, 6); }
Day end_of_year(Day day) { return end_of_block(day, 12); }

Day end_of_year_starting(Day day, DayMonth first) {
  if (!is_day(day)) return as_mark(day);
  if (!exists(first)) return kUnknown;
  const int year = split(day).year;
  const Day this_year = start_of_year_starting(year, first);
  if (day < this_year) return this_year - 1;
  if (first == DayMonth{1, 1}) return end_of_year(day);  // 9999 has an end although no year follows
  return plus_days(start_of_year_starting(year + 1, first), -1);
}

}  // namespace frist::calendar
