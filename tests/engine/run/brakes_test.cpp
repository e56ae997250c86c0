// SPDX-License-Identifier: Apache-2.0
// When a night refuses to begin, and what holds it off single entries.
#include "engine/store/holds.hpp"
#include "engine/store/work_lock.hpp"
#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

constexpr const char* kOne = "INSERT INTO cards VALUES(1,'a',0,'2020-01-01')";
constexpr const char* kHold =
    "INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES(1, 1, 0, 'court', 'me', 0)";

bool refuses(const text::Result<NightReport>& night, const std::string& because) {
  if (night) return false;
  INFO(night.error().message);
  CHECK(night.error().kind == text::ErrorKind::Refused);
  return night.error().message.find(because) != std::string::npos;
}

TEST_CASE("a day that has not come is refused, unless one insists") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kOne);
  CHECK(refuses(db.try_night("2097-01-01"), "has not come"));
  CHECK(db.number("SELECT count(*) FROM cards") == 1);
  CHECK(db.night("2097-01-01", true).total("erased") == 1);
  const auto insisted = db.try_night("2097-01-01", false, true);
  REQUIRE(insisted);
  CHECK(insisted.value().total("erased") == 1);
}

TEST_CASE("a day before the last night is refused") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kOne);
  db.night("2021-01-01");
  CHECK(refuses(db.try_night("2020-12-31"), "last night was that of 2021-01-01"));
}

TEST_CASE("after a night for a day ahead the nights of today decide everything anew") {
  NightDatabase db(cards_policy("retention former \"Former\" of card\n  review every 10 years from left_on\n"
                                "  erase after 200 years from left_on\n"),
                   kCards);
  db.run(kOne);
  db.night("2021-01-01");
  REQUIRE(db.try_night("2111-01-01", false, true));
  db.run("UPDATE frist_review SET done_on = 1, done_by = 'me'; DELETE FROM frist_changed");
  CHECK(db.number("SELECT min(next) FROM frist_due") > 51000);  // in 2109 or later
  const auto report = db.night("2022-01-01");
  CHECK(report.decided == 1);
  CHECK(db.number("SELECT min(next) FROM frist_due") < 30000);
  CHECK(refuses(db.try_night("2021-12-31"), "last night was that of 2022-01-01"));
}

TEST_CASE("tables that are no longer watched are refused, and attaching heals it") {
  const std::string broken =
      GENERATE("DROP TRIGGER frist_card_after_update_1",
               "CREATE TABLE m(id INTEGER PRIMARY KEY, member TEXT, main INTEGER, left_on TEXT);"
               "INSERT INTO m SELECT * FROM cards; DROP TABLE cards; ALTER TABLE m RENAME TO cards",
               "CREATE UNIQUE INDEX one_member ON cards(member)");
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kOne);
  db.night("2021-01-01");
  db.run(broken);
  CHECK(refuses(db.try_night("2022-06-01"), "not watched"));
  CHECK(refuses(db.try_night("2022-06-01", true), "not watched"));
  db.attach(cards_policy(kFormer));
  CHECK(db.night("2022-06-01").total("erased") == 1);
}

TEST_CASE("rows that were made to go with entries after attaching are refused, until they are declared or let go") {
  const std::string made =
      GENERATE("CREATE TABLE visits(card INTEGER REFERENCES cards(id) ON DELETE CASCADE)",
               "ALTER TABLE notes ADD COLUMN card INTEGER REFERENCES cards(id) ON DELETE CASCADE",
               "ALTER TABLE cards ADD COLUMN main_card INTEGER REFERENCES cards(id) ON DELETE CASCADE");
  NightDatabase db(cards_policy(kFormer), std::string(kCards) + "CREATE TABLE notes(text TEXT);");
  db.run(kOne);
  db.night("2021-01-01");
  db.run(made);
  CHECK(refuses(db.try_night("2022-06-01"), "ON DELETE CASCADE"));
  CHECK(refuses(db.try_night("2022-06-01", true), "ON DELETE CASCADE"));
  CHECK(db.number("SELECT count(*) FROM cards") == 1);
  const auto again = db.try_attach(cards_policy(kFormer));
  REQUIRE(again);
  CHECK_FALSE(again.value().attached);
}

TEST_CASE("one night at a time, and none while a policy is attached") {
  NightDatabase db(cards_policy(kFormer), kCards);
  const auto other = store::WorkLock::take(db.path());
  REQUIRE(other);
  const auto night = db.try_night("2022-06-01");
  REQUIRE_FALSE(night);
  CHECK(night.error().kind == text::ErrorKind::Busy);
  CHECK_FALSE(db.try_attach(cards_policy(kFormer)));
}

TEST_CASE("a policy that is attached while a night is under way is not lost") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) "
      "INSERT INTO cards SELECT i, 'm' || i, 0, '2020-01-01' FROM n");
  NightOptions options;
  options.as_of.day = calendar::parse_day("2021-01-01").value();
  options.now = 4'000'000'000;
  bool attached = false;
  options.progress = [&](const char*, std::uint64_t, std::uint64_t) {
    if (attached) return;
    attached = true;
    db.run("UPDATE frist_meta SET value = 'another' WHERE key = 'policy'");
    db.run("INSERT OR REPLACE INTO frist_progress(kind, policy, last, done) VALUES(1, 'another', NULL, 0)");
  };
  const auto sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  const auto policy = service::load_policy({"policy.frist", {{"policy.frist", cards_policy(kFormer)}}}, sources, sink);
  const auto night = run_night(db.connection(), policy->rules, service::policy_hash(*policy->rules), options);
  REQUIRE_FALSE(night);
  CHECK(db.number("SELECT count(*) FROM frist_progress WHERE policy = 'another'") == 1);
}

TEST_CASE("a dry run shows what another policy would do, without attaching it") {
  NightDatabase db(cards_policy("retention former \"Former\" of card\n  erase after 90 years from left_on\n"), kCards);
  db.run(kOne);
  db.night("2021-01-01");
  db.load(cards_policy(kFormer));
  CHECK(db.night("2022-06-01", true).total("erased") == 1);
  CHECK_FALSE(db.try_night("2022-06-01"));
  CHECK(db.number("SELECT count(*) FROM cards") == 1);
}

TEST_CASE("a hold that somebody writes holds, follows its entry to another key, and lets go when it is lifted") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kOne);
  db.night("2021-01-01");
  db.run(kHold);
  CHECK(db.night("2022-06-01").total("erased") == 0);
  db.run("UPDATE cards SET id = 11 WHERE id = 1");
  CHECK(db.night("2022-06-02").total("erased") == 0);
  db.run("UPDATE frist_hold SET lifted_by = 'me', lifted_at = 1");
  CHECK(db.night("2022-06-03").total("erased") == 1);
}

TEST_CASE("a hold or request that is written in another type than its key is refused, not ignored") {
  const std::string written = GENERATE(
      "INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES(1, '1', 0, 'c', 'm', 0)",
      "INSERT INTO frist_request(kind, entry, requested_on, received_by) VALUES(1, '1', 1, 'm')");
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kOne);
  db.run(written);
  CHECK(refuses(db.try_night("2022-06-01"), "card/1"));
  CHECK_FALSE(db.connection().execute(
      "INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES(7, 1, 0, 'c', 'm', 0)"));
}

TEST_CASE("a hold written as a number is refused where the keys are texts") {
  NightDatabase db(cards_policy(kFormer),
                   "CREATE TABLE cards(id TEXT PRIMARY KEY, member TEXT, main INTEGER, left_on TEXT);");
  db.run("INSERT INTO cards VALUES('1','a',0,'2020-01-01')");
  db.run(kHold);
  CHECK(refuses(db.try_night("2022-06-01"), "card/1"));
}

TEST_CASE("a policy that names what is held otherwise is not attached") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kOne);
  db.run(kHold);
  std::string renamed = cards_policy("retention former \"Former\" of kort\n  erase after 2 years from left_on\n");
  renamed.replace(renamed.find("record card"), 11, "record kort");
  CHECK_FALSE(db.try_attach(renamed));
  CHECK_FALSE(store::detach(db.connection(), true));
  db.run("UPDATE frist_hold SET lifted_by = 'me', lifted_at = 1");
  CHECK(db.try_attach(renamed));
}

TEST_CASE("a request is heeded whenever it is written, and goes with its entry") {
  const std::string rules = std::string(kFormer) +
                            "retention asked \"Asked\" of card\n  when erasure_requested_on is recorded\n"
                            "  erase at once from erasure_requested_on\n";
  NightDatabase db(cards_policy(rules), kCards);
  db.run("INSERT INTO cards VALUES(1,'a',0,'2021-01-01'),(2,'b',0,'2021-01-01')");
  db.night("2021-06-01");
  db.run("INSERT INTO frist_request(kind, entry, requested_on, received_by) VALUES(1, 1, 18800, 'm')");
  CHECK(db.night("2021-07-01").total("erased") == 1);
  db.run("INSERT INTO frist_request(kind, entry, requested_on, received_by) VALUES(1, 2, 18800, 'm')");
  db.run("DELETE FROM cards; INSERT INTO cards VALUES(2,'c',0,'2021-01-01')");
  CHECK(db.night("2021-07-02").total("erased") == 0);
}

}  // namespace
}  // namespace frist::run
