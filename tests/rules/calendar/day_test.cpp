// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/day.hpp"

#include "rules/calendar/easter.hpp"
#include "rules/calendar/end_of.hpp"
#include "rules/calendar/month_schedule.hpp"
#include "tests/support/catch.hpp"

namespace frist::calendar {
namespace {

Day day(const char* text) { return parse_day(text).value(); }

}  // namespace

TEST_CASE("every day of the range is written and read back as itself, in order and on the next weekday") {
  int expected_weekday = 0;  // 0001-01-01 is a Monday
  std::string before;
  for (Day d = kFirstDay; d <= kLastDay; ++d) {
    const std::string text = to_iso(d);
    const bool same = parse_day(text) == d && before < text && static_cast<int>(weekday(d)) == expected_weekday;
    if (!same) FAIL(text);
    expected_weekday = (expected_weekday + 1) % 7;
    before = text;
  }
  CHECK(to_iso(kFirstDay) == "0001-01-01");
  CHECK(to_iso(kLastDay) == "9999-12-31");
  CHECK(day("1970-01-01") == 0);
}

TEST_CASE("only real dates in the strict form are days") {
  for (const char* text :
       {"",           "2025",       "2025-1-1",    "2025-01-1",   "2025-13-01", "2025-00-10",  "2025-01-00",
        "2025-02-29", "2100-02-29", "2025-04-31",  "2025-01-32",  "0000-01-01", "10000-01-01", "-001-01-01",
        "+025-01-01", "2025/01/01", "2025-01-01 ", " 2025-01-01", "2025-01-0a", "20250101",    "2025-01-01T00:00",
        "２025-01-01"}) {
    INFO(text);
    CHECK_FALSE(parse_day(text));
  }
  CHECK(parse_day("2000-02-29"));
  CHECK_FALSE(parse_day(std::string_view("2025-01-0\0", 10)));
}

TEST_CASE("days are made from their numbers only where they exist") {
  CHECK(make_day(2024, 2, 29) == day("2024-02-29"));
  CHECK_FALSE(make_day(2023, 2, 29));
  CHECK_FALSE(make_day(0, 1, 1));
  CHECK_FALSE(make_day(10000, 1, 1));
  CHECK_FALSE(make_day(2024, 13, 1));
  CHECK_FALSE(make_day(2024, 1, -1));
  CHECK(split(day("2024-02-29")) == YearMonthDay{2024, 2, 29});
  CHECK(split(kNever) == YearMonthDay{});
  CHECK(days_in_month(1900, 2) == 28);
  CHECK(days_in_month(2000, 2) == 29);
  CHECK(days_in_month(2000, 0) == 0);
}

TEST_CASE("marks are named, ordered around the days and untouched by sums") {
  CHECK(to_iso(kNone) == "none");
  CHECK(to_iso(kUnknown) == "unknown");
  CHECK(to_iso(kNever) == "never");
  CHECK(kNone < kUnknown);
  CHECK(kUnknown < kFirstDay);
  CHECK(kLastDay < kNever);
  for (const Day mark : {kNone, kUnknown, kNever}) {
    CHECK(plus_days(mark, 1) == mark);
    CHECK(plus_days(mark, -1) == mark);
    CHECK(end_of_month(mark) == mark);
    CHECK(end_of_year_starting(mark, {7, 1}) == mark);
  }
  CHECK(plus_days(kLastDay, 1) == kNever);
  CHECK(plus_days(kFirstDay, -1) == kUnknown);
  CHECK(plus_days(0, INT64_MAX) == kNever);
  CHECK(plus_days(0, INT64_MIN) == kUnknown);
}

TEST_CASE("a stretch of the calendar ends on its last day") {
  CHECK(end_of_month(day("2024-02-01")) == day("2024-02-29"));
  CHECK(end_of_quarter(day("2025-04-01")) == day("2025-06-30"));
  CHECK(end_of_quarter(day("2025-12-31")) == day("2025-12-31"));
  CHECK(end_of_half_year(day("2025-06-30")) == day("2025-06-30"));
  CHECK(end_of_half_year(day("2025-07-01")) == day("2025-12-31"));
  CHECK(end_of_year(day("2025-01-01")) == day("2025-12-31"));
  CHECK(end_of_year(kLastDay) == kLastDay);
}

TEST_CASE("a fiscal or academic year ends on the day before its start comes round again") {
  CHECK(end_of_year_starting(day("2025-06-30"), {7, 1}) == day("2025-06-30"));
  CHECK(end_of_year_starting(day("2025-07-01"), {7, 1}) == day("2026-06-30"));
  CHECK(end_of_year_starting(day("2025-03-31"), {4, 6}) == day("2025-04-05"));
  CHECK(end_of_year_starting(day("2025-05-05"), {1, 1}) == day("2025-12-31"));
  CHECK(end_of_year_starting(day("2023-05-05"), {2, 29}) == day("2024-02-28"));
  CHECK(end_of_year_starting(day("2024-02-29"), {2, 29}) == day("2025-02-28"));
  CHECK(end_of_year_starting(kLastDay, {1, 1}) == kLastDay);
  CHECK(end_of_year_starting(kLastDay, {7, 1}) == kNever);
  CHECK(end_of_year_starting(day("2025-05-05"), {2, 30}) == kUnknown);
}

TEST_CASE("a month schedule has a current and a next issue") {
  CHECK_FALSE(MonthSchedule::of({}));
  CHECK_FALSE(MonthSchedule::of({0}));
  CHECK_FALSE(MonthSchedule::of({13}));
  const auto yearly = MonthSchedule::of({6});
  REQUIRE(yearly);
  CHECK(yearly->current(day("2025-05-31")) == day("2024-06-01"));
  CHECK(yearly->next(day("2025-06-01")) == day("2026-06-01"));
  CHECK(yearly->current(kFirstDay) == kUnknown);
  CHECK(yearly->next(kLastDay) == kNever);
  CHECK(yearly->next(kNone) == kNone);
}

TEST_CASE("Easter falls where the tables put it") {
  for (const char* text : {"1583-04-10", "1818-03-22", "1913-03-23", "1943-04-25", "1954-04-18", "1961-04-02",
                           "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2024-03-31",
                           "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18", "2076-04-19"}) {
    INFO(text);
    CHECK(to_iso(easter_sunday(split(day(text)).year)) == text);
  }
  CHECK(easter_sunday(0) == kUnknown);
  CHECK(easter_sunday(10000) == kUnknown);
}

TEST_CASE("Easter agrees with the anonymous Gregorian computus in every year") {
  for (int y = 1; y <= 9999; ++y) {
    const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    if (easter_sunday(y) != make_day(y, n / 31, n % 31 + 1)) FAIL(y);
  }
}

}  // namespace frist::calendar
