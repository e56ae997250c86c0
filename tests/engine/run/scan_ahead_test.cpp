// SPDX-License-Identifier: Apache-2.0
// Several threads that read and decide come to what one comes to.
#include "engine/run/scan_ahead.hpp"

#include <fmt/core.h>

#include <cstdlib>

#include "rules/program/compile.hpp"
#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

const std::string kRules = std::string(kFormer) +
                           "retention while_main \"While a main card is there\" of card\n"
                           "  when  any other card of the same subject where (main)\n  hold\n";

// Enough for several transactions; every ninth date cannot be read, a few members have many cards.
std::string rows_of(int count) {
  return fmt::format(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) INSERT INTO cards SELECT i * 3, "
      "CASE WHEN i % 1000 < 20 THEN 'm' || i / 1000 ELSE 'p' || i END, i % 4999 = 0, CASE WHEN i % 9 = 0 THEN 'soon' "
      "ELSE date('2019-01-01', '+' || (i * 7919 % 3000) || ' days') END FROM n",
      count);
}

struct Outcome {
  std::string schedule, counts;
  bool operator==(const Outcome&) const = default;
};

Outcome night_with(std::size_t threads, const std::string& table, int count) {
  NightDatabase db(cards_policy(kRules), table);
  db.run(rows_of(count));
  NightOptions options = NightDatabase::options("2021-03-01");
  options.threads = threads;
  const auto report = db.try_night(options);
  INFO((report ? std::string() : report.error().message));
  REQUIRE(report);
  db.check_schedule();
  Outcome outcome;
  outcome.schedule = db.text(
      "SELECT count(*) || ' ' || sum(next) || ' ' || sum(next * (entry % 9973)) || ' ' || (SELECT count(*) FROM cards) "
      "FROM frist_day");
  for (const NightCount& c : report.value().counts)
    outcome.counts += fmt::format("{} {} {} {}\n", c.record, c.rule, c.what, c.n);
  REQUIRE(report.value().unreadable.size() == 1);
  outcome.counts += std::to_string(report.value().unreadable[0].values);
  CHECK(report.value().decided == static_cast<std::uint64_t>(count));
  return outcome;
}

text::Result<std::unique_ptr<ScanAhead>> open_ahead(const NightDatabase& db, std::size_t threads) {
  const auto rules = db.rules();
  return ScanAhead::open(db.path(), program::compile(rules, *rules->find_record("card"), program::Purpose::Night),
                         threads);
}

}  // namespace

TEST_CASE("a night comes to the same with any number of threads, with keys that are row numbers and with others") {
  const std::string table =
      GENERATE(as<std::string>(), kCards,
               "CREATE TABLE cards(id TEXT PRIMARY KEY, member TEXT, main INTEGER, left_on TEXT) WITHOUT ROWID;",
               "CREATE TABLE cards(id TEXT UNIQUE COLLATE NOCASE, member TEXT, main INTEGER, left_on TEXT);");
  // A multiple of what one thread takes, and one more.
  const int count = GENERATE(4 * static_cast<int>(ScanAhead::kPart), 120'001);
  if (count > 100'000 && (table != kCards || std::getenv("FRIST_QUICK"))) return;
  const Outcome alone = night_with(1, table, count);
  CHECK(night_with(2, table, count) == alone);
  if (table == kCards) CHECK(night_with(5, table, count) == alone);
}

TEST_CASE("parts come in the order of their keys and each entry once, and what is not wanted is let go") {
  NightDatabase db(cards_policy(kRules), kCards);
  db.run(rows_of(50'000));
  auto opened = open_ahead(db, 3);
  REQUIRE(opened);
  ScanAhead& ahead = *opened.value();
  store::EntryBatch batch;
  decide::Verdicts verdicts;
  store::Key after;
  std::int64_t seen = 0;
  for (bool at_end = false; !at_end; at_end = ahead.at_end()) {
    REQUIRE(ahead.begin(after, NightDatabase::options("2023-01-01").as_of, 2));
    for (;;) {
      const auto more = ahead.next(batch, verdicts);
      REQUIRE(more);
      if (!more.value()) break;
      CHECK(verdicts.next_change.size() == batch.keys.size());
      for (std::size_t row = 0; row < batch.keys.size(); ++row) {
        const store::Key key = batch.keys.at(row);
        REQUIRE(key.number == 3 * ++seen);
        after = key;
      }
    }
    ahead.end();
  }
  CHECK(seen == 50'000);
  // Left in the middle, it begins again where it is asked to.
  for (int times = 0; times < 20; ++times) {
    REQUIRE(ahead.begin({}, NightDatabase::options("2023-01-01").as_of, 100));
    if (times % 2) REQUIRE(ahead.next(batch, verdicts).value());
    ahead.end();
  }
}

TEST_CASE("what goes wrong while a thread reads is told to whoever writes") {
  NightDatabase db(cards_policy(kRules), kCards);
  db.run(rows_of(50'000));
  auto opened = open_ahead(db, 2);
  REQUIRE(opened);
  db.run("DROP TABLE cards");
  REQUIRE(opened.value()->begin({}, NightDatabase::options("2023-01-01").as_of, 2));
  store::EntryBatch batch;
  decide::Verdicts verdicts;
  const auto more = opened.value()->next(batch, verdicts);
  CHECK(more.error().kind == text::ErrorKind::Data);
}

}  // namespace frist::run
