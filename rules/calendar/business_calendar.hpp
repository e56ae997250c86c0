// SPDX-License-Identifier: Apache-2.0
// Working days and opening hours: which days count, where a deadline rolls, and when a number of open minutes is
// complete. A BusinessCalendar is built once from plain data and never changes; it may be shared between threads. It
// knows only the years it covers: outside of them every answer is unknown, never a guess.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/calendar/closed_day.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::calendar {

enum class Tri : std::uint8_t { No, Yes, Unknown };

/// Minutes of the wall clock since midnight, `from` included, `to` not; `to` may be 1440.
struct MinuteSpan {
  int from = 0;
  int to = 0;
  bool operator==(const MinuteSpan&) const = default;
};

/// The same hours on each of some weekdays.
struct OpenHours {
  std::vector<Weekday> weekdays;
  std::vector<MinuteSpan> spans;
};

class BusinessCalendar;

struct CalendarData {
  int first_year = 0;  ///< of the years covered
  int last_year = 0;
  std::vector<OpenHours> open;  ///< none at all: open on every weekday, all day
  std::vector<ClosedDay> closed;
  /// Calendars whose closed days are closed here too; borrowed while building. Only years that they cover are covered.
  std::vector<const BusinessCalendar*> includes;
};

class BusinessCalendar {
 public:
  /// Nothing if the data make no sense; then `problem`, if given, says why in a sentence without full stop.
  static std::optional<BusinessCalendar> build(const CalendarData& data, std::string* problem = nullptr);

  /// Yes on days of a weekday with open hours that are not closed. Unknown outside the covered years and for marks.
  Tri is_working_day(Day day) const;

  /// The first working day that is not before `day` (BGB 193, Reg. 1182/71 art. 3(4)); kUnknown where none is found
  /// within the covered years. Marks stay what they are.
  Day roll_forward(Day day) const { return roll(day, 1); }

  /// The last working day that is not after `day`; otherwise as roll_forward().
  Day roll_back(Day day) const { return roll(day, -1); }

  /// The first instant at which that many minutes of open time from `start` on are complete; `start` itself for none.
  /// Open time is what the zone's wall clock shows as open, so an hour that the clocks repeat counts twice and one that
  /// they skip does not count. Nothing for negative minutes, and where the answer depends on days not covered.
  std::optional<Instant> add_open_minutes(Instant start, std::int64_t minutes, const Zone& zone) const;

 private:
  BusinessCalendar() = default;
  void open(const OpenHours& hours);
  void close(Day day);
  bool covers(Day day) const { return day >= first_ && day <= last_; }
  bool is_open(Day day) const;
  Day roll(Day day, int step) const;

  Day first_ = 0;
  Day last_ = 0;
  std::array<std::vector<MinuteSpan>, 7> spans_;  // in order, by weekday
  std::vector<bool> closed_;                      // by day from first_ on
};

}  // namespace frist::calendar
