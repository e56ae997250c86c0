// SPDX-License-Identifier: Apache-2.0
#include "tests/rules/calendar/samples.hpp"

#include <cstdlib>
#include <ostream>

namespace frist::calendar {
namespace {

// Dates are cheap: every property gets 2000 samples instead of 100, unless RC_PARAMS asks for something else.
[[maybe_unused]] const int kSamples = setenv("RC_PARAMS", "max_success=2000", 0);

}  // namespace

void showValue(const Period& period, std::ostream& out) {
  out << period.months << " months " << period.days << " days";
}

void showValue(Counting counting, std::ostream& out) {
  out << (counting == Counting::FromNextDay ? "from the next day" : "from the day itself");
}

void showValue(MonthEnd month_end, std::ostream& out) {
  out << (month_end == MonthEnd::LastDay ? "last day" : month_end == MonthEnd::NextDay ? "next day" : "reject");
}

}  // namespace frist::calendar
