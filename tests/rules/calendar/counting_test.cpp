// SPDX-License-Identifier: Apache-2.0
// The law of periods: edges by example, the rest as properties.
#include "rules/calendar/counting.hpp"

#include <vector>

#include "rules/calendar/vector_add.hpp"
#include "tests/rules/calendar/samples.hpp"
#include "tests/support/catch.hpp"

namespace frist::calendar {
namespace {

Day day(const char* text) { return parse_day(text).value(); }

constexpr auto kNext = Counting::FromNextDay;
constexpr auto kItself = Counting::FromDayItself;
constexpr auto kLast = MonthEnd::LastDay;

}  // namespace

TEST_CASE("the month end is clipped, rolled or rejected as the policy says, and the caller is told") {
  bool clipped = false;
  CHECK(add(day("2025-01-31"), months(1), MonthEnd::LastDay, &clipped) == day("2025-02-28"));
  CHECK(clipped);
  CHECK(add(day("2025-01-31"), months(1), MonthEnd::NextDay, &clipped) == day("2025-03-01"));
  CHECK(clipped);
  CHECK(add(day("2025-01-31"), months(1), MonthEnd::Reject, &clipped) == kUnknown);
  CHECK(clipped);
  CHECK(add(day("2025-01-28"), months(1), MonthEnd::Reject, &clipped) == day("2025-02-28"));
  CHECK_FALSE(clipped);
  CHECK(add(kNone, months(1), MonthEnd::LastDay, &clipped) == kNone);
  CHECK_FALSE(clipped);
}

TEST_CASE("counting from the day itself finds the decisive day by its number") {
  bool clipped = false;
  for (const auto mode : {MonthEnd::LastDay, MonthEnd::NextDay, MonthEnd::Reject}) {
    CHECK(kept_through(day("2025-01-29"), months(1), kItself, mode, &clipped) == day("2025-02-28"));
    CHECK_FALSE(clipped);
    CHECK(kept_through(day("2025-02-01"), months(1), kItself, mode, &clipped) == day("2025-02-28"));
    CHECK_FALSE(clipped);
  }
  CHECK(kept_through(day("2025-01-31"), months(1), kItself, MonthEnd::NextDay, &clipped) == day("2025-02-28"));
  CHECK(clipped);
  CHECK(kept_through(day("2025-01-31"), months(1), kItself, MonthEnd::Reject, &clipped) == kUnknown);
  CHECK(clipped);
}

TEST_CASE("sums out of the range are never on the upper and unknown on the lower side") {
  CHECK(add(kLastDay, days(1), kLast) == kNever);
  CHECK(add(kLastDay, months(1), kLast) == kNever);
  CHECK(add(kLastDay, Period{1, -40}, kLast) == kNever);
  CHECK(add(kLastDay, Period{INT32_MAX, INT32_MIN}, kLast) == kNever);
  CHECK(add(kFirstDay, Period{INT32_MIN, INT32_MAX}, kLast) == kUnknown);
  CHECK(add(0, Period{0, INT32_MIN}, kLast) == kUnknown);
  CHECK(subtract(0, Period{INT32_MIN, INT32_MIN}, kLast) == kNever);
  CHECK(subtract(kFirstDay, days(1), kLast) == kUnknown);
  CHECK(gone_from(kLastDay, Period{}, kNext, kLast) == kNever);
  CHECK(kept_through(kFirstDay, Period{}, kItself, kLast) == kUnknown);
  CHECK(kept_through(kFirstDay, days(1), kItself, kLast) == kFirstDay);
  CHECK(kept_through(0, months(-1), kNext, kLast) == kUnknown);
  CHECK(make_period(INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN) == Period{INT32_MAX, -INT32_MAX});
  CHECK(times(years(3), INT64_MAX) == Period{INT32_MAX, 0});
}

TEST_CASE("non-contiguous months have 30 days and years 365") {
  CHECK(non_contiguous(1, 0) == Period{0, 365});
  CHECK(non_contiguous(0, 12) == Period{0, 360});
}

TEST_CASE("ages count the day of birth, and a birthday on 29 February is over at the end of the month") {
  CHECK(full_years_between(day("2000-02-29"), day("2018-02-28")) == 17);
  CHECK(full_years_between(day("2000-02-29"), day("2018-03-01")) == 18);
  CHECK(full_years_between(day("2000-05-10"), day("2018-05-09")) == 17);
  CHECK(full_years_between(day("2000-05-10"), day("2018-05-10")) == 18);
  CHECK(full_years_between(day("2000-05-10"), day("2018-05-10"), kNext) == 17);
  CHECK(full_months_between(day("2025-01-31"), day("2025-02-28")) == 0);
  CHECK(full_months_between(day("2025-01-31"), day("2025-03-01")) == 1);
  CHECK(full_months_between(day("2025-03-01"), day("2025-01-31")) == 0);
  CHECK(full_months_between(kFirstDay, kLastDay) == 9999 * 12 - 1);
  CHECK_FALSE(full_months_between(kNone, 0));
  CHECK_FALSE(full_years_between(0, kNever));
}

TEST_CASE("cutoffs at the ends of the range and for marks") {
  CHECK(cutoff(kFirstDay, months(1), kNext, kLast) == kNone);
  CHECK(cutoff(kFirstDay + 31, months(1), kItself, kLast) == kFirstDay);
  CHECK(cutoff(kFirstDay + 30, months(1), kItself, kLast) == kNone);
  CHECK(cutoff(0, Period{INT32_MAX, INT32_MAX}, kItself, kLast) == kNone);
  CHECK(cutoff(kLastDay, Period{}, kItself, kLast) == kLastDay);
  CHECK(cutoff(kNever, months(1), kNext, kLast) == kNever);
  CHECK(cutoff(0, months(-1), kNext, kLast) == kUnknown);
}

TEST_CASE("laws of counting") {
  REQUIRE(rc::check("a sum of months keeps the number or takes the month's last day", [] {
    const Day start = *any_day();
    const int count = *rc::gen::inRange(-600, 600);
    bool clipped = false;
    const Day sum = add(start, months(count), MonthEnd::LastDay, &clipped);
    RC_PRE(is_day(sum));
    const auto a = split(start), b = split(sum);
    RC_ASSERT(b.year * 12 + b.month == a.year * 12 + a.month + count);
    RC_ASSERT(b.day == std::min(a.day, days_in_month(b.year, b.month)));
    RC_ASSERT(clipped == (b.day != a.day));
  }));
  REQUIRE(rc::check("a later start never ends earlier", [] {
    const Day start = *any_day(), later = plus_days(start, *rc::gen::inRange(0, 70));
    const Period p = *any_forward_period();
    const auto counting = *any_counting();
    const auto mode = *any_total_month_end();
    RC_ASSERT(kept_through(start, p, counting, mode) <= kept_through(later, p, counting, mode));
  }));
  REQUIRE(rc::check("a longer period never ends earlier", [] {
    const Day start = *any_day();
    const Period p = *any_forward_period();
    const Period longer{p.months + *rc::gen::inRange(0, 3), p.days + *rc::gen::inRange(0, 3)};
    const auto counting = *any_counting();
    const auto mode = *any_total_month_end();
    RC_ASSERT(kept_through(start, p, counting, mode) <= kept_through(start, longer, counting, mode));
  }));
  REQUIRE(rc::check("counting the day itself ends one day earlier, but on the same day where a month end clips", [] {
    const Day start = *any_day();
    const Period p = *any_forward_period();
    bool next_clipped = false, itself_clipped = false;
    const Day next = kept_through(start, p, kNext, kLast, &next_clipped);
    const Day itself = kept_through(start, p, kItself, kLast, &itself_clipped);
    RC_PRE(is_day(itself) && is_day(next));
    RC_ASSERT(next - itself == (next_clipped ? 0 : 1));
    RC_ASSERT(next_clipped || !itself_clipped);
  }));
  REQUIRE(rc::check("gone from is the day after kept through", [] {
    const Day start = *any_cell();
    const Period p = *any_period();
    const auto counting = *any_counting();
    const auto mode = *any_month_end();
    RC_ASSERT(gone_from(start, p, counting, mode) == plus_days(kept_through(start, p, counting, mode), 1));
  }));
  REQUIRE(rc::check("counted from the day itself, it is gone from the plain sum that rolls to the next day", [] {
    const Day start = *any_day();
    const Period p{*rc::gen::inRange(0, 600), *rc::gen::inRange(0, 50)};
    const Day gone = gone_from(start, p, kItself, kLast);
    RC_PRE(is_day(gone));
    RC_ASSERT(gone == add(start, p, MonthEnd::NextDay));
  }));
  REQUIRE(rc::check("an extension is a new period from the day after, counting that day", [] {
    const Day end = *any_day();
    const Period p = *any_forward_period();
    RC_ASSERT(extended(end, p, kLast) == kept_through(plus_days(end, 1), p, kItself, kLast));
    RC_ASSERT(extended(end, p, kLast) >= kept_through(end, p, kItself, kLast));
  }));
  REQUIRE(rc::check("whole months between are those that have run out and no more", [] {
    const Day from = *any_day(), to = plus_days(from, *rc::gen::inRange(0, 5000));
    RC_PRE(is_day(to));
    const auto counting = *any_counting();
    const int count = full_months_between(from, to, counting).value();
    RC_ASSERT(count == 0 || gone_from(from, months(count), counting, kLast) <= to);
    RC_ASSERT(gone_from(from, months(count + 1), counting, kLast) > to);
    RC_ASSERT(full_years_between(from, to, counting).value() == count / 12);
  }));
}

TEST_CASE("no sum of a period lies nearer than its fewest days, nor far beyond them") {
  // A day of each kind around the leap days of four centuries: every sum's length comes up among them.
  std::vector<Day> starts;
  for (int year = 1995; year < 2395; ++year)
    for (const int month : {1, 2, 3, 4, 5, 7, 8, 11, 12})
      for (const int number : {1, 27, 28, 29, 30, 31})
        if (const auto start = make_day(year, month, number)) starts.push_back(*start);
  std::vector<Day> sums(starts.size());
  const auto check = [&](Period p) {
    Day nearest = kNever, furthest = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      if (!is_day(sums[i])) continue;
      nearest = std::min(nearest, sums[i] - starts[i]);
      furthest = std::max(furthest, sums[i] - starts[i]);
    }
    INFO(p.months << " months " << p.days << " days: " << nearest << " to " << furthest);
    if (fewest_days(p) > 0) CHECK(nearest >= fewest_days(p));
    CHECK(furthest <= fewest_days(p) + 12);
  };
  for (int months = 0; months < 1300; months += months < 60 ? 1 : 41)
    for (const int days : {0, 5, 40}) {
      const Period p{months, days};
      for (const auto mode : {MonthEnd::LastDay, MonthEnd::NextDay, MonthEnd::Reject}) {
        add_batch(starts.data(), starts.size(), p, mode, sums.data());
        check(p);
        for (const auto counting : {kNext, kItself}) {
          kept_through_batch(starts.data(), starts.size(), p, counting, mode, sums.data());
          check(p);
          gone_from_batch(starts.data(), starts.size(), p, counting, mode, sums.data());
          check(p);
        }
      }
    }
}

TEST_CASE("of periods that may end before they begin no fewest days are known") {
  CHECK(fewest_days({0, 0}) == 0);
  CHECK(fewest_days({0, 6}) == 0);
  CHECK(fewest_days({-1, 400}) == 0);
  CHECK(fewest_days({12, -400}) == 0);
  CHECK(fewest_days({INT32_MAX, INT32_MAX}) > kLastDay - kFirstDay);
}

TEST_CASE("laws of the cutoff") {
  REQUIRE(rc::check("exactly the starts through the cutoff have run out", [] {
    const Day day = *any_day();
    const Period p = *any_forward_period();
    const auto counting = *any_counting();
    const auto mode = *any_month_end();
    const Day last = cutoff(day, p, counting, mode);
    const Day around = is_day(last) ? last : kFirstDay;
    for (Day start = std::max(around - 40, kFirstDay); start <= std::min(around + 40, kLastDay); ++start) {
      const Day gone = gone_from(start, p, counting, mode);
      if (!is_day(gone)) continue;
      RC_ASSERT((gone <= day) == (is_day(last) && start <= last));
    }
    if (is_day(last)) RC_ASSERT(is_day(gone_from(last, p, counting, mode)));
  }));
}

}  // namespace frist::calendar
