// SPDX-License-Identifier: Apache-2.0
// A civil day as a plain 32-bit number (days since 1970-01-01, proleptic Gregorian), so that columns of days are
// columns of integers. Three values at the ends of the range stand for "never", "none" and "unknown"; they order below
// and above every day. Everything here is a pure function of its arguments and safe to call from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace frist::calendar {

/// Days since 1970-01-01, or one of the three marks below.
using Day = std::int32_t;

/// Later than every day; also what a sum past 9999-12-31 becomes.
inline constexpr Day kNever = INT32_MAX;
/// It has not happened: no day, and that is known.
inline constexpr Day kNone = INT32_MIN;
/// There may be a day, but it is not known; also what a sum before 0001-01-01 becomes.
inline constexpr Day kUnknown = INT32_MIN + 1;

inline constexpr Day kFirstDay = -719162;  // 0001-01-01
inline constexpr Day kLastDay = 2932896;   // 9999-12-31
inline constexpr int kFirstYear = 1;
inline constexpr int kLastYear = 9999;

enum class Weekday : std::uint8_t { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday };

/// A date by its numbers: year 1..9999, month 1..12, day 1..31. All three are 0 where there is no day.
struct YearMonthDay {
  int year = 0;
  int month = 0;
  int day = 0;
  bool operator==(const YearMonthDay&) const = default;
};

/// Whether `day` is a real day of the years 0001..9999, not a mark and not beyond.
constexpr bool is_day(Day day) { return day >= kFirstDay && day <= kLastDay; }

/// The outcome of a sum: past the last day it is kNever, before the first day kUnknown.
constexpr Day in_range(std::int64_t sum) {
  if (sum > kLastDay) return kNever;
  return sum < kFirstDay ? kUnknown : static_cast<Day>(sum);
}

/// What stands for a value that is no real day: a mark itself; kNever past the last day, kUnknown before the first.
constexpr Day as_mark(Day day) { return day == kNone ? kNone : in_range(day); }

/// `day` moved by `count` days; marks stay what they are, sums out of the range become kNever or kUnknown.
constexpr Day plus_days(Day day, std::int64_t count) {
  if (!is_day(day)) return as_mark(day);
  constexpr std::int64_t kFar = 4'000'000;  // more than the whole range
  return in_range(day + (count > kFar ? kFar : count < -kFar ? -kFar : count));
}

/// The number of days of a month (1..12) of a year, 0 where the month is none.
int days_in_month(int year, int month);

/// The day with these numbers, if there is one within the years 0001..9999.
std::optional<Day> make_day(int year, int month, int day);

/// The numbers of a day; all zero unless is_day(day).
YearMonthDay split(Day day);

/// The weekday of a day. Precondition: is_day(day); for a mark the answer means nothing.
Weekday weekday(Day day);

/// Reads exactly `YYYY-MM-DD`, a real date of the years 0001..9999; anything else is no day.
std::optional<Day> parse_day(std::string_view text);

/// `YYYY-MM-DD`; `none` for kNone, `never` past the range, `unknown` before it.
std::string to_iso(Day day);

}  // namespace frist::calendar
