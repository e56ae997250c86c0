// SPDX-License-Identifier: Apache-2.0
// Ten years of nights in six time zones, with the clock put forward and back, leap days, a day that a country skipped,
// and nights that did not happen: after each night, what should be gone is gone and nothing else is. The reader by hand
// knows time zones from the C library and dates from counting days one by one.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>
#include <numeric>
#include <random>
#include <utility>

#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

struct Date {
  int year, month, day;
  auto operator<=>(const Date&) const = default;
};

int days_of(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}
Date next_day(Date d) {
  if (++d.day > days_of(d.year, d.month)) d.day = 1, ++d.month;
  if (d.month > 12) d.month = 1, ++d.year;
  return d;
}
std::string written(Date d) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
  return text;
}
// BGB 187(1), 188(2) and (3): the period ends on the day of the same number, or on the last of its month.
Date gone_from(Date start, int months) {
  Date end = start;
  for (int i = 0; i < months; ++i)
    if (++end.month > 12) end.month = 1, ++end.year;
  end.day = std::min(end.day, days_of(end.year, end.month));
  return next_day(end);
}

// Where TZ points to; the C library's reading.
class LocalClock {
 public:
  explicit LocalClock(const char* zone) { set(zone); }
  ~LocalClock() { set(nullptr); }
  LocalClock(const LocalClock&) = delete;
  Date day_at(std::time_t instant) const {
    std::tm local{};
    localtime_r(&instant, &local);
    return {local.tm_year + 1900, local.tm_mon + 1, local.tm_mday};
  }

 private:
  static void set(const char* zone) {
    if (zone)
      setenv("TZ", zone, 1);
    else
      unsetenv("TZ");
    tzset();
  }
};

struct Card {
  Date left;
  bool main = false;
};
struct Years {
  int nights = 0, missed = 0, erased = 0;
  std::string wrong;  // the first difference; empty: none
};

// `months_by_hand`: of the reader by hand; the policy says 18 months, and 6 for main cards.
Years live_through(const char* zone, int years, std::uint64_t seed, int months_by_hand = 18) {
  std::mt19937_64 random(seed);
  const LocalClock clock(zone);
  std::string policy = cards_policy(
      "retention former \"Former\" of card\n  when   not main\n  erase  after 18 months from left_on\n"
      "retention mains \"Mains\" of card\n  when   main\n  erase  after 6 months from left_on\n");
  policy.replace(policy.find("Europe/Berlin"), 13, zone);
  NightDatabase db(policy, kCards);
  const auto its_zone = calendar::Zone::find(zone);
  REQUIRE(its_zone);
  std::map<std::int64_t, Card> cards;
  Years seen;
  std::int64_t id = 0;
  bool missed = false;
  // Every 24 hours, twenty minutes before midnight by the wall of winter: in summer the same night is the next day's,
  // so that days go by without a night, and others have two.
  std::time_t night = its_zone->start_of_day(calendar::parse_day("2008-01-01").value()).value() - 1200;
  for (int n = 0; n < 365 * years + years / 4; ++n, night += 86400) {
    for (int i = static_cast<int>(random() % 3); i > 0; --i) {
      const Date left{2006 + static_cast<int>(random() % 9), 1 + static_cast<int>(random() % 12), 0};
      const bool at_the_end = random() % 3 == 0;
      Card card{left, random() % 2 == 0};
      card.left.day = at_the_end ? days_of(left.year, left.month) : 1 + static_cast<int>(random() % 28);
      cards[++id] = card;
      db.run("INSERT INTO cards VALUES(" + std::to_string(id) + ", 'm', " + std::to_string(card.main) + ", '" +
             written(card.left) + "')");
    }
    if (random() % 40 == 0) {
      ++seen.missed, missed = true;
      continue;
    }
    NightOptions options;
    options.as_of = {its_zone->civil_day(night), night};
    options.now = night;
    options.catch_up = std::exchange(missed, false);
    const auto report = db.try_night(options);
    INFO(zone << " night " << n << (report ? "" : ": " + report.error().message));
    REQUIRE(report);
    ++seen.nights;
    seen.erased += static_cast<int>(report.value().total("erased"));
    const Date today = clock.day_at(night);
    std::erase_if(cards,
                  [&](const auto& c) { return gone_from(c.second.left, c.second.main ? 6 : months_by_hand) <= today; });
    if (db.number("SELECT count(*) FROM cards") == static_cast<std::int64_t>(cards.size()) &&
        db.number("SELECT coalesce(sum(id * id % 9973), 0) FROM cards") ==
            std::accumulate(cards.begin(), cards.end(), std::int64_t{0},
                            [](std::int64_t sum, const auto& c) { return sum + c.first * c.first % 9973; }))
      continue;
    seen.wrong = written(today);
    return seen;
  }
  return seen;
}

TEST_CASE("in ten years of nights nothing goes early, and nothing late but for a night that was missed", "[years]") {
  const InMemory folder;
  const int years = std::getenv("FRIST_QUICK") ? 1 : 10;
  int nights = 0, missed = 0, erased = 0;
  for (const char* zone : {"Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe",
                           "Asia/Kathmandu", "Pacific/Apia"}) {
    const Years seen = live_through(zone, years, 7);
    INFO(zone << " " << seen.wrong);
    CHECK(seen.wrong.empty());
    nights += seen.nights, missed += seen.missed, erased += seen.erased;
  }
  std::printf("%d nights in six time zones, %d missed, %d entries erased\n", nights, missed, erased);
  CHECK(missed > 0);
  CHECK(erased > 6 * 50 * years);
}

TEST_CASE("a planted bug is found: a reader who counts another number of months") {
  const InMemory folder;
  CHECK_FALSE(live_through("Europe/Berlin", 3, 7, 17).wrong.empty());
}

}  // namespace
}  // namespace frist::run
