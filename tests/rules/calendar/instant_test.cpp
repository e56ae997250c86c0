// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/instant.hpp"

#include "tests/rules/calendar/samples.hpp"
#include "tests/support/catch.hpp"

namespace frist::calendar {

TEST_CASE("instants are read with their offset, and fractions are floored") {
  CHECK(parse_instant("1970-01-01T00:00Z") == 0);
  CHECK(parse_instant("1970-01-01 00:00:01Z") == 1);
  CHECK(parse_instant("2025-06-30T22:30Z") == parse_instant("2025-07-01T00:30+02:00"));
  CHECK(parse_instant("2025-06-30T22:30:59.999999999999Z") == *parse_instant("2025-06-30T22:30Z") + 59);
  CHECK(parse_instant("1969-12-31T23:59:59.5Z") == -1);
  CHECK(parse_instant("2025-01-01T00:00-03:30") == parse_instant("2025-01-01T03:30Z"));
  CHECK(parse_instant("1890-01-01T00:53:28+00:53:28") == parse_instant("1890-01-01T00:00Z"));
}

TEST_CASE("what is no instant is not read") {
  for (const char* text : {"",
                           "2025-06-30",
                           "2025-06-30T22:30",
                           "2025-06-30T22:30z",
                           "2025-06-30t22:30Z",
                           "2025-06-30T22Z",
                           "2025-06-30T24:00Z",
                           "2025-06-30T23:60Z",
                           "2025-06-30T23:59:60Z",
                           "2025-06-30T2:30Z",
                           "2025-06-30T22:30:Z",
                           "2025-06-30T22:30.5Z",
                           "2025-06-30T22:30:10.Z",
                           "2025-06-30T22:30:10,5Z",
                           "2025-06-30T22:30Z ",
                           "2025-06-30T22:30+0200",
                           "2025-06-30T22:30+02",
                           "2025-06-30T22:30+24:00",
                           "2025-06-30T22:30+",
                           "2025-02-29T22:30Z",
                           "2025-06-30  22:30Z",
                           "2025-06-30T22:30ZZ",
                           "2025-06-30T-2:30Z",
                           "0001-01-01T00:00+00:01",
                           "9999-12-31T23:59-00:01"}) {
    INFO(text);
    CHECK_FALSE(parse_instant(text));
  }
}

TEST_CASE("local readings are those without a zone") {
  const auto local = parse_local("2025-06-30T22:30:15.25");
  REQUIRE(local);
  CHECK(*local == LocalTime{*parse_day("2025-06-30"), 22 * 3600 + 30 * 60 + 15});
  CHECK_FALSE(parse_local("2025-06-30T22:30Z"));
  CHECK_FALSE(parse_local("2025-06-30T22:30+02:00"));
  CHECK_FALSE(parse_local("2025-06-30"));
}

TEST_CASE("instants are written with the offset asked for, and seconds only where there are some") {
  CHECK(to_iso(Instant{0}) == "1970-01-01T00:00Z");
  CHECK(to_iso(Instant{-1}) == "1969-12-31T23:59:59Z");
  CHECK(to_iso(Instant{0}, 7200) == "1970-01-01T02:00+02:00");
  CHECK(to_iso(Instant{0}, -12600) == "1969-12-31T20:30-03:30");
  CHECK(to_iso(Instant{0}, 3208) == "1970-01-01T00:53:28+00:53:28");
  CHECK(to_iso(kLastInstant + 1) == "never");
  CHECK(to_iso(kFirstInstant - 1) == "unknown");
  CHECK(to_iso(kLastInstant, 3600) == "never");
}

TEST_CASE("laws of instants") {
  REQUIRE(rc::check("what is written is read back", [] {
    const Instant instant = *any_day() * kSecondsPerDay + *rc::gen::inRange(0, 86400);
    const int offset = *rc::gen::inRange(-14 * 60, 14 * 60) * 60;
    RC_PRE(is_instant(instant + offset));
    RC_ASSERT(parse_instant(to_iso(instant, offset)) == instant);
    RC_ASSERT(wall_seconds(from_wall_seconds(instant)) == instant);
  }));
}

}  // namespace frist::calendar
