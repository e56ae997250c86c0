// SPDX-License-Identifier: Apache-2.0
// A single entry through time, its facts unchanged: the same evaluation, stepped from change to change. Pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/decide/machine.hpp"
#include "engine/decide/verdict.hpp"
#include "rules/model/facts.hpp"

namespace frist::decide {

/// From `from` on the verdict is this, until the next step.
struct Step {
  calendar::Day from = calendar::kNone;
  Verdict verdict;
};

struct Timeline {
  std::vector<Step> steps;  // the first one is on the first day asked for
  calendar::Day searched_until =
      calendar::kNone;  // the last day that it speaks of; kNever if nothing can change any more
};

/// Every change of the verdict from `from` through `until`, in at most `max_days` evaluations.
Timeline timeline(const program::Program& program, const model::Entry& entry, calendar::Day from, calendar::Day until,
                  std::size_t max_days = 10'000);
/// The same of an entry that is a batch already, with a machine that is there already.
Timeline timeline(const program::Program& program, const Batch& entry, Machine& machine, calendar::Day from,
                  calendar::Day until, std::size_t max_days = 10'000);

/// The first day, not before `from`, on which it is really gone from (erase_due), facts unchanged: kNever if it never
/// is, kUnknown where the search was given up after `max_days` evaluations.
calendar::Day day_of_erasure(const program::Program& program, const model::Entry& entry, calendar::Day from,
                             std::size_t max_days = 10'000);

/// The first day, not before `from`, on which a condition is yes (eligibility: "permitted from"), facts unchanged:
/// kNever if it never is, kUnknown where the search was given up. The program must have a register for it
/// (Purpose::Answers).
calendar::Day first_day(const program::Program& program, model::ExprId condition, const model::Entry& entry,
                        calendar::Day from, std::size_t max_days = 10'000);

/// Gone from, by every way in which the specials of unknown standing may turn out: the earliest, and the day on which
/// both general and special rule are due (what the verdict says). Equal where nothing is open. Above ten open specials
/// only "all stand" and "each alone stands or does not" are tried.
struct Bounds {
  calendar::Day earliest = calendar::kNever;
  calendar::Day latest = calendar::kNever;
};
/// The program must be one for answers.
Bounds bounds(const program::Program& program, const model::Entry& entry, const model::AsOf& as_of);
/// The same where the entry was decided already by a run of the program that kept its registers, and is due then.
Bounds bounds(const Machine& kept, calendar::Day due, const model::Entry& entry, const model::AsOf& as_of);

/// The as-of date for a whole day in the program's zone: its start.
model::AsOf start_of(const program::Program& program, calendar::Day day);

}  // namespace frist::decide
