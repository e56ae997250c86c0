// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/closed_day.hpp"

#include <algorithm>
#include <cstdlib>

#include "rules/calendar/easter.hpp"

namespace frist::calendar {
namespace {

constexpr int kWidestEasterStep = 300;  // keeps a rule's day within a year of its Easter

struct Problem {
  std::string operator()(const OnDayMonth& on) const { return exists(on.day_month) ? "" : "no year has such a day"; }
  std::string operator()(const OnDate& on) const { return is_day(on.day) ? "" : "the date is no day"; }
  std::string operator()(const OnEaster& on) const {
    return std::abs(on.days) <= kWidestEasterStep ? "" : "more than 300 days from Easter";
  }
  std::string operator()(const OnWeekdayBetween& on) const {
    return exists(on.from) && exists(on.through) ? "" : "no year has such a day";
  }
  std::string operator()(const OnWeekday&) const { return ""; }
};

// The first day not before `day_month` of a year: 29 February becomes 1 March where there is none.
Day at_or_after(int year, DayMonth day_month) {
  return make_day(year, day_month.month, day_month.day)
      .value_or(*make_day(year, day_month.month, 1) + day_month.day - 1);
}

// The last day not after it: 29 February becomes 28 February.
Day at_or_before(int year, DayMonth day_month) {
  const auto day = make_day(year, day_month.month, day_month.day);
  return day ? *day : at_or_after(year, day_month) - 1;
}

void append_weekdays(Day from, Day through, Weekday weekday, std::vector<Day>& out) {
  const int ahead = (static_cast<int>(weekday) - static_cast<int>(calendar::weekday(from)) + 7) % 7;
  for (Day day = from + ahead; day <= through; day += 7) out.push_back(day);
}

// Appends the rule's days around one year; a few may lie in the years beside it and are cut off by the caller.
struct Days {
  int year;
  std::vector<Day>& out;

  void operator()(const OnDayMonth& on) const {
    if (const auto day = make_day(year, on.day_month.month, on.day_month.day)) out.push_back(*day);
  }
  void operator()(const OnDate& on) const { out.push_back(on.day); }
  void operator()(const OnEaster& on) const {
    for (int y = std::max(year - 1, kFirstYear); y <= std::min(year + 1, kLastYear); ++y)
      out.push_back(easter_sunday(y) + on.days);
  }
  void operator()(const OnWeekdayBetween& on) const {
    const Day first = *make_day(year, 1, 1), last = *make_day(year, 12, 31);
    const Day from = at_or_after(year, on.from), through = at_or_before(year, on.through);
    const bool over_new_year = std::pair(on.through.month, on.through.day) < std::pair(on.from.month, on.from.day);
    append_weekdays(over_new_year ? first : from, through, on.weekday, out);
    if (over_new_year) append_weekdays(from, last, on.weekday, out);
  }
  void operator()(const OnWeekday& on) const {
    append_weekdays(*make_day(year, 1, 1), *make_day(year, 12, 31), on.weekday, out);
  }
};

}  // namespace

std::string problem_of(const ClosedDay& rule) {
  if (rule.from_year && rule.through_year && *rule.from_year > *rule.through_year)
    return "it would end before the year in which it begins";
  return std::visit(Problem{}, rule.when);
}

std::vector<Day> closed_days_in(int year, const ClosedDay& rule) {
  std::vector<Day> days;
  if (year < rule.from_year.value_or(kFirstYear) || year > rule.through_year.value_or(kLastYear)) return days;
  std::visit(Days{year, days}, rule.when);
  days.erase(std::remove_if(days.begin(), days.end(), [&](Day day) { return split(day).year != year; }), days.end());
  return days;
}

}  // namespace frist::calendar
