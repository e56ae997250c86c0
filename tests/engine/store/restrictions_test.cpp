// SPDX-License-Identifier: Apache-2.0
// Restrictions by people and by rules on one entry: restricted_on stays as long as either of them stands.
#include "engine/store/restrictions.hpp"

#include "tests/engine/store/attached_bureau.hpp"

namespace frist::store {
namespace {

struct RestrictedBureau : AttachedBureau {
  std::int64_t place(std::int64_t claim, calendar::Day since) {
    std::int64_t number = 0;
    write([&] {
      number = need(place_restriction(database.connection, {0, kind, Key(claim), since, "accuracy", "r", "p", 0, {}}));
    });
    return number;
  }
  void lift(std::int64_t number) {
    const auto restriction = need(restriction_by_number(database.connection, number)).value();
    write([&] { need(lift_restriction(database.connection, restriction)); });
  }
  // As a night does where a rule restricts.
  void by_rule(std::int64_t claim, calendar::Day since) {
    write([&] {
      auto acts = need(Acts::open(database.connection, bureau.rules(), bureau.claim, kind));
      need(acts.restrict(Key(claim), since, "old"));
      need(acts.note_act(Key(claim), {"restrict", "old", since, 1}));
    });
  }
  // "since/rule" of claim 1; empty where it is not restricted.
  std::string fact() {
    return database.text("SELECT coalesce((SELECT since || '/' || rule FROM frist_restriction WHERE entry = 1), '')");
  }
};

}  // namespace

TEST_CASE("several people restrict an entry since the first day, until the last restriction is lifted") {
  RestrictedBureau r;
  CHECK(r.place(1, 20010) == 1);
  CHECK(r.place(1, 20000) == 2);
  CHECK(r.fact() == "20000/");
  r.lift(2);
  CHECK(r.fact() == "20010/");
  r.database.run("DELETE FROM frist_changed");
  r.lift(1);
  CHECK(r.fact().empty());
  CHECK(r.database.number("SELECT count(*) FROM frist_changed WHERE entry = 1") == 1);
  CHECK(r.place(2, 20000) == 3);
}

TEST_CASE("a restriction by a rule stays when that of a person is lifted, whichever came first") {
  for (const bool rule_first : {false, true}) {
    INFO(rule_first);
    RestrictedBureau r;
    if (rule_first) r.by_rule(1, 20005);
    r.place(1, 20000);
    if (!rule_first) r.by_rule(1, 20005);
    r.lift(1);
    CHECK(r.fact() == "20005/old");
  }
}

TEST_CASE("restrictions follow the key of their entry, and go with it") {
  RestrictedBureau r;
  r.place(1, 20000);
  r.database.run("UPDATE claims SET id = 7 WHERE id = 1");
  CHECK(need(standing_restrictions(r.database.connection)).at(0).entry == Key(7));
  r.database.run("DELETE FROM claims WHERE id = 7");
  CHECK(need(standing_restrictions(r.database.connection)).empty());
}

TEST_CASE("a restriction is found by its hold") {
  RestrictedBureau r;
  r.write([&] {
    need(place_restriction(r.database.connection, {0, r.kind, Key(1), 20000, "claims", "r", "p", 0, 12}));
  });
  CHECK(need(restriction_of_hold(r.database.connection, 12))->number == 1);
  CHECK_FALSE(need(restriction_of_hold(r.database.connection, 1)));
}

}  // namespace frist::store
