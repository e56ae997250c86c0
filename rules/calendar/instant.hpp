// SPDX-License-Identifier: Apache-2.0
// Points in time as seconds since 1970-01-01T00:00Z (leap seconds not counted), the wall time of a place, and the ISO
// 8601 texts of both. Pure values and functions, safe to call from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/calendar/day.hpp"

namespace frist::calendar {

/// Seconds since 1970-01-01T00:00Z.
using Instant = std::int64_t;

inline constexpr std::int64_t kSecondsPerDay = 86400;
/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z; functions that return an instant keep within them.
inline constexpr Instant kFirstInstant = kFirstDay * kSecondsPerDay;
inline constexpr Instant kLastInstant = (kLastDay + 1) * kSecondsPerDay - 1;

constexpr bool is_instant(Instant instant) { return instant >= kFirstInstant && instant <= kLastInstant; }

/// A wall clock's reading; `second` counts from midnight, 0..86399. It names no instant without a zone.
struct LocalTime {
  Day day = kUnknown;
  std::int32_t second = 0;
  bool operator==(const LocalTime&) const = default;
};

/// Seconds from 1970-01-01T00:00 to a reading, as if every day had 24 hours.
constexpr std::int64_t wall_seconds(LocalTime time) { return time.day * kSecondsPerDay + time.second; }

/// The reading at that many wall seconds; the day is kNever or kUnknown beyond the years 0001..9999.
LocalTime from_wall_seconds(std::int64_t seconds);

/// Reads `YYYY-MM-DDTHH:MM`, with optional `:SS` and fraction (dropped: the instant is the start of its second), then
/// `Z` or `+HH:MM` or `-HH:MM` (with optional `:SS`). A blank may stand for the `T`. Anything else, also an instant out
/// of the years 0001..9999, second 60 and hour 24, is nothing.
std::optional<Instant> parse_instant(std::string_view text);

/// The same form without a zone at its end.
std::optional<LocalTime> parse_local(std::string_view text);

/// `YYYY-MM-DDTHH:MM`, and `:SS` where the seconds are not zero. `unknown` or `never` where the day is none.
std::string to_iso(LocalTime time);

/// The reading `offset` seconds east of UTC and the offset, as `2025-03-31T09:30+02:00`; `Z` for UTC.
std::string to_iso(Instant instant, std::int32_t offset = 0);

}  // namespace frist::calendar
