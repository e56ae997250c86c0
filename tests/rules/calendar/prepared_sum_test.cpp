// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/prepared_sum.hpp"

#include <random>

#include "tests/support/catch.hpp"

using namespace frist::calendar;

TEST_CASE("a prepared sum leads where the sum itself leads") {
  std::mt19937 random(3);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const Day marks[] = {kNone, kUnknown, kNever, kFirstDay, kLastDay, kFirstDay + 1, kLastDay - 1};
  for (int round = 0; round < 200'000; ++round) {
    const Day start = below(10) == 0  ? marks[below(7)]
                      : below(3) == 0 ? kFirstDay + below(kLastDay - kFirstDay)
                                      : below(40'000) - 10'000;
    const Period period{below(5) == 0 ? below(200'000) : below(60), below(3) == 0 ? below(4'000'000) : below(70)};
    const auto counting = static_cast<Counting>(below(2));
    const auto month_end = static_cast<MonthEnd>(below(3));
    const Period back = times(period, -1);
    REQUIRE(prepared_add(period, month_end).from(start) == add(start, period, month_end));
    REQUIRE(prepared_add(back, month_end).from(start) == subtract(start, period, month_end));
    REQUIRE(prepared_kept_through(period, counting, month_end)->from(start) ==
            kept_through(start, period, counting, month_end));
    REQUIRE(prepared_gone_from(period, counting, month_end)->from(start) ==
            gone_from(start, period, counting, month_end));
    if (back == Period{}) continue;
    REQUIRE_FALSE(prepared_kept_through(back, counting, month_end).has_value());
    REQUIRE_FALSE(prepared_gone_from(back, counting, month_end).has_value());
  }
}
