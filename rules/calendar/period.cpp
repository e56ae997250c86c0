// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/period.hpp"

#include <algorithm>

#include "rules/calendar/landing.hpp"

namespace frist::calendar {
namespace {

constexpr std::int64_t kLongest = INT32_MAX;

std::int64_t cut(std::int64_t count) { return std::clamp(count, -kLongest, kLongest); }

// Cutting first keeps every product and sum far inside 64 bits.
std::int32_t combine(std::int64_t large, std::int64_t size, std::int64_t small) {
  return static_cast<std::int32_t>(cut(cut(large) * size + cut(small)));
}

Day first_of_month(std::int64_t month_index) {
  return *make_day(static_cast<int>(month_index / 12), static_cast<int>(month_index % 12) + 1, 1);
}

// The number of the day that stands for a missing one, relative to a month of `last` days.
int number_for_missing(int last, Sought sought, MonthEnd month_end) {
  // The day before the first of the next month is the last of this one, so both rules agree on the day before.
  return month_end == MonthEnd::NextDay && sought == Sought::SameNumber ? last + 1 : last;
}

Day sum(Day start, std::int64_t months, std::int64_t days, MonthEnd month_end, bool* clipped) {
  if (clipped) *clipped = false;
  if (!is_day(start)) return as_mark(start);
  const Landing landing = land(start, months, Sought::SameNumber, month_end);
  if (clipped) *clipped = landing.clipped;
  return after_landing(landing, days);
}

}  // namespace

Period make_period(std::int64_t years, std::int64_t months, std::int64_t weeks, std::int64_t days) {
  return {combine(years, 12, months), combine(weeks, 7, days)};
}

Period times(Period period, std::int64_t count) {
  return {combine(cut(count), period.months, 0), combine(cut(count), period.days, 0)};
}

Period non_contiguous(std::int64_t years, std::int64_t months) {
  return {0, static_cast<std::int32_t>(cut(cut(years) * 365 + cut(months) * 30))};
}

Landing land(Day start, std::int64_t months, Sought sought, MonthEnd month_end) {
  const auto [year, month, day] = split(start);
  const std::int64_t target = year * 12 + (month - 1) + months;
  if (target < kFirstYear * 12) return {kUnknown, false};
  if (target > kLastYear * 12 + 11) return {kNever, false};
  const Day first = first_of_month(target);
  const int last = days_in_month(static_cast<int>(target / 12), static_cast<int>(target % 12) + 1);
  const int number = day + static_cast<int>(sought);
  if (number <= last) return {first + number - 1, false};
  if (month_end == MonthEnd::Reject) return {kUnknown, true};
  return {first + number_for_missing(last, sought, month_end) - 1, true};
}

Day after_landing(const Landing& landing, std::int64_t count) {
  if (landing.day == kUnknown || landing.day == kNever) return landing.day;
  return in_range(std::int64_t{landing.day} + count);
}

Day add(Day start, Period period, MonthEnd month_end, bool* clipped) {
  return sum(start, period.months, period.days, month_end, clipped);
}

Day subtract(Day start, Period period, MonthEnd month_end, bool* clipped) {
  return sum(start, -std::int64_t{period.months}, -std::int64_t{period.days}, month_end, clipped);
}

}  // namespace frist::calendar
