// SPDX-License-Identifier: Apache-2.0
// The date of Easter in the Gregorian calendar, on which movable holidays hang. Pure function.
#pragma once

#include "rules/calendar/day.hpp"

namespace frist::calendar {

/// Easter Sunday of a year 1..9999 by the Gregorian reckoning (before 1583: as if it had been in use); kUnknown beyond.
Day easter_sunday(int year);

}  // namespace frist::calendar
