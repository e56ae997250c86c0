// SPDX-License-Identifier: Apache-2.0
// One row of a date sum, branch-free. Part of this room only; users call vector_add.hpp and prepared_sum.hpp. Pure
// functions.
//
// The civil calendar in integers after C. Neri and L. Schneider, "Euclidean affine functions and their application to
// calendar algorithms" (2023): years begin on 1 March, so that the leap day is a year's last; days are counted from
// 0000-03-01, months from March = 0, days of a month from 0. Divisions by a constant are a product and a shift where
// the numerator is small enough for that to be exact; the comments name the range that holds.
#pragma once

#include <cstdint>

#include "rules/calendar/period.hpp"

namespace frist::calendar {

/// What is the same for every row.
struct Step {
  std::uint32_t years = 0;        // added to the year, raised by kYearsRaised so that it is never negative
  std::uint32_t months = 0;       // added to the month, 0..11
  std::int32_t number_shift = 0;  // 0: the same-numbered day is sought, -1: the day before it
  std::int32_t roll = 0;          // 1: a missing day is the first of the next month, 0: the last of its month
  std::int32_t reject = 0;        // 1: a missing day makes the row unknown
  std::int32_t days = 0;          // added after the months
  std::int32_t after = 0;         // 1: the day after the result is wanted
};

inline constexpr std::uint32_t kYearsRaised = 10000;  // whole 400-year cycles, so leap years stay where they are
inline constexpr std::int32_t kDaysRaised = 25 * 146097;
inline constexpr std::int32_t kEpochFromMarch = 719468;  // days from 0000-03-01 to 1970-01-01

// Months from March 0000 of January 0001 and December 9999, with the years raised.
inline constexpr std::int32_t kFirstMonth = 10 + 12 * 10000;
inline constexpr std::int32_t kLastMonth = 9999 * 12 + 9 + 12 * 10000;

struct MarchDate {
  std::uint32_t year, month, day;
};

[[gnu::always_inline]] inline MarchDate march_date(std::uint32_t days) {
  const std::uint32_t quarters = 4 * days + 3;
  const std::uint32_t century = quarters / 146097;
  const std::uint32_t of_century = (quarters - century * 146097) >> 2;
  const std::uint32_t year = (of_century * 91867 + 80911) >> 25;  // exact for 0..36524
  const std::uint32_t of_year = of_century - ((1461 * year) >> 2);
  const std::uint32_t month = (2141 * of_year + 1305) >> 16;  // exact for 0..365
  return {100 * century + year, month, of_year - ((979 * month + 18) >> 5)};
}

// The number of the last day of a month, from 0.
[[gnu::always_inline]] inline std::uint32_t last_number(std::uint32_t year, std::uint32_t month) {
  const std::uint32_t ends = year + 1;  // the calendar year in which this March year's February lies
  const std::uint32_t of_25 = ends * 3264175145u <= 171798691u ? 1 : 0;  // a multiple of 25, by its inverse modulo 2^32
  const std::uint32_t of_4 = (ends & 3) == 0 ? 1 : 0, of_16 = (ends & 15) == 0 ? 1 : 0;
  const std::uint32_t leap = of_4 & ((of_25 ^ 1) | of_16);
  const std::uint32_t regular = ((979 * month + 997) >> 5) - ((979 * month + 18) >> 5) - 1;
  return regular - (month == 11 ? 2 - leap : 0);
}

// Days from 0000-03-01 to the first of a month; years up to 43000.
[[gnu::always_inline]] inline std::uint32_t days_to_month(std::uint32_t year, std::uint32_t month) {
  const std::uint32_t century = (year * 5243) >> 19;
  return 365 * year + (year >> 2) - century + (century >> 2) + ((979 * month + 18) >> 5);
}

/// The row's result. Whatever `start` is, the arithmetic is defined; rows without a day are overruled at the end.
[[gnu::always_inline]] inline Day step_row(Day start, const Step& step) {
  const MarchDate from = march_date(static_cast<std::uint32_t>(start) + static_cast<std::uint32_t>(kEpochFromMarch));
  const std::uint32_t months = from.month + step.months;
  const std::uint32_t carry = months >= 12 ? 1 : 0;
  const std::uint32_t month = months - 12 * carry, year = from.year + step.years + carry;

  const std::int32_t number = static_cast<std::int32_t>(from.day) + step.number_shift;
  const std::int32_t last = static_cast<std::int32_t>(last_number(year, month));
  const std::int32_t missing = number > last ? 1 : 0;
  const std::int32_t taken = missing ? last + step.roll : number;
  const std::int32_t result =
      static_cast<std::int32_t>(days_to_month(year, month)) - kDaysRaised - kEpochFromMarch + taken + step.days;

  Day day = result + step.after;
  day = result > kLastDay - step.after ? kNever : day;
  day = result < kFirstDay ? kUnknown : day;
  day = (missing & step.reject) != 0 ? kUnknown : day;
  const std::int32_t landed = static_cast<std::int32_t>(year * 12 + month);
  day = landed > kLastMonth ? kNever : day;
  day = landed < kFirstMonth ? kUnknown : day;
  day = start > kLastDay ? kNever : day;
  day = start < kFirstDay ? kUnknown : day;
  return start == kNone ? kNone : day;
}

}  // namespace frist::calendar
