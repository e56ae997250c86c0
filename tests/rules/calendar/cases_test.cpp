// SPDX-License-Identifier: Apache-2.0
// Runs the worked cases of cases.csv, one section per row, named by its number.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "rules/calendar/counting.hpp"
#include "rules/calendar/elapsed.hpp"
#include "rules/calendar/end_of.hpp"
#include "rules/calendar/month_schedule.hpp"
#include "rules/calendar/review.hpp"
#include "tests/rules/calendar/holidays.hpp"
#include "tests/rules/calendar/table.hpp"
#include "tests/support/catch.hpp"

namespace frist::calendar {
namespace {

constexpr MonthEnd kLast = MonthEnd::LastDay;

std::vector<std::string> split_text(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

Day day_of(const std::string& text) {
  const auto day = parse_day(text);
  INFO(text);
  REQUIRE(day);
  return *day;
}

Instant instant_of(const std::string& text) {
  const auto instant = parse_instant(text);
  INFO(text);
  REQUIRE(instant);
  return *instant;
}

LocalTime local_of(const std::string& text) {
  const auto local = parse_local(text);
  INFO(text);
  REQUIRE(local);
  return *local;
}

Period period_of(const std::string& text) {
  Period sum;
  for (const auto& part : split_text(text, '+')) {
    const int count = std::stoi(part);
    const std::map<char, Period> units{
        {'y', years(count)}, {'m', months(count)}, {'w', weeks(count)}, {'d', days(count)}};
    const Period unit = units.at(part.back());
    sum = {sum.months + unit.months, sum.days + unit.days};
  }
  return sum;
}

Counting counting_of(const std::string& text) {
  REQUIRE((text == "next" || text == "itself"));
  return text == "next" ? Counting::FromNextDay : Counting::FromDayItself;
}

std::string hours_text(std::int64_t seconds) {
  REQUIRE(seconds % 3600 == 0);
  return std::to_string(seconds / 3600) + " h";
}

std::string weekday_text(Day day) {
  const std::vector<std::string> names{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  return names.at(static_cast<std::size_t>(weekday(day)));
}

// One row's cells: `argument` stands behind the operation's name, `a`, `b` and `c` are the next three columns.
struct Case {
  std::string argument, a, b, c;
  Day day() const { return day_of(a); }
  Period period() const { return period_of(b); }
  Counting counting() const { return counting_of(c); }
  Zone zone() const { return zone_named(c); }
  Day kept() const { return kept_through(day(), period(), counting(), kLast); }
};

std::string issue(const Case& row) {
  std::vector<int> named;
  for (const auto& month : split_text(row.b, '|')) named.push_back(std::stoi(month));
  const auto schedule = MonthSchedule::of(named);
  REQUIRE(schedule);
  return to_iso(schedule->current(row.day())) + "|" + to_iso(schedule->next(row.day()));
}

std::string instants(const Case& row) {
  const auto found = row.zone().instants_of(local_of(row.a));
  REQUIRE(found.kind != WallInstants::Kind::OutOfRange);
  if (found.kind == WallInstants::Kind::Gap) return "gap";
  const std::string first = to_iso(found.first);
  return found.kind == WallInstants::Kind::Unique ? first : first + "|" + to_iso(found.second);
}

std::string open_minutes(const Case& row) {
  const Zone zone = zone_named("Europe/Stockholm");
  const auto start = zone.instants_of(local_of(row.a));
  REQUIRE(start.kind == WallInstants::Kind::Unique);
  const auto due = calendar_named(row.c).add_open_minutes(start.first, std::stoi(row.b), zone);
  REQUIRE(due);
  return to_iso(zone.local(*due));
}

std::string same_clock(const Case& row) {
  LocalTime clock = row.zone().local(instant_of(row.a));
  clock.day = add(clock.day, row.period(), kLast);
  const auto found = row.zone().instants_of(clock);
  REQUIRE(found.kind == WallInstants::Kind::Unique);
  return to_iso(found.first, row.zone());
}

std::string elapsed(const Case& row, HourCounting counting) {
  const auto due = add_elapsed_hours(instant_of(row.a), std::stoi(row.b), counting, row.zone());
  REQUIRE(due);
  return to_iso(*due, row.zone());
}

Instant erasure_instant(const Case& row) {
  const auto instant = row.zone().start_of_day(plus_days(row.day(), 1));
  REQUIRE(instant);
  return *instant;
}

Day later_start_kept(const Case& row) {
  Day latest = kNone;
  for (const auto& start : split_text(row.a, '|')) latest = std::max(latest, day_of(start));
  return kept_through(latest, row.period(), row.counting(), kLast);
}

using Operation = std::function<std::string(const Case&)>;

const std::map<std::string, Operation> kDayOperations{
    {"kept", [](const Case& row) { return to_iso(row.kept()); }},
    {"gone", [](const Case& row) { return to_iso(gone_from(row.day(), row.period(), row.counting(), kLast)); }},
    {"add", [](const Case& row) { return to_iso(add(row.day(), row.period(), kLast)); }},
    {"extended", [](const Case& row) { return to_iso(extended(row.day(), row.period(), kLast)); }},
    {"counted_back",
     [](const Case& row) { return to_iso(counted_back_from(row.day(), row.period(), row.counting(), kLast)); }},
    {"non_contiguous",
     [](const Case& row) { return std::to_string(non_contiguous(0, row.period().months).days) + "d"; }},
    {"kept_from_year_end",
     [](const Case& row) { return to_iso(kept_through(end_of_year(row.day()), row.period(), row.counting(), kLast)); }},
    {"later_start_kept", [](const Case& row) { return to_iso(later_start_kept(row)); }},
    {"kept_or_later", [](const Case& row) { return to_iso(std::max(row.kept(), day_of(row.argument))); }},
    {"weekday", [](const Case& row) { return weekday_text(row.day()); }},
    {"day_after", [](const Case& row) { return to_iso(plus_days(row.day(), 1)); }},
    {"review",
     [](const Case& row) {
       return to_iso(review_due(row.day(), row.period(), row.counting(), kLast, std::stoi(row.argument)));
     }},
    {"last_review",
     [](const Case& row) {
       return to_iso(last_review_through(row.day(), row.period(), row.counting(), kLast, day_of(row.argument)));
     }},
    {"issue", issue},
    {"due",
     [](const Case& row) {
       return to_iso(
           calendar_named(row.c).roll_forward(kept_through(row.day(), row.period(), Counting::FromNextDay, kLast)));
     }},
};

const std::map<std::string, Operation> kMomentOperations{
    {"open", open_minutes},
    {"instant", instants},
    {"same_clock", same_clock},
    {"elapsed", [](const Case& row) { return elapsed(row, HourCounting::FromInstant); }},
    {"elapsed_from_next_hour", [](const Case& row) { return elapsed(row, HourCounting::FromNextHour); }},
    {"elapsed_between", [](const Case& row) { return hours_text(instant_of(row.b) - instant_of(row.a)); }},
    {"civil_day", [](const Case& row) { return to_iso(row.zone().civil_day(instant_of(row.a))); }},
    {"kept_in_zone",
     [](const Case& row) {
       const Day day = row.zone().civil_day(instant_of(row.a));
       return to_iso(kept_through(day, row.period(), Counting::FromNextDay, kLast));
     }},
    {"erasure_instant", [](const Case& row) { return to_iso(erasure_instant(row), row.zone()); }},
    {"erasure_instant_utc", [](const Case& row) { return to_iso(erasure_instant(row)); }},
    {"day_length",
     [](const Case& row) {
       return hours_text(*row.zone().start_of_day(row.day() + 1) - *row.zone().start_of_day(row.day()));
     }},
    {"is_through",
     [](const Case& row) {
       return std::string(row.zone().civil_day(instant_of(row.a)) <= day_of(row.argument) ? "yes" : "no");
     }},
};

const Operation& operation_named(const std::string& name) {
  INFO("operation " << name);
  const auto found = kDayOperations.find(name);
  if (found != kDayOperations.end()) return found->second;
  REQUIRE(kMomentOperations.count(name) == 1);
  return kMomentOperations.at(name);
}

const char kTable[] = "tests/rules/calendar/cases.csv";

}  // namespace

TEST_CASE("every worked case of the calendar gives the expected date") {
  for (const auto& row : read_table(kTable)) {
    REQUIRE(row.cells.size() == 6);
    const auto operation = split_text(row.cells[1], ' ');
    const Case cells{operation.size() > 1 ? operation[1] : "", row.cells[2], row.cells[3], row.cells[4]};
    DYNAMIC_SECTION(row.cells[0] << " " << row.cells[1] << " " << cells.a << " " << cells.b << " " << cells.c) {
      INFO("cases.csv line " << row.line);
      CHECK(operation_named(operation[0])(cells) == row.cells[5]);
    }
  }
}

TEST_CASE("no worked case is missing from the table") {
  std::set<std::string> listed;
  for (const auto& row : read_table(kTable)) listed.insert(row.cells[0]);
  const std::vector<std::pair<int, int>> ranges{{1, 31}, {76, 78}, {80, 80}, {145, 149}, {152, 197}};
  for (const auto& [first, last] : ranges)
    for (int number = first; number <= last; ++number) {
      char name[8];
      std::snprintf(name, sizeof name, "T-%03d", number);
      INFO(name);
      CHECK(listed.count(name) == 1);
    }
}

}  // namespace frist::calendar
