// SPDX-License-Identifier: Apache-2.0
// Time zones by their IANA names: the civil day of an instant, the instants of a wall time, and where days begin.
// A Zone is a cheap, immutable value; copies share their data and may be used from any thread. The zones come from the
// system's zoneinfo folder; after the last change that a zone's file lists, the yearly rule at its end goes on.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rules/calendar/instant.hpp"
#include "rules/calendar/yearly_rule.hpp"

namespace frist::calendar {

/// The instants at which a wall clock shows one reading.
struct WallInstants {
  enum class Kind : std::uint8_t {
    Unique,      ///< `first` and `second` are the same
    Gap,         ///< the reading is skipped; both are the instant at which it was skipped
    Ambiguous,   ///< it is shown twice, first at `first`, then at `second`
    OutOfRange,  ///< no real day, or an instant beyond the years 0001..9999; both are 0
  };
  Kind kind = Kind::OutOfRange;
  Instant first = 0;
  Instant second = 0;
};

class Zone {
 public:
  /// The zone of that exact name, as `Europe/Berlin`. Nothing if there is none, the zoneinfo folder is missing, or the
  /// name depends on the machine (`localtime`).
  static std::optional<Zone> find(std::string_view name);

  const std::string& name() const;

  /// The stretch with one offset that contains the instant. Precondition: is_instant(instant).
  OffsetSpan span_at(Instant instant) const;

  /// The wall clock's reading at an instant; its day is kNever or kUnknown out of the years 0001..9999.
  LocalTime local(Instant instant) const;

  /// The civil day of an instant; kNever or kUnknown as local().
  Day civil_day(Instant instant) const { return local(instant).day; }

  /// The first instant from which on the civil day is `day` or later for good. Where a change of clocks skips midnight,
  /// it is the change; a day that a zone skips altogether begins and ends there. Nothing for marks.
  std::optional<Instant> start_of_day(Day day) const;

  /// The instants at which the wall clock shows `time`.
  WallInstants instants_of(LocalTime time) const;

 private:
  struct Data;
  explicit Zone(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

  std::shared_ptr<const Data> data_;
};

/// The instant by the zone's wall clock with its offset, as `2025-03-31T09:30+02:00`.
std::string to_iso(Instant instant, const Zone& zone);

/// The version of the time zone data, as `2025b`, from the first line of zoneinfo's tzdata.zi; empty if that is
/// missing.
std::string tz_version();

}  // namespace frist::calendar
