// SPDX-License-Identifier: Apache-2.0
// What the property tests draw: days that crowd around month ends and the ends of the range, marks, periods, modes.
#pragma once

#include <rapidcheck.h>

#include <iosfwd>
#include <vector>

#include "rules/calendar/counting.hpp"

namespace frist::calendar {

/// How RapidCheck shows a counterexample.
void showValue(const Period& period, std::ostream& out);
void showValue(Counting counting, std::ostream& out);
void showValue(MonthEnd month_end, std::ostream& out);

/// Mostly days of 1800..2200, often the last or first three of a month, sometimes of the whole range.
inline rc::Gen<Day> any_day() {
  const auto near_month_end = rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(1800, 2200), rc::gen::inRange(1, 13), rc::gen::inRange(-3, 4)),
      [](const std::tuple<int, int, int>& t) { return *make_day(std::get<0>(t), std::get<1>(t), 1) + std::get<2>(t); });
  return rc::gen::weightedOneOf<Day>({{4, near_month_end},
                                      {3, rc::gen::inRange<Day>(-62000, 84000)},
                                      {1, rc::gen::inRange<Day>(kFirstDay, kLastDay + 1)},
                                      {1, rc::gen::inRange<Day>(kLastDay - 800, kLastDay + 1)},
                                      {1, rc::gen::inRange<Day>(kFirstDay, kFirstDay + 800)}});
}

/// Days, marks and numbers beyond the range.
inline rc::Gen<Day> any_cell() {
  return rc::gen::weightedOneOf<Day>(
      {{6, any_day()},
       {2, rc::gen::elementOf(std::vector<Day>{kNone, kUnknown, kNever, kNever - 1, kUnknown + 1, kFirstDay - 1,
                                               kFirstDay, kLastDay, kLastDay + 1})},
       {1, rc::gen::arbitrary<Day>()}});
}

inline rc::Gen<Period> any_forward_period() {
  const auto of = [](rc::Gen<int> months, rc::Gen<int> days) {
    return rc::gen::map(rc::gen::pair(months, days), [](const std::pair<int, int>& p) {
      return Period{p.first, p.second};
    });
  };
  return rc::gen::weightedOneOf<Period>({{4, of(rc::gen::inRange(0, 130), rc::gen::just(0))},
                                         {2, of(rc::gen::just(0), rc::gen::inRange(0, 1200))},
                                         {2, of(rc::gen::inRange(0, 500), rc::gen::inRange(0, 100))}});
}

/// Also periods that run backwards and periods longer than the range.
inline rc::Gen<Period> any_period() {
  const auto wild = rc::gen::map(rc::gen::pair(rc::gen::arbitrary<std::int32_t>(), rc::gen::arbitrary<std::int32_t>()),
                                 [](const std::pair<std::int32_t, std::int32_t>& p) {
                                   return Period{p.first, p.second};
                                 });
  const auto back = rc::gen::map(any_forward_period(), [](Period p) { return Period{-p.months, -p.days}; });
  const auto mixed = rc::gen::map(any_forward_period(), [](Period p) { return Period{p.months, -p.days}; });
  return rc::gen::weightedOneOf<Period>({{4, any_forward_period()}, {1, back}, {1, mixed}, {1, wild}});
}

inline rc::Gen<Counting> any_counting() { return rc::gen::element(Counting::FromNextDay, Counting::FromDayItself); }

/// The modes that give every start an answer.
inline rc::Gen<MonthEnd> any_total_month_end() { return rc::gen::element(MonthEnd::LastDay, MonthEnd::NextDay); }

inline rc::Gen<MonthEnd> any_month_end() {
  return rc::gen::element(MonthEnd::LastDay, MonthEnd::NextDay, MonthEnd::Reject);
}

}  // namespace frist::calendar
