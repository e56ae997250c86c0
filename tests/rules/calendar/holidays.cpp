// SPDX-License-Identifier: Apache-2.0
#include "tests/rules/calendar/holidays.hpp"

#include <map>

#include "tests/support/catch.hpp"

namespace frist::calendar {
namespace {

using enum Weekday;

BusinessCalendar built(const CalendarData& data) {
  std::string problem;
  auto calendar = BusinessCalendar::build(data, &problem);
  INFO(problem);
  REQUIRE(calendar);
  return *calendar;
}

ClosedDay fixed(int day, int month) { return {OnDayMonth{{month, day}}, {}, {}}; }
ClosedDay easter(int days) { return {OnEaster{days}, {}, {}}; }
ClosedDay weekly(Weekday day) { return {OnWeekday{day}, {}, {}}; }

CalendarData hesse() {
  CalendarData data{.first_year = 1995, .last_year = 2040};
  data.closed = {weekly(Saturday), weekly(Sunday), fixed(1, 1), easter(-2),   easter(1),     fixed(1, 5),
                 easter(39),       easter(50),     easter(60),  fixed(3, 10), fixed(25, 12), fixed(26, 12)};
  return data;
}

// Act 1989:253, and the eves of SE 1930:173 s. 2; National Day in and Whit Monday out from 2005.
CalendarData sweden(bool midsummer_eve) {
  CalendarData data{.first_year = 1990, .last_year = 2040};
  data.closed = {weekly(Saturday), weekly(Sunday), fixed(1, 1),   fixed(6, 1),   easter(-2),    easter(1),
                 fixed(1, 5),      easter(39),     fixed(24, 12), fixed(25, 12), fixed(26, 12), fixed(31, 12)};
  data.closed.push_back({OnEaster{50}, {}, 2004});
  data.closed.push_back({OnDayMonth{{6, 6}}, 2005, {}});
  data.closed.push_back({OnWeekdayBetween{Saturday, {10, 31}, {11, 6}}, {}, {}});
  if (midsummer_eve) data.closed.push_back({OnWeekdayBetween{Friday, {6, 19}, {6, 25}}, {}, {}});
  return data;
}

CalendarData support(const BusinessCalendar& holidays) {
  CalendarData data{.first_year = 2020, .last_year = 2035};
  data.open = {{{Monday, Tuesday, Wednesday, Thursday, Friday}, {{510, 720}, {780, 1020}}}};
  data.includes = {&holidays};
  return data;
}

std::map<std::string, BusinessCalendar> all_calendars() {
  std::map<std::string, BusinessCalendar> all;
  all.emplace("hesse", built(hesse()));
  all.emplace("sweden", built(sweden(true)));
  all.emplace("support", built(support(all.at("sweden"))));
  all.emplace("support_midsummer", built(support(built(sweden(false)))));
  return all;
}

}  // namespace

const BusinessCalendar& calendar_named(const std::string& name) {
  static const auto all = all_calendars();
  INFO(name);
  REQUIRE(all.count(name) == 1);
  return all.at(name);
}

Zone zone_named(const std::string& name) {
  const auto zone = Zone::find(name);
  INFO(name << " - is the system's time zone data (tzdata) installed?");
  REQUIRE(zone);
  return *zone;
}

}  // namespace frist::calendar
