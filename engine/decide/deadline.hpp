// SPDX-License-Identifier: Apache-2.0
// When something is due: the earliest of a deadline's dates, counted in open hours and rolled to working days where the
// deadline says so. Pure function of a kept run.
#pragma once

#include <optional>
#include <vector>

#include "engine/decide/missing.hpp"
#include "rules/calendar/instant.hpp"

namespace frist::decide {

/// A civil day, or a moment.
struct When {
  calendar::Day day = calendar::kUnknown;  // of the moment, where it is one, in the policy's zone
  std::optional<calendar::Instant> moment;
  bool operator==(const When&) const = default;
};

struct DeadlineAnswer {
  enum class Kind : std::uint8_t {
    NotDue,   // the deadline is not about such an entry, or what starts it has not happened
    Unknown,  // a fact is missing, or the days are not covered by the calendar
    Due
  } kind = Kind::Unknown;
  When due;  // after rolling
  When unrolled;
  std::uint32_t which = model::kNoId;  // index into Deadline::due
  std::optional<When> not_before;      // known and said
  std::vector<MissingFact> missing;
  bool outside_calendar = false;  // unknown because a calendar does not cover the days
};

/// For entry `entry` of a kept run of a program for answers of the deadline's record. `deadline` is an index into
/// RuleSet::deadlines. A periodic duty is due on the first date of its series that is not before the as-of day. Where
/// hours count from the next full hour, the moment that the policy computes is moved to the next full hour of the wall
/// clock. A moment that rolls keeps its time of day.
DeadlineAnswer deadline_of(const Machine& machine, std::uint32_t entry, std::uint32_t deadline, calendar::Day today);

}  // namespace frist::decide
