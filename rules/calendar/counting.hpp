// SPDX-License-Identifier: Apache-2.0
// How the law counts: the last day of a period ("kept through") and the day after it ("gone from"), their inverse, and
// whole months and years that have passed. Pure functions, safe to call from any thread.
// A start that is a mark gives the same mark. Periods here run forward: one with a negative part gives kUnknown.
#pragma once

#include <cstdint>
#include <optional>

#include "rules/calendar/day.hpp"
#include "rules/calendar/period.hpp"

namespace frist::calendar {

enum class Counting : std::uint8_t {
  FromNextDay,    ///< the event's own day is not counted (BGB 187(1), Reg. 1182/71 art. 3(1), SE 1930:173)
  FromDayItself,  ///< the event's own day is day one (BGB 187(2))
};

/// The last day of the period (BGB 188).
/// FromNextDay: the day of the same number, a missing one as `month_end` says.
/// FromDayItself: the day before the same-numbered day, found by its number; where that day is missing, the month's
/// last day under LastDay and NextDay (the day before the first of the next month is the same day), kUnknown under
/// Reject. It is never the clipped day less one: 31 January and one month is kept through 28 February by both
/// countings. Days of the period are counted after its months (BGB 189(2) for the half month). A period without months:
/// n days from the next day end on start + n, from the day itself on start + n - 1. `clipped`, if given, tells whether
/// the month had no such day.
Day kept_through(Day start, Period period, Counting counting, MonthEnd month_end, bool* clipped = nullptr);

/// The day after kept_through(): the first day on which it must be gone. kNever after 9999-12-31.
Day gone_from(Day start, Period period, Counting counting, MonthEnd month_end, bool* clipped = nullptr);

/// An extended period runs anew from the day after the old kept-through day and counts that day (BGB 190).
Day extended(Day old_kept_through, Period period, MonthEnd month_end, bool* clipped = nullptr);

/// The first day of a period that is counted backwards from `last`: by FromNextDay `last` itself is not counted (the
/// same-numbered day), by FromDayItself it is (the day after that one). As add() at month ends.
Day counted_back_from(Day last, Period period, Counting counting, MonthEnd month_end, bool* clipped = nullptr);

/// The latest start whose gone_from() is known and not after `day`: on `day` exactly the starts up to it have run out.
/// Exact for every mode. kNone where no start is early enough, kUnknown for negative periods; marks stay what they are.
Day cutoff(Day day, Period period, Counting counting, MonthEnd month_end);

/// A bound in days that needs no calendar: no kept_through(), gone_from() or add() of this period, by whatever counting
/// and month end, lies fewer days after its start, marks aside, and none lies more than twelve days further. 0 says
/// nothing: the shortest periods, and those with a negative part, may end before they begin.
Day fewest_days(Period period);

/// How many whole months have run out before `to` begins: the largest n whose gone_from(from, n months, LastDay) is not
/// after `to`, and 0 if there is none. By FromDayItself this is how ages count. Nothing where either is no real day.
std::optional<std::int32_t> full_months_between(Day from, Day to, Counting counting = Counting::FromDayItself);

/// As full_months_between(), for whole years.
std::optional<std::int32_t> full_years_between(Day from, Day to, Counting counting = Counting::FromDayItself);

}  // namespace frist::calendar
