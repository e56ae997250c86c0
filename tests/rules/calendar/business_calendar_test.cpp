// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/business_calendar.hpp"

#include "rules/calendar/elapsed.hpp"
#include "tests/rules/calendar/holidays.hpp"
#include "tests/rules/calendar/samples.hpp"
#include "tests/support/catch.hpp"

namespace frist::calendar {
namespace {

using enum Weekday;

Day day(const char* text) { return parse_day(text).value(); }
Instant instant(const char* text) { return parse_instant(text).value(); }

std::string problem_with(const CalendarData& data) {
  std::string problem;
  const auto built = BusinessCalendar::build(data, &problem);
  CHECK(built.has_value() == problem.empty());
  return problem;
}

CalendarData covering(int first, int last) { return {.first_year = first, .last_year = last}; }

CalendarData closing(ClosedDay rule) {
  CalendarData data = covering(2000, 2030);
  data.closed = {rule};
  return data;
}

CalendarData opening(std::vector<MinuteSpan> spans) {
  CalendarData data = covering(2000, 2060);
  data.open = {{{Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday}, spans}};
  return data;
}

std::vector<std::string> closed_in(const CalendarData& data, int first_year, int last_year) {
  const auto calendar = BusinessCalendar::build(data);
  REQUIRE(calendar);
  std::vector<std::string> closed;
  for (Day d = *make_day(first_year, 1, 1); d <= *make_day(last_year, 12, 31); ++d)
    if (calendar->is_working_day(d) == Tri::No) closed.push_back(to_iso(d));
  return closed;
}

using Days = std::vector<std::string>;

}  // namespace

TEST_CASE("closed days fall where their rules put them") {
  CHECK(closed_in(closing({OnDayMonth{{6, 6}}, {}, {}}), 2024, 2025) == Days{"2024-06-06", "2025-06-06"});
  CHECK(closed_in(closing({OnDayMonth{{2, 29}}, {}, {}}), 2023, 2025) == Days{"2024-02-29"});
  CHECK(closed_in(closing({OnDate{day("2025-05-08")}, {}, {}}), 2000, 2030) == Days{"2025-05-08"});
  CHECK(closed_in(closing({OnEaster{39}, {}, {}}), 2025, 2026) == Days{"2025-05-29", "2026-05-14"});
  CHECK(closed_in(closing({OnEaster{-2}, {}, {}}), 2025, 2025) == Days{"2025-04-18"});
  CHECK(closed_in(closing({OnEaster{-100}, {}, {}}), 2024, 2024) == Days{});  // 2023-12-22 and 2025-01-10
  CHECK(closed_in(closing({OnWeekdayBetween{Friday, {6, 19}, {6, 25}}, {}, {}}), 2025, 2026) ==
        Days{"2025-06-20", "2026-06-19"});
  CHECK(closed_in(closing({OnWeekdayBetween{Monday, {12, 28}, {1, 3}}, {}, {}}), 2025, 2026) ==
        Days{"2025-12-29", "2026-12-28"});
  CHECK(closed_in(closing({OnWeekdayBetween{Saturday, {2, 25}, {2, 29}}, {}, {}}), 2020, 2021) ==
        Days{"2020-02-29", "2021-02-27"});
  CHECK(closed_in(closing({OnWeekday{Sunday}, 2025, 2025}), 2024, 2026).size() == 52);
}

TEST_CASE("a closed day holds only in its years") {
  CHECK(closed_in(closing({OnDayMonth{{6, 6}}, 2005, {}}), 2003, 2006) == Days{"2005-06-06", "2006-06-06"});
  CHECK(closed_in(closing({OnDayMonth{{6, 6}}, {}, 2004}), 2003, 2006) == Days{"2003-06-06", "2004-06-06"});
  const auto& sweden = calendar_named("sweden");  // Whit Monday went out when National Day came in
  CHECK(sweden.is_working_day(day("2004-05-31")) == Tri::No);
  CHECK(sweden.is_working_day(day("2005-05-16")) == Tri::Yes);
  CHECK(sweden.is_working_day(day("2005-06-06")) == Tri::No);
}

TEST_CASE("a calendar knows nothing outside the years it covers") {
  const auto calendar = BusinessCalendar::build(closing({OnWeekday{Sunday}, {}, {}}));
  REQUIRE(calendar);
  CHECK(calendar->is_working_day(day("1999-12-31")) == Tri::Unknown);
  CHECK(calendar->is_working_day(day("2031-01-01")) == Tri::Unknown);
  CHECK(calendar->is_working_day(kNone) == Tri::Unknown);
  CHECK(calendar->roll_forward(day("1999-12-31")) == kUnknown);
  CHECK(calendar->roll_back(day("2031-01-01")) == kUnknown);
  for (const Day mark : {kNone, kUnknown, kNever}) CHECK(calendar->roll_forward(mark) == mark);
  const auto never_open = BusinessCalendar::build(closing({OnDayMonth{{12, 31}}, {}, {}}));
  CHECK(never_open->roll_forward(day("2030-12-31")) == kUnknown);
  CHECK(never_open->roll_back(day("2030-12-31")) == day("2030-12-30"));
  const Zone utc = zone_named("UTC");
  CHECK_FALSE(calendar->add_open_minutes(instant("2030-12-31T23:00Z"), 61, utc));
  CHECK(calendar->add_open_minutes(instant("2030-12-31T23:00Z"), 60, utc) == instant("2031-01-01T00:00Z"));
  CHECK_FALSE(calendar->add_open_minutes(instant("1999-12-31T23:00Z"), 1, utc));
}

TEST_CASE("an included calendar closes its days here and narrows the years that are covered") {
  CalendarData data = covering(1990, 2060);
  data.includes = {&calendar_named("sweden")};
  data.closed = {{OnDate{day("2025-08-01")}, {}, {}}};
  const auto calendar = BusinessCalendar::build(data);
  REQUIRE(calendar);
  CHECK(calendar->is_working_day(day("2025-06-20")) == Tri::No);
  CHECK(calendar->is_working_day(day("2025-08-01")) == Tri::No);
  CHECK(calendar->is_working_day(day("2040-12-28")) == Tri::Yes);
  CHECK(calendar->is_working_day(day("2041-01-02")) == Tri::Unknown);
}

TEST_CASE("data that make no sense are refused with a reason") {
  CHECK(problem_with(covering(2000, 2030)).empty());
  CHECK(problem_with(covering(2030, 2000)) == "it must cover some years between 1 and 9999");
  CHECK_FALSE(problem_with(covering(0, 10)).empty());
  CHECK_FALSE(problem_with(covering(9000, 10000)).empty());
  CHECK_FALSE(problem_with(opening({{600, 600}})).empty());
  CHECK_FALSE(problem_with(opening({{-1, 600}})).empty());
  CHECK_FALSE(problem_with(opening({{600, 1441}})).empty());
  CHECK_FALSE(problem_with(opening({})).empty());
  CHECK(problem_with(opening({{600, 720}, {700, 800}})) == "open hours of one weekday overlap");
  CHECK(problem_with(opening({{700, 800}, {600, 700}})).empty());
  CHECK(problem_with(closing({OnDayMonth{{2, 30}}, {}, {}})) == "closed day: no year has such a day");
  CHECK_FALSE(problem_with(closing({OnDate{kNever}, {}, {}})).empty());
  CHECK_FALSE(problem_with(closing({OnEaster{301}, {}, {}})).empty());
  CHECK_FALSE(problem_with(closing({OnWeekdayBetween{Friday, {6, 31}, {7, 1}}, {}, {}})).empty());
  CHECK_FALSE(problem_with(closing({OnWeekday{Friday}, 2010, 2009})).empty());
  CalendarData far = covering(2050, 2060);
  far.includes = {&calendar_named("sweden")};
  CHECK_FALSE(problem_with(far).empty());
}

TEST_CASE("open minutes follow the wall clock through the changes of clocks") {
  const Zone berlin = zone_named("Europe/Berlin");
  const auto night = BusinessCalendar::build(opening({{60, 240}}));  // 01:00 to 04:00
  const auto after = [&](const char* start, std::int64_t minutes) {
    return to_iso(night->add_open_minutes(instant(start), minutes, berlin).value(), berlin);
  };
  CHECK(after("2025-03-29T23:00Z", 120) == "2025-03-30T04:00+02:00");     // only two of the three hours exist
  CHECK(after("2025-10-25T22:00Z", 240) == "2025-10-26T04:00+01:00");     // four of them
  CHECK(after("2025-10-25T22:00Z", 150) == "2025-10-26T02:30+01:00");     // the second half past two
  const auto half_hour = BusinessCalendar::build(opening({{135, 165}}));  // 02:15 to 02:45, shown twice
  CHECK(to_iso(*half_hour->add_open_minutes(instant("2025-10-25T22:00Z"), 31, berlin), berlin) ==
        "2025-10-26T02:16+01:00");
  CHECK(to_iso(*half_hour->add_open_minutes(instant("2025-03-29T22:00Z"), 1, berlin), berlin) ==
        "2025-03-31T02:16+02:00");
}

TEST_CASE("no minutes are complete at once and negative or endless ones never") {
  const Zone stockholm = zone_named("Europe/Stockholm");
  const auto& support = calendar_named("support");
  const Instant night = instant("2025-06-02T01:00Z");
  CHECK(support.add_open_minutes(night, 0, stockholm) == night);
  CHECK_FALSE(support.add_open_minutes(night, -1, stockholm));
  CHECK_FALSE(support.add_open_minutes(night, INT64_MAX, stockholm));
  CHECK_FALSE(support.add_open_minutes(INT64_MAX, 1, stockholm));
}

TEST_CASE("elapsed hours end in the range or not at all") {
  const Zone berlin = zone_named("Europe/Berlin");
  using enum HourCounting;
  const Instant at = instant("2025-03-28T17:00+01:00");
  CHECK(add_elapsed_hours(at, 1, FromNextHour, berlin) == at + 7200);  // the hour from five to six is not counted
  CHECK(add_elapsed_hours(at, 0, FromInstant, berlin) == at);
  const Zone kathmandu = zone_named("Asia/Kathmandu");  // full hours of its clocks are quarters of UTC's
  CHECK(add_elapsed_hours(instant("2025-03-28T12:10+05:45"), 1, FromNextHour, kathmandu) ==
        instant("2025-03-28T14:00+05:45"));
  CHECK_FALSE(add_elapsed_hours(at, -1, FromInstant, berlin));
  CHECK_FALSE(add_elapsed_hours(at, INT64_MAX, FromInstant, berlin));
  CHECK_FALSE(add_elapsed_hours(kLastInstant, 0, FromNextHour, berlin));
  CHECK_FALSE(add_elapsed_minutes(kLastInstant, 1));
  CHECK(add_elapsed_minutes(0, 90) == 5400);
}

TEST_CASE("laws of business calendars") {
  const auto any_name = [] { return rc::gen::element<std::string>("hesse", "sweden", "support"); };
  REQUIRE(rc::check("rolling again changes nothing, and skips only days that are closed", [&] {
    const auto& calendar = calendar_named(*any_name());
    const Day d = *rc::gen::inRange<Day>(day("2020-01-01"), day("2035-12-01"));
    const Day forward = calendar.roll_forward(d), back = calendar.roll_back(d);
    RC_ASSERT(calendar.roll_forward(forward) == forward);
    RC_ASSERT(back == kUnknown || calendar.roll_back(back) == back);
    RC_ASSERT(calendar.is_working_day(forward) == Tri::Yes);
    for (Day between = d; between < forward; ++between) RC_ASSERT(calendar.is_working_day(between) == Tri::No);
  }));
  REQUIRE(rc::check("open minutes add up", [] {
    const Zone zone = zone_named(*rc::gen::element<std::string>("Europe/Stockholm", "Australia/Lord_Howe", "UTC"));
    const auto& calendar = calendar_named("support");
    const Instant start = *rc::gen::inRange<Instant>(1'600'000'000, 2'000'000'000);
    const int first = *rc::gen::inRange(0, 2000), second = *rc::gen::inRange(0, 2000);
    const auto halfway = calendar.add_open_minutes(start, first, zone);
    RC_ASSERT(halfway.has_value());
    RC_ASSERT(calendar.add_open_minutes(*halfway, second, zone) ==
              calendar.add_open_minutes(start, first + second, zone));
  }));
  REQUIRE(rc::check("a deadline is the first instant with that many open seconds before it", [] {
    const Zone zone = zone_named("Europe/Stockholm");
    const auto& calendar = calendar_named("support");
    const Instant start = *rc::gen::inRange<Instant>(1'700'000'000, 1'800'000'000) / 60 * 60;
    const int minutes = *rc::gen::inRange(1, 600);
    const auto open = [&](Instant at) {
      const LocalTime local = zone.local(at);
      const int minute = local.second / 60;
      return calendar.is_working_day(local.day) == Tri::Yes &&
             ((minute >= 510 && minute < 720) || (minute >= 780 && minute < 1020));
    };
    int counted = 0;
    Instant at = start;
    for (; counted < minutes; at += 60) counted += open(at);
    RC_ASSERT(calendar.add_open_minutes(start, minutes, zone) == at);
  }));
}

}  // namespace frist::calendar
