// SPDX-License-Identifier: Apache-2.0
#include "engine/run/plan.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "engine/store/holds.hpp"
#include "tests/engine/run/plan_database.hpp"

namespace frist::run {
namespace {

TEST_CASE("a plan changes nothing, and applying it does just what it says") {
  Plans db(cards_policy(kFormer));
  const PlanReport plan = db.plan();
  CHECK(plan.entries == 2);
  CHECK(db.number("SELECT count(*) FROM cards") == 3);
  CHECK(db.number("SELECT count(*) FROM frist_audit_leaf") == 0);
  const NightReport night = db.applied(plan);
  CHECK(night.total("erased") == 2);
  CHECK(night.total("left") == 0);
  CHECK(db.number("SELECT id FROM cards") == 3);
  CHECK(db.number("SELECT count(*) FROM frist_plan_entry") == 0);
  CHECK(says(db.apply(plan), "applied already", text::ErrorKind::Usage));
}

TEST_CASE("the same facts give a plan another hash only for its number, time and salt") {
  Plans db(cards_policy(kFormer));
  const PlanReport one = db.plan(), two = db.plan();
  CHECK(one.plan.hash != two.plan.hash);
  CHECK(one.counts.size() == two.counts.size());
  CHECK(says(db.apply(one), "replaced", text::ErrorKind::Usage));
  CHECK(db.number("SELECT count(DISTINCT plan) FROM frist_plan_entry") == 1);
}

TEST_CASE("what became due or was changed after the plan is left for the next") {
  Plans db(cards_policy(kFormer));
  const PlanReport plan = db.plan();
  db.run("INSERT INTO cards VALUES(4, 'd', 0, '2019-05-05'); UPDATE cards SET left_on = '2020-01-02' WHERE id = 2");
  const NightReport night = db.applied(plan);
  CHECK(night.total("erased") == 1);
  CHECK(night.total("left") == 2);
  CHECK(db.text("SELECT group_concat(id) FROM cards") == "2,3,4");
  const PlanReport next = db.plan();
  CHECK(next.entries == 2);
  CHECK(db.applied(next).total("erased") == 2);
}

TEST_CASE("a field that is filled again after it was anonymised is in the plan, or left") {
  Plans db(
      cards_policy("retention former \"Former\" of card\n  anonymise member after 1 year from left_on\n"
                   "  erase after 20 years from left_on\n"));
  db.night("2021-12-31");
  const auto nothing = db.plan();
  db.run("UPDATE cards SET member = 'a' WHERE id = 1");
  CHECK(db.applied(nothing).total("anonymised") == 0);
  CHECK(db.text("SELECT member FROM cards WHERE id = 1") == "a");
  const auto plan = db.plan("2022-01-11");
  CHECK(plan.entries == 1);
  CHECK(db.applied(plan).total("anonymised") == 1);
}

TEST_CASE("a plan that was touched is refused") {
  const std::string touched = GENERATE(
      "DELETE FROM frist_plan_entry WHERE entry = 1",
      "INSERT INTO frist_plan_entry SELECT plan, kind, 3, action, rule, due, digest FROM frist_plan_entry LIMIT 1",
      "UPDATE frist_plan_entry SET rule = 'other' WHERE entry = 1",
      "UPDATE frist_plan SET body = replace(body, '\"entries\":2', '\"entries\":3')",
      "UPDATE frist_plan SET policy = 'x'");
  Plans db(cards_policy(kFormer));
  const PlanReport plan = db.plan();
  db.run(touched);
  const auto refused = db.apply(plan);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == text::ErrorKind::Refused);
  CHECK(db.number("SELECT count(*) FROM cards") == 3);
}

TEST_CASE("entries that are swapped while a plan is being applied are refused") {
  const std::string swap = GENERATE("UPDATE frist_plan_entry SET rule = 'other' WHERE entry = 2",
                                    "DELETE FROM frist_plan_entry WHERE entry = 2",
                                    "INSERT INTO frist_plan_entry SELECT plan, kind, 3, action, rule, due, digest FROM "
                                    "frist_plan_entry WHERE entry = 2");
  Plans db(cards_policy(kFormer));
  const auto plan = db.plan();
  const auto refused = db.apply_beside(plan, [&](store::Connection& other, std::uint64_t done) {
    if (done == 1) REQUIRE(other.execute(swap));
  });
  CHECK(says(refused, "changed while it was being applied"));
  CHECK(db.number("SELECT count(*) FROM cards") == 2);
}

TEST_CASE("what other programs write beside a plan that is being applied keeps it from nothing") {
  Plans db(cards_policy(kFormer));
  const auto plan = db.plan();
  const auto night = db.apply_beside(plan, [](store::Connection& other, std::uint64_t done) {
    if (done < 3) REQUIRE(other.execute("INSERT INTO cards(member) VALUES ('new')"));
  });
  REQUIRE(night);
  CHECK(night.value().total("erased") == 2);
}

TEST_CASE("a plan is for its policy") {
  Plans db(cards_policy(kFormer));
  const PlanReport plan = db.plan();
  db.attach(cards_policy("retention former \"Former\" of card\n  erase  after 1 year from left_on\n"));
  CHECK(says(db.apply(plan), "another policy"));
}

TEST_CASE("a plan does not go on with a night that was cut off, but begins its own and says so") {
  Plans db(cards_policy(kFormer));
  db.run("INSERT INTO frist_run(id, policy, as_of, started, state) VALUES (1, '" + db.policy_hash() + "', " +
         std::to_string(calendar::parse_day(kDay).value()) + ", 4000000000, 'running')");
  const PlanReport plan = db.plan();
  const auto applied = db.applied(plan);
  CHECK_FALSE(applied.resumed);
  CHECK(applied.run == 2);
  CHECK(db.text("SELECT state FROM frist_run WHERE id = 1") == "cut off");
  CHECK(db.text("SELECT state || run FROM frist_plan") == "applied2");
  CHECK(db.number("SELECT count(*) FROM frist_audit_log WHERE instr(body, '" + plan.plan.hash + "')") == 1);
}

TEST_CASE("a plan that was cut off while it was applied is gone on with, and by nothing else") {
  Plans db(cards_policy(kFormer));
  const PlanReport plan = db.plan();
  // As if killed behind the transaction that begins the run.
  db.run("INSERT INTO frist_run(id, policy, as_of, started, state) VALUES (1, '" + db.policy_hash() + "', " +
         std::to_string(plan.plan.as_of) +
         ", 4000000000, 'running'); UPDATE frist_plan SET state = 'applying', run = 1");
  CHECK(says(db.try_night(kDay), "frist apply 1"));
  CHECK_FALSE(make_plan(db.connection(), db.rules(), db.policy_hash(), NightDatabase::options(kDay)));
  CHECK(db.number("SELECT count(*) FROM cards") == 3);
  const NightReport night = db.applied(plan);
  CHECK(night.resumed);
  CHECK(night.total("erased") == 2);
}

// ---- holds

// A night of six transactions, while another program holds one of the entries at a random moment behind the plan. Where
// the entry was still there when the hold came, it is there for good. Rounds go on until the hold came in time so
// often.
TEST_CASE("a hold that is placed between plan and erasure wins, whenever it comes", "[holds]") {
  const int wanted = std::getenv("FRIST_QUICK") ? 50 : 1000;
  Plans db(cards_policy(kFormer), "SELECT 1");
  auto other = store::Connection::open(db.path());
  REQUIRE(other);
  std::mt19937_64 random(42);
  int rounds = 0, in_time = 0;
  for (; in_time < wanted; ++rounds) {
    db.run(
        "DELETE FROM frist_hold; DELETE FROM cards; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i "
        "< 6) INSERT INTO cards SELECT i, 'm', 0, '2020-01-01' FROM n");
    const PlanReport plan = db.plan();
    const std::int64_t held = 1 + static_cast<std::int64_t>(random() % 6);
    const std::string its_card = "SELECT count(*) FROM cards WHERE id = " + std::to_string(held);
    const auto wait = std::chrono::microseconds(random() % 2000);
    bool was_there = false;
    std::thread holder([&] {
      std::this_thread::sleep_for(wait);
      auto transaction = store::Transaction::begin_write(other.value());
      if (!transaction) return;
      const bool there = other.value().integer(its_card).value() == 1;
      const bool placed = static_cast<bool>(
          store::place_hold(other.value(), {0, 1, store::Key(held), 0, "court", "office", 0, {}, {}}));
      was_there = placed && transaction.value().commit() && there;
    });
    NightOptions chosen = NightDatabase::options(kDay);
    chosen.plan = plan.plan.id;
    chosen.batch = 1;
    const auto night = db.try_night(chosen);
    holder.join();
    INFO((night ? std::string() : night.error().message));
    REQUIRE(night);
    REQUIRE((db.number(its_card) == 1) == was_there);
    REQUIRE(night.value().total("erased") == (was_there ? 5 : 6));
    in_time += was_there;
  }
  std::printf("%d holds came before their entry went, and won (%d nights)\n", in_time, rounds);
}

TEST_CASE("of two nights that start at once one works and the other says busy within a second") {
  Plans db(cards_policy(kFormer), "SELECT 1");
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO cards SELECT i, 'm', "
      "0, "
      "'2020-01-01' FROM n");
  auto other = store::Connection::open(db.path());
  REQUIRE(other);
  std::optional<NightReport> worked;
  std::chrono::steady_clock::duration waited{};
  bool busy = false;
  std::thread second([&] {
    const auto begun = std::chrono::steady_clock::now();
    const auto night = run_night(other.value(), db.rules(), db.policy_hash(), NightDatabase::options(kDay));
    waited = std::chrono::steady_clock::now() - begun;
    busy = !night && night.error().kind == text::ErrorKind::Busy;
    if (night) worked = night.value();
  });
  const auto first = db.try_night(kDay);
  second.join();
  // Whoever was late by a whole night found nothing left to do.
  if (first && worked) CHECK((first.value().nothing_to_do || worked->nothing_to_do));
  if (busy) CHECK(waited < std::chrono::seconds(1));
  CHECK((first || busy || worked));
  CHECK(db.number("SELECT count(*) FROM cards") == 0);
  CHECK(db.number("SELECT count(*) FROM frist_audit_ref") == 2000);
}

// ---- the policy

TEST_CASE("a policy that is swapped during a run is not the run's: all its entries cite the one from its start") {
  Plans db(cards_policy(kFormer), "SELECT 1");
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO cards SELECT i, 'm', "
      "0, "
      "'2020-01-01' FROM n");
  const std::string hash = db.policy_hash();
  const std::string swap = GENERATE(
      as<std::string>(), "UPDATE frist_meta SET value = 'another' WHERE key = 'policy'",
      "DELETE FROM frist_meta WHERE key = 'policy'", "UPDATE frist_policy_file SET text = 'policy edited \"Edited\"'",
      "DELETE FROM frist_policy_file", "UPDATE frist_policy_file SET text = substr(text, 1, 100)");
  NightOptions chosen = NightDatabase::options(kDay);
  chosen.batch = 10;
  int batches = 0;
  auto other = store::Connection::open(db.path());
  REQUIRE(other);
  chosen.progress = [&](const char*, std::uint64_t, std::uint64_t) {
    if (++batches == 5) REQUIRE(other.value().execute(swap));
  };
  const auto night = db.try_night(chosen);
  CHECK(batches >= 5);
  CHECK(db.number("SELECT count(*) FROM frist_audit_log WHERE CAST(leaf AS TEXT) NOT LIKE '%policy sha256:" + hash +
                  "%'") == 0);
  const std::int64_t gone = 300 - db.number("SELECT count(*) FROM cards");
  CHECK(db.number("SELECT count(*) FROM frist_audit_ref") == gone);
  CHECK((night ? gone == 300 : gone < 300));  // another policy stops it; another text of the same is not looked at
}

}  // namespace
}  // namespace frist::run
