// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/easter.hpp"

namespace frist::calendar {
namespace {

// The days from 21 March to the paschal full moon, from the year's place in the 19-year moon cycle and the Gregorian
// corrections of the centuries (the tables of Clavius, in the arithmetic form of Lilius and Gauss).
int days_to_full_moon(int year) {
  const int century = year / 100, golden = year % 19;
  const int solar = century - century / 4;
  const int lunar = (8 * century + 13) / 25;
  const int age = (19 * golden + solar - lunar + 15) % 30;
  const bool too_late = age == 29 || (age == 28 && golden > 10);
  return too_late ? age - 1 : age;
}

}  // namespace

Day easter_sunday(int year) {
  const auto equinox = make_day(year, 3, 21);
  if (!equinox) return kUnknown;
  const Day full_moon = *equinox + days_to_full_moon(year);
  return full_moon + 7 - (static_cast<int>(weekday(full_moon)) + 1) % 7;  // the Sunday after, never the day itself
}

}  // namespace frist::calendar
