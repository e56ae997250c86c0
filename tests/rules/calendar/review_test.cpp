// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/review.hpp"

#include "tests/rules/calendar/samples.hpp"
#include "tests/support/catch.hpp"

namespace frist::calendar {
namespace {

Day day(const char* text) { return parse_day(text).value(); }

constexpr auto kNext = Counting::FromNextDay;
constexpr auto kLast = MonthEnd::LastDay;

rc::Gen<Period> any_recurring_period() {
  return rc::gen::map(any_forward_period(), [](Period p) { return p == Period{} ? days(1) : p; });
}

}  // namespace

TEST_CASE("a clipped review does not pull the later ones with it") {
  const Day anchor = day("2024-01-31");
  CHECK(review_due(anchor, months(1), kNext, kLast, 1) == day("2024-02-29"));
  CHECK(review_due(anchor, months(1), kNext, kLast, 2) == day("2024-03-31"));
  CHECK(first_review_after(anchor, months(1), kNext, kLast, day("2024-02-29")) == day("2024-03-31"));
  CHECK(last_review_through(anchor, months(1), kNext, kLast, day("2024-03-30")) == day("2024-02-29"));
  CHECK(last_review_through(anchor, months(1), kNext, kLast, day("2024-02-28")) == kNone);
}

TEST_CASE("reviews of no period, before the first and past the range are not days") {
  CHECK(review_due(0, Period{}, kNext, kLast, 1) == kUnknown);
  CHECK(review_due(0, months(1), kNext, kLast, 0) == kUnknown);
  CHECK(review_due(0, months(1), kNext, kLast, INT64_MAX) == kNever);
  CHECK(first_review_after(0, Period{}, kNext, kLast, 0) == kUnknown);
  CHECK(first_review_after(0, years(9000), kNext, kLast, 0) == kNever);
  CHECK(first_review_after(kLastDay, days(1), kNext, kLast, kLastDay) == kNever);
  CHECK(first_review_after(kNone, months(1), kNext, kLast, 0) == kNone);
  CHECK(first_review_after(0, months(1), kNext, kLast, kNever) == kNever);
  CHECK(last_review_through(0, months(-1), kNext, kLast, 0) == kUnknown);
  CHECK(last_review_through(kFirstDay, days(1), kNext, kLast, kLastDay) == kLastDay);
}

TEST_CASE("a review without a day is unknown where missing days are rejected") {
  CHECK(first_review_after(day("2025-01-31"), months(1), kNext, MonthEnd::Reject, day("2025-01-31")) == kUnknown);
  CHECK(first_review_after(day("2025-01-31"), months(1), kNext, MonthEnd::Reject, day("2025-02-28")) ==
        day("2025-03-31"));
}

TEST_CASE("laws of reviews") {
  REQUIRE(rc::check("the first after and the last through a day are neighbours in the row from the anchor", [] {
    const Day anchor = *any_day();
    const Period p = *any_recurring_period();
    const auto counting = *any_counting();
    const auto mode = *any_total_month_end();
    const Day at = *any_day();
    std::int64_t k = 1;
    while (review_due(anchor, p, counting, mode, k) <= at && k < 2000) ++k;
    RC_PRE(k < 2000);
    RC_ASSERT(first_review_after(anchor, p, counting, mode, at) == review_due(anchor, p, counting, mode, k));
    const Day before = k == 1 ? kNone : review_due(anchor, p, counting, mode, k - 1);
    RC_ASSERT(last_review_through(anchor, p, counting, mode, at) == before);
  }));
  REQUIRE(rc::check("the k-th review is that of k times the period, never of the one before it", [] {
    const Day anchor = *any_day();
    const Period p = *any_recurring_period();
    const auto counting = *any_counting();
    const auto mode = *any_month_end();
    const int k = *rc::gen::inRange(1, 50);
    RC_ASSERT(review_due(anchor, p, counting, mode, k) ==
              kept_through(anchor, Period{p.months * k, p.days * k}, counting, mode));
  }));
}

}  // namespace frist::calendar
