// SPDX-License-Identifier: Apache-2.0
// A clock that cannot be believed keeps a night from beginning.
#include "engine/run/clock.hpp"

#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

constexpr std::int64_t kThen = 1'700'000'000;  // 2023-11-14T22:13:20Z

struct Clocked : NightDatabase {
  Clocked() : NightDatabase(cards_policy(kFormer), kCards) {
    run("INSERT INTO cards VALUES(1,'a',0,'2020-01-01')");
    REQUIRE(at(kThen));
    run("UPDATE cards SET left_on = '2019-01-01'");
  }
  static NightOptions options_at(std::int64_t now, bool catch_up, bool dry_run) {
    NightOptions chosen = options("2021-06-01");
    chosen.now = now;
    chosen.catch_up = catch_up;
    chosen.dry_run = dry_run;
    return chosen;
  }
  text::Result<NightReport> at(std::int64_t now, bool catch_up = false, bool dry_run = false) {
    return try_night(options_at(now, catch_up, dry_run));
  }
  std::string refusal(std::int64_t now, bool catch_up = false) {
    const auto night = at(now, catch_up);
    REQUIRE_FALSE(night);
    CHECK(night.error().kind == text::ErrorKind::Refused);
    CHECK(number("SELECT count(*) FROM cards") == 1);
    return night.error().message;
  }
};

TEST_CASE("a clock before the last night is refused, with both times, even with --catch-up") {
  Clocked db;
  for (const bool catch_up : {false, true}) {
    const std::string message = db.refusal(kThen - 1, catch_up);
    CHECK(message.find("2023-11-14T22:13:19Z") != std::string::npos);
    CHECK(message.find("2023-11-14T22:13:20Z") != std::string::npos);
  }
  CHECK(db.at(kThen).value().total("erased") == 1);
}

TEST_CASE("a clock before the last entry of the log is refused") {
  Clocked db;
  db.run("UPDATE frist_run SET started = 0, finished = 0");
  CHECK(db.refusal(kThen - 1).find("2023-11-14T22:13:20Z") != std::string::npos);
}

TEST_CASE("36 hours after the last night one has to say that the clock is right") {
  Clocked db;
  const std::string message = db.refusal(kThen + kLongestPause + 1);
  CHECK(message.find("2023-11-16T10:13:21Z") != std::string::npos);
  CHECK(message.find("2023-11-14T22:13:20Z") != std::string::npos);
  CHECK(message.find("--catch-up") != std::string::npos);
  CHECK(db.at(kThen + kLongestPause + 1, false, true).value().total("erased") == 1);  // one may always look
  CHECK(db.at(kThen + kLongestPause + 1, true).value().total("erased") == 1);
}

TEST_CASE("36 hours exactly are no fault, and the first night has nothing to be held against") {
  Clocked db;
  CHECK(db.at(kThen + kLongestPause).value().total("erased") == 1);
  NightDatabase fresh(cards_policy(kFormer), kCards);
  CHECK(fresh.try_night(Clocked::options_at(kThen, false, false)));
}

TEST_CASE("a night that found nothing to do is a night, too") {
  Clocked db;
  db.run("DELETE FROM cards");
  REQUIRE(db.at(kThen + kLongestPause));
  REQUIRE(db.at(kThen + 2 * kLongestPause).value().nothing_to_do);
  CHECK(db.at(kThen + 3 * kLongestPause));
}

}  // namespace
}  // namespace frist::run
