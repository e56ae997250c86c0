// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/zone.hpp"

#include <array>
#include <thread>
#include <vector>

#include "tests/rules/calendar/holidays.hpp"
#include "tests/rules/calendar/samples.hpp"
#include "tests/support/catch.hpp"

namespace frist::calendar {
namespace {

using Kind = WallInstants::Kind;

Day day(const char* text) { return parse_day(text).value(); }
Instant instant(const char* text) { return parse_instant(text).value(); }

std::string start_of(const char* zone, const char* text) {
  return to_iso(zone_named(zone).start_of_day(day(text)).value());
}

std::int64_t hours_of(const Zone& zone, Day d) { return (*zone.start_of_day(d + 1) - *zone.start_of_day(d)) / 3600; }

rc::Gen<std::string> any_zone() {
  return rc::gen::element<std::string>("Europe/Berlin", "Europe/Stockholm", "Europe/Bucharest", "America/New_York",
                                       "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
                                       "Asia/Kathmandu", "Europe/Dublin", "America/Sao_Paulo", "UTC");
}

// Instants of 1900..2200: beyond that the dawn of zones and the end of listed changes add nothing.
rc::Gen<Instant> any_instant() { return rc::gen::inRange<Instant>(-2'200'000'000, 7'250'000'000); }

}  // namespace

TEST_CASE("zones are found by their exact names only") {
  CHECK(Zone::find("Europe/Berlin"));
  CHECK(Zone::find("UTC"));
  for (const char* name : {"", "europe/berlin", "Europe", "Europe/Atlantis", "localtime", "right/Europe/Berlin",
                           "posixrules", "tzdata.zi", "../../etc/passwd", "/etc/passwd"}) {
    INFO(name);
    CHECK_FALSE(Zone::find(name));
  }
  CHECK(zone_named("Europe/Berlin").name() == "Europe/Berlin");
}

TEST_CASE("the version of the time zone data is known where its file is installed") {
  const std::string version = tz_version();
  INFO(version);
  CHECK((version.empty() || (version.size() == 5 && version.substr(0, 2) == "20")));
}

TEST_CASE("summer time goes on after the last listed change") {
  const Zone berlin = zone_named("Europe/Berlin");
  for (int year = 1996; year <= 2400; ++year) {
    const Instant july = *make_day(year, 7, 1) * kSecondsPerDay, january = *make_day(year, 1, 15) * kSecondsPerDay;
    if (berlin.span_at(july).offset != 7200 || berlin.span_at(january).offset != 3600) FAIL(year);
    // The last Sunday of March, at 01:00 UTC.
    const Day last = *make_day(year, 3, 31), sunday = last - (static_cast<int>(weekday(last)) + 1) % 7;
    if (berlin.span_at(july).begin != sunday * kSecondsPerDay + 3600) FAIL(year);
  }
  CHECK(zone_named("Australia/Sydney").span_at(instant("2050-01-15T00:00Z")).offset == 39600);
  CHECK(zone_named("Australia/Sydney").span_at(instant("2050-07-15T00:00Z")).offset == 36000);
  CHECK(zone_named("Europe/Dublin").span_at(instant("2050-01-15T00:00Z")).offset == 0);
  CHECK(zone_named("Europe/Dublin").span_at(instant("2050-07-15T00:00Z")).offset == 3600);
  CHECK(zone_named("Asia/Tokyo").span_at(instant("2050-07-15T00:00Z")).offset == 32400);
}

TEST_CASE("spans join without a gap over the end of the listed changes") {
  for (const char* name : {"Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Santiago"}) {
    const Zone zone = zone_named(name);
    Instant at = instant("2035-01-01T00:00Z");
    while (at < instant("2041-01-01T00:00Z")) {
      const OffsetSpan span = zone.span_at(at), next = zone.span_at(span.end);
      INFO(name << " " << to_iso(at));
      REQUIRE(span.end > at);
      CHECK(next.begin == span.end);
      CHECK(next.offset != span.offset);
      CHECK(span.end - at < 300 * kSecondsPerDay);
      at = span.end;
    }
  }
}

TEST_CASE("yearly rules are read in every form and malformed ones refused") {
  const auto offset = [](const char* rule, const char* at) {
    return YearlyRule::parse(rule)->span_at(instant(at)).offset;
  };
  CHECK(offset("CET-1CEST,M3.5.0,M10.5.0/3", "2025-03-30T01:00Z") == 7200);
  CHECK(offset("CET-1CEST,M3.5.0,M10.5.0/3", "2025-03-30T00:59Z") == 3600);
  CHECK(offset("CET-1CEST,M3.5.0,M10.5.0/3", "2025-10-26T00:59Z") == 7200);
  CHECK(offset("CET-1CEST,M3.5.0,M10.5.0/3", "2025-10-26T01:00Z") == 3600);
  CHECK(offset("<-0330>3:30", "2025-10-26T01:00Z") == -12600);
  CHECK(offset("AAA0BBB,J60/0,J300/0", "2024-02-29T12:00Z") == 0);  // day 60 is 1 March in every year
  CHECK(offset("AAA0BBB,J60/0,J300/0", "2024-03-01T00:00Z") == 3600);
  CHECK(offset("AAA0BBB,59/0,300/0", "2024-02-29T00:00Z") == 3600);
  CHECK(offset("XXX3EDT4,0/0,J365/23", "2025-12-31T23:59Z") == -14400);  // summer all year round
  CHECK(offset("XXX3EDT4,0/0,J365/23", "2026-01-01T03:00Z") == -14400);
  CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2025-03-30T01:00Z") == -3600);
  CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2025-03-30T00:59Z") == -7200);
  for (const char* rule : {"", "CET", "CE-1", "-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
                           "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/200",
                           "CET-1CEST,M3.5.0,M10.5.0/3,", "<+01-1", "CET-1CEST,J0,J365", "CET-1CEST,0,366"}) {
    INFO(rule);
    CHECK_FALSE(YearlyRule::parse(rule));
  }
}

TEST_CASE("days of the change have 23 and 25 hours, all others 24") {
  const Zone berlin = zone_named("Europe/Berlin");
  for (const int year : {2025, 2045}) {
    int short_days = 0, long_days = 0;
    for (Day d = *make_day(year, 1, 1); d <= *make_day(year, 12, 31); ++d) {
      const auto hours = hours_of(berlin, d);
      short_days += hours == 23, long_days += hours == 25;
      if (hours < 23 || hours > 25) FAIL(to_iso(d));
    }
    CHECK(short_days == 1);
    CHECK(long_days == 1);
  }
}

TEST_CASE("a day begins at its first moment for good, wherever the clocks are changed") {
  CHECK(start_of("Europe/Berlin", "2025-03-30") == "2025-03-29T23:00Z");
  CHECK(start_of("America/Sao_Paulo", "2018-11-04") == "2018-11-04T03:00Z");  // midnight is skipped
  CHECK(start_of("America/Havana", "2024-11-03") == "2024-11-03T04:00Z");     // 01:00 goes back to 00:00: the first
  CHECK(start_of("America/Sao_Paulo", "2018-02-18") == "2018-02-18T03:00Z");  // 24:00 goes back to 23:00
  CHECK(start_of("America/St_Johns", "2010-11-07") == "2010-11-07T03:30Z");   // 00:01 goes back to 23:01: the second
  CHECK(start_of("Pacific/Apia", "2011-12-30") == start_of("Pacific/Apia", "2011-12-31"));  // a day that never was
  CHECK_FALSE(zone_named("UTC").start_of_day(kNever));
  CHECK_FALSE(zone_named("UTC").start_of_day(kUnknown));
  CHECK_FALSE(zone_named("Europe/Berlin").start_of_day(kFirstDay));  // its midnight lies before the range
}

TEST_CASE("a wall time has one instant, none or two") {
  const Zone berlin = zone_named("Europe/Berlin");
  const auto at = [&](const char* text) { return berlin.instants_of(*parse_local(text)); };
  CHECK(at("2025-03-30T01:59:59").kind == Kind::Unique);
  CHECK(at("2025-03-30T02:00").kind == Kind::Gap);
  CHECK(at("2025-03-30T02:00").first == instant("2025-03-30T01:00Z"));
  CHECK(at("2025-03-30T03:00").kind == Kind::Unique);
  CHECK(at("2025-10-26T01:59:59").kind == Kind::Unique);
  CHECK(at("2025-10-26T02:00").kind == Kind::Ambiguous);
  CHECK(at("2025-10-26T03:00").kind == Kind::Unique);
  CHECK(at("2055-03-28T02:30").kind == Kind::Gap);
  CHECK(berlin.instants_of({kNever, 0}).kind == Kind::OutOfRange);
  CHECK(berlin.civil_day(kLastInstant) == kNever);
  CHECK(berlin.civil_day(INT64_MAX) == kNever);
  CHECK(berlin.civil_day(INT64_MIN) == kUnknown);
}

TEST_CASE("laws of zones") {
  REQUIRE(rc::check("an instant is among the instants of its own reading", [] {
    const Zone zone = zone_named(*any_zone());
    const Instant at = *any_instant();
    const auto found = zone.instants_of(zone.local(at));
    RC_ASSERT(found.kind == Kind::Unique || found.kind == Kind::Ambiguous);
    RC_ASSERT(found.first == at || found.second == at);
    RC_ASSERT(zone.local(found.first) == zone.local(at));
    RC_ASSERT(parse_instant(to_iso(at, zone)) == at);
  }));
  REQUIRE(rc::check("from the start of a day on it is that day or later, just before it was earlier", [] {
    const Zone zone = zone_named(*any_zone());
    const Day d = *rc::gen::inRange<Day>(-25000, 84000);
    const Instant start = zone.start_of_day(d).value();
    RC_ASSERT(zone.civil_day(start) >= d);
    RC_ASSERT(zone.civil_day(start - 1) < d);
    RC_ASSERT(zone.start_of_day(d + 1).value() >= start);
  }));
}

TEST_CASE("a zone may be used from several threads at once") {
  std::vector<std::thread> threads;
  std::array<Day, 4> days{};
  for (std::size_t i = 0; i < days.size(); ++i)
    threads.emplace_back([&days, i] { days[i] = Zone::find("Asia/Tokyo")->civil_day(instant("2025-06-30T22:30Z")); });
  for (auto& thread : threads) thread.join();
  for (const Day d : days) CHECK(d == day("2025-07-01"));
}

}  // namespace frist::calendar
