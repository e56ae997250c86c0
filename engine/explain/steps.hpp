// SPDX-License-Identifier: Apache-2.0
// A timeline of verdicts as events that people know: what started, who looks when, the last day, the erasure. Part of
// this room only.
#pragma once

#include "engine/decide/timeline.hpp"
#include "engine/explain/explanation.hpp"
#include "engine/explain/run.hpp"

namespace frist::explain {

inline constexpr std::size_t kMostSteps = 16;   // shown
inline constexpr std::size_t kMostReviews = 3;  // to come, shown
inline constexpr std::size_t kMostDays = 1000;  // evaluated

/// At most kMostSteps events by day; the last one says GivenUp where there may be more.
std::vector<Step> steps(const Run& run, const Retention& retention, const decide::Timeline& line);

}  // namespace frist::explain
