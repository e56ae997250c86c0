// SPDX-License-Identifier: Apache-2.0
// The calendar of the coming nights against the nights themselves, run one day after another.
#include "engine/run/coming_nights.hpp"

#include <map>
#include <tuple>

#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

using calendar::Day;
using Line = std::tuple<Day, std::string, std::string, std::string>;
using Lines = std::map<Line, std::int64_t>;

// Stored days that are early (a hold in between, a rule that another replaces), reviews that come again, acts before an
// erasure, a duty that outlasts a limit, and entries that are due before the first night.
constexpr const char* kMany =
    "retention former \"Former\" of card\n  anonymise member after 6 months from left_on\n"
    "  review every 3 months from left_on\n  erase after 1 year from left_on\n"
    "retention trial \"Trial\" of card\n  when main\n  keep for 14 months from left_on\n";
constexpr const char* kFrom = "2021-01-10";
constexpr const char* kUntil = "2021-12-20";

Day day(const std::string& iso) { return calendar::parse_day(iso).value(); }

ComingNights coming(NightDatabase& db, const std::string& from, const std::string& until) {
  ComingOptions options;
  options.from = day(from);
  options.until = day(until);
  options.now = 4'000'000'000;
  auto nights = coming_nights(db.connection(), db.rules(), service::policy_hash(*db.rules()), options);
  INFO((nights ? std::string() : nights.error().message));
  REQUIRE(nights);
  return std::move(nights).value();
}

Lines lines_of(const ComingNights& nights) {
  Lines lines;
  for (const ComingCount& c : nights.counts) lines[{c.night, c.record, c.rule, c.what}] += c.n;
  return lines;
}

Lines lines_of(NightDatabase& db, const std::string& from, const std::string& until) {
  Lines lines;
  for (Day d = day(from); d <= day(until); ++d)
    for (const NightCount& c : db.night(calendar::to_iso(d)).counts)
      if (c.what != "kept") lines[{d, c.record, c.rule, c.what}] += c.n;
  return lines;
}

std::string text_of(const Lines& lines) {
  std::string out;
  for (const auto& [line, n] : lines)
    out += calendar::to_iso(std::get<0>(line)) + " " + std::get<1>(line) + " " + std::get<2>(line) + " " +
           std::get<3>(line) + " " + std::to_string(n) + "\n";
  return out;
}

void fill(NightDatabase& db) {
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO cards "
      "SELECT i, 'm' || i, i % 5 = 0, CASE WHEN i % 7 THEN date('2019-11-01', (i * 3 % 600) || ' days') END FROM n");
}

TEST_CASE("each night does what the calendar says of its day") {
  const bool decided_before = GENERATE(false, true);  // else every entry is followed, not only those with a stored day
  NightDatabase db(cards_policy(kMany), kCards);
  fill(db);
  if (decided_before) db.night("2020-12-15");
  const Lines said = lines_of(coming(db, kFrom, kUntil));
  const Lines did = lines_of(db, kFrom, kUntil);
  CHECK(text_of(said) == text_of(did));
  std::map<std::string, std::int64_t> all;
  for (const auto& [line, n] : did) all[std::get<3>(line)] += n;
  for (const char* what : {"erased", "anonymised", "reviewed", "restricted"}) CHECK(all[what] > 10);
  CHECK(did.size() > 100);
}

TEST_CASE("an entry that is changed after the calendar was made shows as a difference") {
  NightDatabase db(cards_policy(kMany), kCards);
  fill(db);
  db.night("2020-12-15");
  const Lines said = lines_of(coming(db, kFrom, "2021-02-20"));
  db.run("UPDATE cards SET left_on = '2020-02-01', main = 0 WHERE id = 7");
  CHECK(text_of(said) != text_of(lines_of(db, kFrom, "2021-02-20")));
}

TEST_CASE("the stored days alone would say something else") {
  NightDatabase db(cards_policy(kMany), kCards);
  fill(db);
  db.night("2020-12-15");
  const ComingNights nights = coming(db, kFrom, kUntil);
  std::int64_t erased = 0;
  for (const ComingCount& c : nights.counts) erased += c.what == "erased" ? c.n : 0;
  CHECK(erased < db.number("SELECT count(*) FROM frist_day WHERE next <= " + std::to_string(day(kUntil))));
}

TEST_CASE("nothing is written, and what is due before the first day is not told") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES(1,'a',0,'2019-03-01'),(2,'b',0,'2019-05-01')");
  db.night("2021-01-01");
  const std::int64_t changes = db.number("SELECT total_changes()");
  CHECK(text_of(lines_of(coming(db, "2021-01-02", "2021-04-01"))) == "2021-03-02 card former erased 1\n");
  CHECK(text_of(lines_of(coming(db, "2021-03-10", "2021-12-31"))) ==
        "2021-03-10 card former erased 1\n2021-05-02 card former erased 1\n");  // no night came before the 10th
  CHECK(db.number("SELECT total_changes()") == changes);
}

TEST_CASE("what nights before the first day would do is theirs") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES(1,'a',0,'2094-12-01'),(2,'b',0,'2095-05-01')");
  CHECK(text_of(lines_of(coming(db, "2097-01-01", "2097-12-31"))) == "2097-05-02 card former erased 1\n");
}

TEST_CASE("after a night for a day ahead everything is followed anew") {
  NightDatabase db(cards_policy("retention former \"Former\" of card\n  review every 10 years from left_on\n"
                                "  erase after 200 years from left_on\n"),
                   kCards);
  db.run("INSERT INTO cards VALUES(1,'a',0,'2020-01-01')");
  REQUIRE(db.try_night("2111-01-01", false, true));
  db.run("DELETE FROM frist_review; DELETE FROM frist_changed");
  const auto lines = lines_of(coming(db, "2022-01-01", "2045-01-01"));
  CHECK(text_of(lines) == "2030-01-01 card former reviewed 1\n2040-01-01 card former reviewed 1\n");
}

}  // namespace
}  // namespace frist::run
