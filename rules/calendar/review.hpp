// SPDX-License-Identifier: Apache-2.0
// Reviews that recur: the k-th is due on the kept-through day of k times the period from the anchor. They are never
// chained, so a clipped February does not pull later reviews with it. Pure functions, safe to call from any thread.
// The period must not be zero and must not have a negative part; otherwise every function here gives kUnknown.
#pragma once

#include <cstdint>

#include "rules/calendar/counting.hpp"

namespace frist::calendar {

/// The day of the k-th review, k from 1 (kUnknown for less). A mark as anchor is returned unchanged.
Day review_due(Day anchor, Period period, Counting counting, MonthEnd month_end, std::int64_t k);

/// The first review later than `after`; kNever where it lies past 9999. Under Reject it is kUnknown where that review
/// has no day. A mark as either day is returned unchanged, the anchor's first.
Day first_review_after(Day anchor, Period period, Counting counting, MonthEnd month_end, Day after);

/// The last review that is not later than `through`; kNone where there is none yet. Otherwise as first_review_after().
Day last_review_through(Day anchor, Period period, Counting counting, MonthEnd month_end, Day through);

}  // namespace frist::calendar
