// SPDX-License-Identifier: Apache-2.0
// Days that recur: the k-th is the kept-through day of k times a period from an anchor, never chained. A round that has
// no day (month end refused) is passed over. Pure functions.
#pragma once

#include "rules/calendar/counting.hpp"

namespace frist::decide {

struct Series {
  calendar::Period period;
  calendar::Counting counting = calendar::Counting::FromNextDay;
  calendar::MonthEnd month_end = calendar::MonthEnd::LastDay;
};

/// The last day of a series that is not later than a day, and the first one that is: kNone and kNever where there is
/// none, both kUnknown for a period that does not move forward. Preconditions: both are days.
struct Around {
  calendar::Day last = calendar::kNone;
  calendar::Day next = calendar::kNever;
};
Around around(const Series& series, calendar::Day anchor, calendar::Day day);

/// About how many rounds lie between two days; at most one off for each dozen of years. Precondition: it moves forward.
std::int64_t rounds_between(const calendar::Period& period, calendar::Day anchor, calendar::Day day);

}  // namespace frist::decide
