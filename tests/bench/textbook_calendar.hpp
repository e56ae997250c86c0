// SPDX-License-Identifier: Apache-2.0
// The calendar as a person would take it from a textbook, for the rivals that are written by hand. Days are counted
// from 1970-01-01, proleptic Gregorian. Pure functions.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace frist::bench {

struct Civil {
  int year;
  int month, day;
};

inline Civil civil(std::int32_t day) {
  const int z = day + 719468, era = z / 146097, doe = z - era * 146097;
  const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int mp = (5 * doy + 2) / 153, month = mp < 10 ? mp + 3 : mp - 9;
  return {yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

inline std::int32_t days_from(int year, int month, int day) {
  year -= month <= 2;
  const int era = year / 400, yoe = year - era * 400,
            doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

inline int last_day(int year, int month) {
  constexpr std::array<int, 13> days{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month)];
}

// Month ends are clipped.
inline std::int32_t same_day_after(std::int32_t day, int months) {
  const Civil c = civil(day);
  const int index = c.year * 12 + c.month - 1 + months, year = index / 12, month = index % 12 + 1;
  return days_from(year, month, std::min(c.day, last_day(year, month)));
}

}  // namespace frist::bench
