// SPDX-License-Identifier: Apache-2.0
// The rule that a time zone follows in all years after the last change that its file lists, as the last line of a
// zoneinfo file gives it (RFC 9636 section 3.3.1; form of POSIX TZ, as `CET-1CEST,M3.5.0,M10.5.0/3`). The date library
// reads only the listed changes, which end in 2037; without this rule there would be no summer time in 2038.
// A value, safe to share between threads. Part of this room only; users call Zone.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/calendar/instant.hpp"

namespace frist::calendar {

/// A stretch of time, `begin` included and `end` not, during which a place keeps one offset (seconds east of UTC).
struct OffsetSpan {
  Instant begin = 0;
  Instant end = 0;
  std::int32_t offset = 0;
};

class YearlyRule {
 public:
  /// Reads the line; nothing if it is malformed.
  static std::optional<YearlyRule> parse(std::string_view line);

  /// The span that contains `instant` (which must be is_instant); without summer time it is all of time.
  OffsetSpan span_at(Instant instant) const;

 private:
  /// When a change falls: a day of the year and seconds after its midnight, by the wall clock before the change.
  struct Change {
    enum class Kind : std::uint8_t { DayOfYear, DayOfYearWithoutLeapDay, WeekdayOfMonth };
    Kind kind = Kind::DayOfYear;
    int day = 0;                           // of the year: from 0, or from 1 without leap day
    int month = 1, week = 1, weekday = 0;  // week 5 is the last; weekday 0 is Sunday
    std::int32_t seconds = 7200;
    std::int64_t wall_seconds_in(int year) const;
  };
  struct Summer {
    std::int32_t offset = 0;
    Change begin, end;
  };
  class Reader;

  std::int32_t offset_ = 0;
  std::optional<Summer> summer_;
};

}  // namespace frist::calendar
