// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/elapsed.hpp"

namespace frist::calendar {
namespace {

constexpr std::int64_t kHour = 3600;

// The first full hour of the wall clock after `instant`, by the offset in force at `instant`.
Instant next_full_hour(Instant instant, const Zone& zone) {
  const LocalTime local = zone.local(instant);
  return instant + kHour - local.second % kHour;
}

}  // namespace

std::optional<Instant> add_elapsed_hours(Instant start, std::int64_t hours, HourCounting counting, const Zone& zone) {
  if (!is_instant(start) || hours < 0 || hours > kLastInstant / kHour * 2) return std::nullopt;
  const Instant from = counting == HourCounting::FromNextHour ? next_full_hour(start, zone) : start;
  return add_elapsed_minutes(from, hours * 60);
}

std::optional<Instant> add_elapsed_minutes(Instant start, std::int64_t minutes) {
  if (!is_instant(start) || minutes < 0 || minutes > (kLastInstant - start) / 60) return std::nullopt;
  return start + minutes * 60;
}

}  // namespace frist::calendar
