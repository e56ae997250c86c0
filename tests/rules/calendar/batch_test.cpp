// SPDX-License-Identifier: Apache-2.0
// The column kernels against the row functions, in every form that this processor has.
#include "rules/calendar/vector_add.hpp"

#include <random>
#include <vector>

#include "tests/rules/calendar/samples.hpp"
#include "tests/support/catch.hpp"

namespace frist::calendar {
namespace {

std::vector<Lanes> forms() {
  std::vector<Lanes> present;
  for (const auto lanes : {Lanes::Baseline, Lanes::Avx2, Lanes::Avx512})
    if (has_lanes(lanes)) present.push_back(lanes);
  return present;
}

constexpr MonthEnd kModes[] = {MonthEnd::LastDay, MonthEnd::NextDay, MonthEnd::Reject};
constexpr Counting kCountings[] = {Counting::FromNextDay, Counting::FromDayItself};

// The first row on which the batch and the row function differ, or -1.
template <class Batch, class Row>
long first_difference(const std::vector<Day>& starts, Batch batch, Row row) {
  std::vector<Day> out(starts.size(), 12345);
  batch(starts.data(), starts.size(), out.data());
  for (std::size_t i = 0; i < starts.size(); ++i)
    if (out[i] != row(starts[i])) return static_cast<long>(i);
  return -1;
}

void compare_all(const std::vector<Day>& starts, Period p) {
  INFO("period " << p.months << " months " << p.days << " days");
  for (const auto lanes : forms())
    for (const auto mode : kModes) {
      INFO("form " << static_cast<int>(lanes) << " mode " << static_cast<int>(mode));
      CHECK(first_difference(
                starts, [&](auto in, auto n, auto out) { add_batch(in, n, p, mode, out, lanes); },
                [&](Day d) { return add(d, p, mode); }) == -1);
      for (const auto counting : kCountings) {
        INFO("counting " << static_cast<int>(counting));
        CHECK(first_difference(
                  starts, [&](auto in, auto n, auto out) { kept_through_batch(in, n, p, counting, mode, out, lanes); },
                  [&](Day d) { return kept_through(d, p, counting, mode); }) == -1);
        CHECK(first_difference(
                  starts, [&](auto in, auto n, auto out) { gone_from_batch(in, n, p, counting, mode, out, lanes); },
                  [&](Day d) { return gone_from(d, p, counting, mode); }) == -1);
      }
    }
}

std::vector<Day> edges() {
  std::vector<Day> days{kNone, kUnknown, kUnknown + 1, kNever, kNever - 1, INT32_MIN / 2, INT32_MAX / 2};
  for (Day d = kFirstDay - 40; d < kFirstDay + 1600; ++d) days.push_back(d);
  for (Day d = kLastDay - 1600; d < kLastDay + 40; ++d) days.push_back(d);
  return days;
}

}  // namespace

TEST_CASE("the kernel agrees on every day of the range") {
  std::vector<Day> all;
  for (Day d = kFirstDay - 3; d <= kLastDay + 3; ++d) all.push_back(d);
  for (const auto lanes : forms())
    for (const Period p : {months(1), years(3), Period{-1, 2}})
      CHECK(first_difference(
                all, [&](auto in, auto n, auto out) { add_batch(in, n, p, MonthEnd::LastDay, out, lanes); },
                [&](Day d) { return add(d, p, MonthEnd::LastDay); }) == -1);
}

TEST_CASE("the kernel agrees at the edges of the range and on marks, also for periods beyond all measure") {
  for (const Period p : {Period{},
                         months(1),
                         months(11),
                         years(1),
                         years(9998),
                         years(9999),
                         years(10000),
                         days(1),
                         days(3652058),
                         days(3652059),
                         Period{1, 15},
                         Period{1, -40},
                         months(-1),
                         years(-1),
                         days(-1),
                         years(-9998),
                         years(-10000),
                         Period{INT32_MAX, INT32_MIN},
                         Period{INT32_MIN, INT32_MAX},
                         Period{0, INT32_MAX},
                         Period{0, INT32_MIN}})
    compare_all(edges(), p);
}

TEST_CASE("the kernel agrees on columns of any length") {
  for (std::size_t n = 0; n < 70; ++n) {
    const std::vector<Day> starts(n, 20000);
    std::vector<Day> out(n + 1, 7);
    gone_from_batch(starts.data(), n, months(1), Counting::FromNextDay, MonthEnd::LastDay, out.data());
    CHECK(out[n] == 7);
    compare_all(starts, months(1));
  }
}

TEST_CASE("the kernel agrees on random columns") {
  REQUIRE(rc::check("batch and row agree", [] {
    const auto starts = *rc::gen::container<std::vector<Day>>(any_cell());
    compare_all(starts, *any_period());
  }));
  std::mt19937 random(20250630);
  std::vector<Day> starts(20000);
  for (int round = 0; round < 20; ++round) {
    for (auto& start : starts) start = static_cast<Day>(random() % 4'000'000) - 850'000;
    compare_all(starts, Period{static_cast<int>(random() % 700), static_cast<int>(random() % 200)});
  }
}

}  // namespace frist::calendar
