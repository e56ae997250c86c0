// SPDX-License-Identifier: Apache-2.0
// What would change an answer: facts that may still change (or that nobody knows) are set to each of their few values,
// one at a time and, where no single one helps, two at a time; all trials are decided as one batch by the same program.
// Dates that are known, identity, texts and amounts are never touched. Part of this room only.
#pragma once

#include "engine/explain/explanation.hpp"
#include "engine/explain/run.hpp"

namespace frist::explain {

inline constexpr std::size_t kMostTrials = 400;   // single facts with one value each
inline constexpr std::size_t kMostInPairs = 40;   // of them in pairs
inline constexpr std::size_t kMostRowsTried = 5;  // of each list
inline constexpr std::size_t kMostChanges = 12;   // kept of those that help

/// A copy of the entry with the facts set.
model::Entry with(const model::Entry& entry, const std::vector<SetFact>& sets);

/// Changes that bring the day before `due`, the earliest first.
std::vector<Change> earlier_than(const Run& run, Day due);
/// Changes under which the condition is yes.
std::vector<Change> permitting(const Run& run, model::ExprId condition);

}  // namespace frist::explain
