// SPDX-License-Identifier: Apache-2.0
#include "engine/run/plan.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "engine/audit/signature.hpp"
#include "engine/service/open_database.hpp"
#include "engine/service/plans.hpp"
#include "engine/store/holds.hpp"
#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

constexpr const char* kTwo =
    "INSERT INTO cards VALUES(1,'a',0,'2020-01-01'), (2,'b',0,'2020-01-01'), (3,'c',0,'2024-01-01')";
constexpr const char* kDay = "2022-01-10";

constexpr const char* kFourEyes = R"(
party club "Club" is controller
party office "Records office" acts for club
party treasurer "Treasurer" acts for club
approval two "Two people agree"
  by       office
  needs    2 for card
  author   may not approve
)";

std::vector<std::shared_ptr<const model::RuleSet>> former_of(const NightDatabase& db) {
  auto open = service::open_attached(db.path(), store::OpenOptions::Mode::ReadOnly);
  REQUIRE(open);
  auto former = service::former_rules(open.value());
  REQUIRE(former);
  return std::move(former).value();
}

class Plans : public NightDatabase {
 public:
  explicit Plans(const std::string& policy, const std::string& rows = kTwo) : NightDatabase(policy, kCards) {
    run(rows);
  }

  PlanReport plan(const std::string& day = kDay, std::optional<Brake> brake = {}) {
    NightOptions chosen = options(day);
    chosen.brake = brake;
    chosen.former = former_of(*this);
    auto made = make_plan(connection(), rules(), policy_hash(), chosen);
    INFO((made ? std::string() : made.error().message));
    REQUIRE(made);
    return std::move(made).value();
  }
  text::Result<NightReport> apply(const PlanReport& plan, bool release = false) {
    NightOptions chosen = options(calendar::to_iso(plan.plan.as_of));
    chosen.plan = plan.plan.id;
    chosen.release_brake = release;
    return try_night(chosen);
  }
  NightReport applied(const PlanReport& plan) {
    auto report = apply(plan);
    INFO((report ? std::string() : report.error().message));
    REQUIRE(report);
    check_schedule();
    return std::move(report).value();
  }
  // An officer who was there before every plan; the key that signs.
  std::string officer(const std::string& name, const std::string& party = "office") {
    const audit::KeyPair pair = audit::make_key_pair();
    REQUIRE(store::add_officer(connection(), {name, party, pair.public_key, 0, {}}));
    return pair.private_pem;
  }
  text::Result<std::string> sign(const PlanReport& plan, const std::string& key) {
    return approve_plan(connection(), *rules(), plan.plan, key, 4'000'000'000);
  }
};

bool says(const text::Result<NightReport>& refused, const std::string& words,
          text::ErrorKind kind = text::ErrorKind::Refused) {
  if (refused) return false;
  INFO(refused.error().message);
  CHECK(refused.error().kind == kind);
  return refused.error().message.find(words) != std::string::npos;
}

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
  auto other = store::Connection::open(db.path());
  REQUIRE(other);
  NightOptions options = NightDatabase::options(kDay);
  options.plan = plan.plan.id;
  options.batch = 1;
  options.progress = [&](const char*, std::uint64_t done, std::uint64_t) {
    if (done == 1) REQUIRE(other.value().execute(swap));
  };
  CHECK(says(db.try_night(options), "changed while it was being applied"));
  CHECK(db.number("SELECT count(*) FROM cards") == 2);
}

TEST_CASE("what other programs write beside a plan that is being applied keeps it from nothing") {
  Plans db(cards_policy(kFormer));
  const auto plan = db.plan();
  auto other = store::Connection::open(db.path());
  REQUIRE(other);
  NightOptions options = NightDatabase::options(kDay);
  options.plan = plan.plan.id;
  options.batch = 1;
  options.progress = [&](const char*, std::uint64_t done, std::uint64_t) {
    if (done < 3) REQUIRE(other.value().execute("INSERT INTO cards(member) VALUES ('new')"));
  };
  const auto night = db.try_night(options);
  REQUIRE(night);
  CHECK(night.value().total("erased") == 2);
}

TEST_CASE("a plan is for its policy") {
  Plans db(cards_policy(kFormer));
  const PlanReport plan = db.plan();
  db.attach(cards_policy("retention former \"Former\" of card\n  erase  after 1 year from left_on\n"));
  CHECK(says(db.apply(plan), "another policy"));
}

TEST_CASE("beyond the brake a plan needs a signature, or somebody who takes it on themselves") {
  Plans db(cards_policy(kFormer));
  const std::string key = db.officer("somebody", "");
  const Brake none{0, 0, 0, false};
  const PlanReport plan = db.plan(kDay, none);
  CHECK_FALSE(plan.brake.empty());
  CHECK(says(db.apply(plan), "the brake is on"));
  CHECK(db.number("SELECT count(*) FROM cards") == 3);
  SECTION("released") { CHECK(db.apply(plan, true).value().total("erased") == 2); }
  SECTION("signed") {
    REQUIRE(db.sign(plan, key));
    CHECK(db.applied(plan).total("erased") == 2);
  }
}

TEST_CASE("where the policy asks for two, one signature is not enough, nor the same twice, nor another party's") {
  Plans db(cards_policy(kFormer) + kFourEyes);
  const std::string one = db.officer("one"), two = db.officer("two"), other = db.officer("three", "treasurer");
  CHECK(says(db.try_night(kDay), "asks for approval"));
  const PlanReport plan = db.plan();
  CHECK(says(db.apply(plan), "2 more signatures"));
  REQUIRE(db.sign(plan, one));
  CHECK(db.sign(plan, one).error().message.find("before") != std::string::npos);
  REQUIRE(db.sign(plan, other));
  CHECK(says(db.apply(plan), "1 more signature"));
  CHECK(says(db.apply(plan, true), "1 more signature"));  // releasing the brake is no approval
  REQUIRE(db.sign(plan, two));
  CHECK(db.applied(plan).total("erased") == 2);
}

TEST_CASE("signatures that do not hold do not count") {
  Plans db(cards_policy(kFormer) + kFourEyes);
  const std::string one = db.officer("one"), two = db.officer("two");
  const PlanReport plan = db.plan();
  REQUIRE(db.sign(plan, one));
  REQUIRE(db.sign(plan, two));
  SECTION("changed") { db.run("UPDATE frist_approval SET signature = zeroblob(64) WHERE officer = 'two'"); }
  SECTION("put under another name") {
    db.run("UPDATE frist_approval SET signature = (SELECT signature FROM frist_approval WHERE officer = 'one')");
  }
  SECTION("another time") { db.run("UPDATE frist_approval SET signed_at = signed_at + 1 WHERE officer = 'two'"); }
  SECTION("retired") { REQUIRE(store::retire_officer(db.connection(), "two", 1)); }
  SECTION("another key") { db.run("UPDATE frist_officer SET public_key = zeroblob(32) WHERE name = 'two'"); }
  CHECK(says(db.apply(plan), "1 more signature"));
  CHECK(db.number("SELECT count(*) FROM cards") == 3);
}

TEST_CASE("an author does not approve, nor somebody who was added after the plan, nor a stranger") {
  Plans db(cards_policy(kFormer) + kFourEyes);
  db.run("INSERT INTO frist_policy_author VALUES ('" + db.policy_hash() + "', 'one')");
  const std::string author = db.officer("one");
  const PlanReport plan = db.plan();
  CHECK(db.sign(plan, author).error().message.find("author may not approve") != std::string::npos);
  const audit::KeyPair late = audit::make_key_pair();
  REQUIRE(store::add_officer(db.connection(), {"late", "office", late.public_key, 4'000'000'001, {}}));
  CHECK(db.sign(plan, late.private_pem).error().message.find("added after") != std::string::npos);
  CHECK(db.sign(plan, audit::make_key_pair().private_pem).error().message.find("no officer") != std::string::npos);
}

TEST_CASE("who becomes an author after signing, or is one under another spelling, does not count") {
  Plans db(cards_policy(kFormer) + kFourEyes);
  const std::string one = db.officer("one"), two = db.officer("two");
  const PlanReport plan = db.plan();
  REQUIRE(db.sign(plan, one));
  REQUIRE(db.sign(plan, two));
  db.run("INSERT INTO frist_policy_author VALUES ('" + db.policy_hash() + "', ' Two')");
  CHECK(says(db.apply(plan), "1 more signature"));
  CHECK(db.number("SELECT count(*) FROM cards") == 3);
}

TEST_CASE("what a changed policy needs is what its widening needs") {
  model::RuleSet rules;
  rules.records.resize(2);
  rules.records[0].name = "card", rules.records[1].name = "claim";
  rules.parties.resize(1);
  rules.parties[0].heading.name = "office";
  model::Approval approval;
  approval.by = {0};
  approval.needs = {{1, {0}}};
  approval.widening = 3;
  rules.approvals = {approval};
  CHECK(missing_signatures(rules, {"card"}, false, {}).signatures == 1);
  CHECK(missing_signatures(rules, {"card"}, false, {{"office"}}).signatures == 0);
  CHECK(missing_signatures(rules, {"card"}, true, {{"office"}}).signatures == 2);
  CHECK(missing_signatures(rules, {"claim"}, false, {}).signatures == 0);
  CHECK(missing_signatures(rules, {"claim"}, true, {}).signatures == 3);
  CHECK(missing_signatures(rules, {}, true, {}).signatures == 0);
}

// The other policies that are asked what a plan needs.
TEST_CASE("approvals are not got rid of by attaching policies without them, before any night or after one") {
  const std::string strict = cards_policy(kFourEyes + std::string(kFormer)),
                    loose = cards_policy(std::string(kFourEyes, std::string(kFourEyes).find("approval")) + kFormer),
                    looser = cards_policy(kFormer);
  Plans db(strict);
  const std::string one = db.officer("one"), two = db.officer("two");
  const bool after_a_night = GENERATE(false, true);
  if (after_a_night) {
    db.attach(looser);
    db.night("2021-12-31");  // keeps all: no act
    db.attach(strict);
  }
  db.attach(looser);
  db.attach(loose);
  NightOptions options = NightDatabase::options(kDay);
  options.former = former_of(db);
  CHECK(options.former.size() == 2);
  CHECK(says(db.try_night(options), "asks for approval"));
  const auto plan = db.plan();
  options.plan = plan.plan.id;
  options.release_brake = true;
  CHECK(says(db.try_night(options), "2 more signatures"));
  REQUIRE(db.sign(plan, one));
  REQUIRE(db.sign(plan, two));
  REQUIRE(db.try_night(options));
  CHECK(former_of(db).empty());
}

TEST_CASE("the approvals of the policy whose night did something count for the first plan of another") {
  Plans db(cards_policy(kFourEyes + std::string(kFormer)));
  const std::string one = db.officer("one"), two = db.officer("two");
  const auto first = db.plan();
  REQUIRE(db.sign(first, one));
  REQUIRE(db.sign(first, two));
  CHECK(db.applied(first).total("erased") == 2);
  db.attach(cards_policy("retention former \"Former\" of card\n  erase after 1 year from left_on\n"));
  db.run("INSERT INTO cards VALUES(4,'d',0,'2020-06-01')");
  NightOptions options = NightDatabase::options("2022-01-11");
  options.former = former_of(db);
  REQUIRE(options.former.size() == 1);
  CHECK(says(db.try_night(options), "asks for approval"));
  options.plan = db.plan("2022-01-11").plan.id;
  options.release_brake = true;
  CHECK(says(db.try_night(options), "2 more signatures"));
}

TEST_CASE("a plan of a changed policy that does nothing leaves it as untried as it was") {
  Plans db(cards_policy(kFormer));
  CHECK(db.night(kDay).total("erased") == 2);
  db.attach(cards_policy("retention former \"Former\" of card\n  erase after 1 year from left_on\n"));
  const auto empty = db.plan("2022-01-11");
  CHECK(empty.policy_changed);
  CHECK(empty.entries == 0);
  REQUIRE(db.apply(empty, true));
  db.run("INSERT INTO cards VALUES(4,'d',0,'2020-06-01')");
  const auto plan = db.plan("2022-01-12");
  CHECK(plan.policy_changed);
  CHECK(says(db.apply(plan), "the policy was changed"));
  NightOptions night = NightDatabase::options("2022-01-12");
  night.brake = Brake{};
  const auto stopped = db.try_night(night);
  REQUIRE(stopped);
  REQUIRE(stopped.value().brake.size() == 1);
  CHECK(stopped.value().brake[0].limit == "changed policy");
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
  CHECK(db.number("SELECT count(*) FROM frist_audit_body WHERE instr(body, '" + plan.plan.hash + "')") == 1);
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
TEST_CASE("a hold that is placed between plan and erasure wins, whenever it comes") {
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
  CHECK(db.number("SELECT count(*) FROM frist_audit_leaf WHERE CAST(leaf AS TEXT) NOT LIKE '%policy sha256:" + hash +
                  "%'") == 0);
  const std::int64_t gone = 300 - db.number("SELECT count(*) FROM cards");
  CHECK(db.number("SELECT count(*) FROM frist_audit_ref") == gone);
  CHECK((night ? gone == 300 : gone < 300));  // another policy stops it; another text of the same is not looked at
}

}  // namespace
}  // namespace frist::run
