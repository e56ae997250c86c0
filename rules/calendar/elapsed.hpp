// SPDX-License-Identifier: Apache-2.0
// Hours and minutes that pass on moments: elapsed time, whatever the wall clock does at the change to summer time.
// Pure functions, safe to call from any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "rules/calendar/zone.hpp"

namespace frist::calendar {

enum class HourCounting : std::uint8_t {
  FromInstant,   ///< from the very moment
  FromNextHour,  ///< the clock hour in which it happens is not counted (Reg. 1182/71 art. 3(1) and 3(2)(a))
};

/// `start` plus elapsed hours (0 or more). By FromNextHour they run from the next full hour of the zone's wall clock,
/// also where `start` is a full hour itself. Nothing for negative hours or out of the years 0001..9999. An hour limit
/// that skips days off (ZPO 222(3)) is BusinessCalendar::add_open_minutes() of a calendar open all day.
std::optional<Instant> add_elapsed_hours(Instant start, std::int64_t hours, HourCounting counting, const Zone& zone);

/// `start` plus elapsed minutes (0 or more). Nothing as add_elapsed_hours().
std::optional<Instant> add_elapsed_minutes(Instant start, std::int64_t minutes);

}  // namespace frist::calendar
