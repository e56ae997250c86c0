// SPDX-License-Identifier: Apache-2.0
// The rules by which a calendar names the days on which it is closed, as plain data, and their meaning for a year.
// Values and pure functions, safe to share between threads.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rules/calendar/day.hpp"
#include "rules/calendar/end_of.hpp"

namespace frist::calendar {

/// The same day of every year; 29 February only in leap years.
struct OnDayMonth {
  DayMonth day_month;
};

/// One single day.
struct OnDate {
  Day day = kUnknown;
};

/// Easter Sunday plus or minus a number of days (-300..300).
struct OnEaster {
  int days = 0;
};

/// Every such weekday from one day of the year through another; a range that ends before it begins goes over the new
/// year. Midsummer Eve is the Friday between 19 and 25 June.
struct OnWeekdayBetween {
  Weekday weekday = Weekday::Monday;
  DayMonth from;
  DayMonth through;
};

/// That weekday every week.
struct OnWeekday {
  Weekday weekday = Weekday::Sunday;
};

struct ClosedDay {
  std::variant<OnDayMonth, OnDate, OnEaster, OnWeekdayBetween, OnWeekday> when;
  std::optional<int> from_year;     ///< the first year of the closed day itself in which the rule holds
  std::optional<int> through_year;  ///< the last one
};

/// What is wrong with a rule, as half a sentence; empty if nothing is.
std::string problem_of(const ClosedDay& rule);

/// The days of that year (1..9999) on which the rule closes, in order. Precondition: the rule has no problem.
std::vector<Day> closed_days_in(int year, const ClosedDay& rule);

}  // namespace frist::calendar
