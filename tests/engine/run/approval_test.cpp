// SPDX-License-Identifier: Apache-2.0
// Who has to sign a plan, whose signature counts, and what a changed policy needs.
#include "tests/engine/run/plan_database.hpp"

namespace frist::run {
namespace {

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
  const auto next = db.plan("2022-01-11");
  options.plan = next.plan.id;
  options.release_brake = true;
  CHECK(says(db.try_night(options), "an officer has to sign"));
  REQUIRE(db.sign(next, one));
  CHECK(says(db.try_night(options), "1 more signature"));
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

}  // namespace
}  // namespace frist::run
