// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/counting.hpp"

#include <algorithm>

#include "rules/calendar/landing.hpp"

namespace frist::calendar {
namespace {

Sought sought_by(Counting counting) {
  return counting == Counting::FromDayItself ? Sought::DayBefore : Sought::SameNumber;
}

bool runs_forward(Period period) { return period.months >= 0 && period.days >= 0; }

// A start at which, or at most a few days from which, a period that is gone from `day` begins.
Day start_near(Day day, Period period) {
  const std::int64_t without_days = std::max<std::int64_t>(std::int64_t{day} - period.days, kFirstDay);
  const Day near = subtract(static_cast<Day>(without_days), Period{period.months, 0}, MonthEnd::LastDay);
  return near == kUnknown ? kFirstDay : near;
}

std::optional<std::int32_t> full_units(Day from, Day to, std::int32_t unit, Counting counting) {
  if (!is_day(from) || !is_day(to)) return std::nullopt;
  const auto a = split(from), b = split(to);
  // The difference of the months' numbers is right or one too many: month ends differ by less than a month.
  std::int32_t count = std::max(((b.year - a.year) * 12 + b.month - a.month) / unit + 1, 0);
  while (count > 0 && gone_from(from, Period{count * unit, 0}, counting, MonthEnd::LastDay) > to) --count;
  return count;
}

}  // namespace

Day kept_through(Day start, Period period, Counting counting, MonthEnd month_end, bool* clipped) {
  if (clipped) *clipped = false;
  if (!is_day(start)) return as_mark(start);
  if (!runs_forward(period)) return kUnknown;
  const Landing landing = land(start, period.months, sought_by(counting), month_end);
  if (clipped) *clipped = landing.clipped;
  return after_landing(landing, period.days);
}

Day gone_from(Day start, Period period, Counting counting, MonthEnd month_end, bool* clipped) {
  return plus_days(kept_through(start, period, counting, month_end, clipped), 1);
}

Day extended(Day old_kept_through, Period period, MonthEnd month_end, bool* clipped) {
  return kept_through(plus_days(old_kept_through, 1), period, Counting::FromDayItself, month_end, clipped);
}

Day counted_back_from(Day last, Period period, Counting counting, MonthEnd month_end, bool* clipped) {
  if (clipped) *clipped = false;
  if (!is_day(last)) return as_mark(last);
  if (!runs_forward(period)) return kUnknown;
  const bool itself = counting == Counting::FromDayItself;
  // The day after a missing day of February is 1 March whichever way the missing day is read: no second roll.
  const MonthEnd mode = itself && month_end == MonthEnd::NextDay ? MonthEnd::LastDay : month_end;
  const Landing landing = land(last, -std::int64_t{period.months}, Sought::SameNumber, mode);
  if (clipped) *clipped = landing.clipped;
  return after_landing(landing, std::int64_t{itself ? 1 : 0} - period.days);
}

Day cutoff(Day day, Period period, Counting counting, MonthEnd month_end) {
  if (!is_day(day)) return as_mark(day);
  if (!runs_forward(period)) return kUnknown;
  // gone_from rises with its start wherever it is known, so the first hit on the way down is the latest start.
  // A month end moves it by at most four days and Reject leaves holes of at most three.
  const Day near = start_near(day, period);
  const Day top = std::min(near + 8, kLastDay), bottom = std::max(near - 8, kFirstDay);
  for (Day start = top; start >= bottom; --start) {
    const Day gone = gone_from(start, period, counting, month_end);
    if (is_day(gone) && gone <= day) return start;
  }
  return kNone;
}

// 4800 months are 146097 days. Months are of unequal length, leap days fall where they fall, a missing day is taken
// earlier and a period that counts its first day ends one day earlier: six days make good for all of it. What is cut
// leads out of the years that there are.
Day fewest_days(Period period) {
  if (!runs_forward(period)) return 0;
  const std::int64_t months = std::min(period.months, 120'000), days = std::min(period.days, 4'000'000);
  return static_cast<Day>(std::max<std::int64_t>(months * 146097 / 4800 + days - 6, 0));
}

std::optional<std::int32_t> full_months_between(Day from, Day to, Counting counting) {
  return full_units(from, to, 1, counting);
}

std::optional<std::int32_t> full_years_between(Day from, Day to, Counting counting) {
  return full_units(from, to, 12, counting);
}

}  // namespace frist::calendar
