// SPDX-License-Identifier: Apache-2.0
#include "engine/store/acts.hpp"

#include "engine/store/attach.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/holds.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/load_entry.hpp"
#include "engine/store/reviews.hpp"
#include "engine/store/runs.hpp"
#include "engine/store/schedule.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"
#include "tests/engine/store/every_due.hpp"

namespace frist::store {

using Catch::Matchers::Contains;

namespace {

const char* const kRows = R"sql(
INSERT INTO claims(id, debtor, code) VALUES (1, 'anna', 'one'), (2, 'anna', 'two'), (3, 'bo', 'three');
INSERT INTO reminders(id, claim_id, nr) VALUES (10, 1, 1), (11, 1, 2), (12, 2, 1);
INSERT INTO receipts(id, reminder_id) VALUES (100, 10), (101, 10), (102, 12);
)sql";

struct Attached {
  Bureau bureau;
  TestDatabase database;
  std::int64_t kind = 0;
  std::optional<Transaction> transaction;

  explicit Attached(const std::string& tables = kBureauTables) {
    database.run(tables);
    database.run(kRows);
    if (!need(attach(database.connection, bureau.rules(), Bureau::policy())).attached) FAIL("not attached");
    kind = *need(find_kind(database.connection, "claim"));
    transaction.emplace(need(Transaction::begin_write(database.connection)));
  }
  Acts acts() { return need(Acts::open(database.connection, bureau.rules(), bureau.claim, kind)); }
  std::string ids(const std::string& table) { return database.text("SELECT group_concat(id) FROM " + table); }
};

}  // namespace

TEST_CASE("an entry is erased with its children at all levels and what we hold of it, except the log") {
  Attached a;
  auto audit = need(AuditStore::open(a.database.connection));
  const auto seq = need(audit.size());
  need(audit.append(seq, log_entry("leaf", "why claim 1 goes", {a.kind, Key(1)})));
  need(request_erasure(a.database.connection, a.kind, Key(1), 20000, "desk"));
  need(raise_review(a.database.connection, {a.kind, Key(1), 20000, "r", 1, {}, "", ""}));
  auto acts = a.acts();
  need(acts.note_act(Key(1), {"restrict", "r", 20000, 1}));
  need(acts.restrict(Key(1), 20000, "r"));

  const auto counts = need(acts.erase(Key(1)));
  REQUIRE(counts.size() == 3);
  CHECK(counts[0].table == "receipts");
  CHECK(counts[0].rows == 2);
  CHECK(counts[1].rows == 2);
  CHECK(counts[2].table == "claims");
  CHECK(counts[2].rows == 1);
  CHECK(a.ids("claims") == "2,3");
  CHECK(a.ids("reminders") == "12");
  CHECK(a.ids("receipts") == "102");
  for (const auto* table : {"frist_request", "frist_review", "frist_act", "frist_restriction", "frist_hold"})
    CHECK(a.database.number(std::string("SELECT count(*) FROM ") + table + " WHERE entry = 1") == 0);
  CHECK(a.database.number("SELECT count(*) FROM frist_gone WHERE entry = 1") == 1);
  CHECK(need(audit.about(a.kind, Key(1))) == std::vector<std::int64_t>{seq});
  CHECK(need(audit.body(seq))->body == "why claim 1 goes");
  CHECK(need(known_keys(a.database.connection, a.kind, "1")) == std::vector<Key>{Key(1)});
  // The other claim of the debtor lost a fact: it is decided again.
  auto schedule = need(Schedule::open(a.database.connection, a.kind));
  CHECK(need(schedule.next_of(Key(2))) == -1000000);
  CHECK_FALSE(need(schedule.next_of(Key(3))));
}

namespace {

// Addresses of which something is laid down; 4 has nothing.
struct ManyErased {
  Attached a;
  std::int64_t kind = *need(find_kind(a.database.connection, "address"));

  explicit ManyErased(const std::string& more = "") {
    need(a.transaction->commit());
    a.database.run("INSERT INTO addresses(id, person) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')" + more);
    a.transaction.emplace(need(Transaction::begin_write(a.database.connection)));
    auto acts = open();
    for (const std::int64_t id : {1, 2, 5}) {
      need(request_erasure(a.database.connection, kind, Key(id), 20000, "desk"));
      need(raise_review(a.database.connection, {kind, Key(id), 20000, "r", 1, {}, "", ""}));
      need(acts.note_act(Key(id), {"restrict", "r", 20000, 1}));
      need(acts.restrict(Key(id), 20000, "r"));
      const Hold hold{0, kind, Key(id), 20000, "court", "desk", 1, {}, {}};
      need(lift_hold(a.database.connection, need(place_hold(a.database.connection, hold)), "desk", 2, "over"));
    }
    a.database.run("DELETE FROM frist_changed");
  }
  Acts open() { return need(Acts::open(a.database.connection, a.bureau.rules(), a.bureau.address, kind)); }
  std::string about(const std::string& table) {
    return a.database.text("SELECT coalesce(group_concat(entry), '') FROM " + table +
                           " WHERE kind = " + std::to_string(kind));
  }
};

const std::vector<std::string> kTablesAbout = {"frist_request", "frist_review", "frist_act", "frist_restriction",
                                               "frist_hold"};

}  // namespace

TEST_CASE("of many that are erased together everything goes along, and of others nothing") {
  // With a trigger or a foreign key of others the same happens row by row.
  for (const auto* more : {"", "; CREATE TRIGGER t AFTER DELETE ON addresses BEGIN SELECT 1; END",
                           "; CREATE TABLE visits(address REFERENCES addresses(id))"}) {
    ManyErased m(more);
    auto acts = m.open();
    need(acts.begin_many());
    need(acts.erase(Key(1)));
    need(acts.erase(Key(2)));
    need(acts.erase(Key(4)));
    CHECK(acts.erase(Key(77)).error().kind == text::ErrorKind::Data);
    need(acts.finish_many());
    need(m.a.transaction->commit());
    CHECK(m.a.ids("addresses") == "3,5");
    for (const std::string& table : kTablesAbout) CHECK(m.about(table) == "5");
    CHECK(m.about("frist_gone") == "1,2,4");
    CHECK(m.a.database.number("SELECT count(*) FROM frist_erasing") == 0);
    // Afterwards other programs' deletions are followed as before.
    m.a.database.run("DELETE FROM addresses WHERE id = 5");
    CHECK(m.about("frist_request").empty());
    CHECK(m.about("frist_gone") == "1,2,4,5");
    CHECK(m.about("frist_hold") == "5");
  }
}

TEST_CASE("many erasures that are undone leave everything as it was, and the next ones begin afresh") {
  ManyErased m;
  need(m.a.transaction->commit());
  auto acts = m.open();
  {
    auto undone = need(Transaction::begin_write(m.a.database.connection));
    need(acts.begin_many());
    need(acts.erase(Key(1)));
  }
  CHECK(m.a.database.number("SELECT count(*) FROM frist_erasing") == 0);
  auto again = need(Transaction::begin_write(m.a.database.connection));
  need(acts.begin_many());
  need(acts.erase(Key(2)));
  need(acts.finish_many());
  need(again.commit());
  CHECK(m.a.ids("addresses") == "1,3,4,5");
  for (const std::string& table : kTablesAbout) CHECK(m.about(table) == "1,5");
  CHECK(m.about("frist_gone") == "2");
}

TEST_CASE("what others delete between many erasures goes along by the trigger of its own kind") {
  ManyErased m;
  auto acts = m.open();
  need(request_erasure(m.a.database.connection, m.a.kind, Key(3), 20000, "desk"));
  need(acts.begin_many());
  need(acts.erase(Key(1)));
  m.a.database.run("DELETE FROM claims WHERE id = 3");
  need(acts.finish_many());
  CHECK(m.a.database.number("SELECT count(*) FROM frist_request WHERE entry = 3") == 0);
}

TEST_CASE("erasing what is not there is an error and changes nothing") {
  Attached a;
  CHECK_THAT(a.acts().erase(Key(77)).error().message, Contains("`claim/77` was to be erased"));
  CHECK(a.ids("claims") == "1,2,3");
}

TEST_CASE("rows of another table that still point to an entry keep it whole, and the transaction goes on") {
  for (const auto* when : {"", " DEFERRABLE INITIALLY DEFERRED"}) {
    Attached a;
    // Declared after attach: nobody could know.
    need(a.transaction->commit());
    a.database.run(std::string("CREATE TABLE notes(claim REFERENCES claims(id)") + when +
                   "); INSERT INTO notes VALUES (1)");
    auto again = need(Transaction::begin_write(a.database.connection));
    auto acts = a.acts();
    const auto refused = acts.erase(Key(1));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == text::ErrorKind::Data);
    CHECK_THAT(refused.error().message, Contains("`claim/1` cannot be erased") && Contains("still point to"));
    CHECK(a.ids("receipts") == "100,101,102");
    need(acts.erase(Key(2)));
    need(again.commit());
    CHECK(a.ids("claims") == "1,3");
  }
}

TEST_CASE("anonymised fields are empty and the rest is as it was") {
  Attached a;
  auto acts = a.acts();
  need(acts.anonymise(Key(1), {0, 2}));
  CHECK(a.database.text("SELECT quote(debtor) || quote(code) FROM claims WHERE id = 1") == "NULLNULL");
  CHECK(a.database.text("SELECT debtor || code FROM claims WHERE id = 2") == "annatwo");
  CHECK_FALSE(need(acts.anonymise(Key(77), {0})));
}

TEST_CASE("acts and restrictions are noted once and keep their first day") {
  Attached a;
  auto acts = a.acts();
  need(acts.note_act(Key(1), {"anonymise debtor", "r", 20000, 1}));
  need(acts.note_act(Key(1), {"anonymise debtor", "r", 20009, 2}));
  need(acts.note_act(Key(1), {"archive", "r", 20001, 2}));
  CHECK(need(acts.acts_done(Key(1))) ==
        std::vector<DoneAct>{{"anonymise debtor", "r", 20000, 1}, {"archive", "r", 20001, 2}});
  CHECK(need(acts.acts_done(Key(2))).empty());
  need(acts.restrict(Key(1), 20000, "r"));
  need(acts.restrict(Key(1), 20009, "r"));
  CHECK(need(load_facts(a.database.connection, "claim", Key(1))).restricted_on.number == 20000);
  need(acts.lift_restriction(Key(1)));
  CHECK(need(load_facts(a.database.connection, "claim", Key(1))).restricted_on.state == model::Value::State::None);
}

TEST_CASE("a hold stands until it is lifted, several side by side, and each change is seen") {
  Attached a;
  auto schedule = need(Schedule::open(a.database.connection, a.kind));
  const auto on_hold = [&] { return need(load_facts(a.database.connection, "claim", Key(1))).on_hold.number; };
  CHECK(on_hold() == 0);
  const auto first = need(place_hold(a.database.connection, {0, a.kind, Key(1), 20000, "court", "anna", 1, "", {}}));
  const auto second = need(place_hold(a.database.connection, {0, a.kind, Key(1), 20001, "audit", "bo", 2, "", {}}));
  CHECK(first != second);
  CHECK(on_hold() == 1);
  CHECK(need(schedule.next_of(Key(1))) == -1000000);
  need(lift_hold(a.database.connection, first, "cilla", 3));
  CHECK(on_hold() == 1);
  CHECK(lift_hold(a.database.connection, first, "cilla", 3).error().kind == text::ErrorKind::Usage);
  need(schedule.set_next(Key(1), calendar::kNever));
  need(lift_hold(a.database.connection, second, "cilla", 4));
  CHECK(on_hold() == 0);
  CHECK(need(schedule.next_of(Key(1))) == -1000000);
  const auto holds = need(holds_of(a.database.connection, a.kind, Key(1)));
  REQUIRE(holds.size() == 2);
  CHECK(holds[0].reason == "court");
  CHECK(holds[0].lifted_by == "cilla");
  CHECK(holds[0].lifted_at == 3);
  CHECK(need(standing_holds(a.database.connection)).empty());
}

TEST_CASE("a hold says what it rests on, and its number is never another's") {
  Attached a;
  auto& connection = a.database.connection;
  Hold order{0, a.kind, Key(1), 20000, "court", "anna", 1, "", {}, "section 35", "legal office", 20100};
  CHECK(need(place_hold(connection, order)) == 1);
  order.review_by.reset();
  CHECK(need(place_hold(connection, order)) == 2);
  need(lift_hold(connection, 1, "cilla", 3, "over"));
  const auto lifted = need(hold_by_id(connection, 1)).value();
  CHECK(lifted.mandate == "section 35");
  CHECK(lifted.owner == "legal office");
  CHECK(lifted.review_by == 20100);
  CHECK(lifted.lift_reason == "over");
  CHECK_FALSE(need(hold_by_id(connection, 2)).value().review_by);
  CHECK(need(standing_holds(connection)).size() == 1);
  CHECK(need(all_holds(connection)).size() == 2);
  CHECK_FALSE(need(hold_by_id(connection, 3)));
  need(connection.execute("DELETE FROM frist_hold"));
  CHECK(need(place_hold(connection, order)) == 3);
}

TEST_CASE("a request for erasure keeps its first day and can be withdrawn") {
  Attached a;
  CHECK(need(request_erasure(a.database.connection, a.kind, Key(1), 20000, "desk")));
  CHECK_FALSE(need(request_erasure(a.database.connection, a.kind, Key(1), 20005, "desk")));
  CHECK(need(load_facts(a.database.connection, "claim", Key(1))).erasure_requested_on.number == 20000);
  need(withdraw_request(a.database.connection, a.kind, Key(1)));
  CHECK(need(load_facts(a.database.connection, "claim", Key(1))).erasure_requested_on.state ==
        model::Value::State::None);
}

TEST_CASE("a review is raised once for its date and done by a person") {
  Attached a;
  const Review review{a.kind, Key(1), 20000, "open_claim_review", 1, {}, "", ""};
  CHECK(need(raise_review(a.database.connection, review)));
  CHECK_FALSE(need(raise_review(a.database.connection, review)));
  REQUIRE(need(open_reviews(a.database.connection, a.kind, 10)).size() == 1);
  CHECK(need(open_reviews(a.database.connection, a.kind, 10))[0].rule == "open_claim_review");
  need(complete_review(a.database.connection, a.kind, Key(1), 20010, "anna", "keep"));
  CHECK(need(open_reviews(a.database.connection, a.kind, 10)).empty());
  CHECK_FALSE(complete_review(a.database.connection, a.kind, Key(1), 20010, "anna", "keep"));
  CHECK(need(load_facts(a.database.connection, "claim", Key(1))).last_reviewed_on.number == 20010);
  CHECK(need(reviews_of(a.database.connection, a.kind, Key(1)))[0].outcome == "keep");
}

TEST_CASE("runs are numbered, counted and finished") {
  Attached a;
  CHECK_FALSE(need(unfinished_run(a.database.connection)));
  const auto run = need(start_run(a.database.connection, "hash", 20000, 1));
  CHECK(run == 1);
  CHECK(need(unfinished_run(a.database.connection))->as_of == 20000);
  need(count(a.database.connection, run, {"claim", "settled", "erased", 2}));
  need(count(a.database.connection, run, {"claim", "settled", "erased", 3}));
  CHECK(need(counts_of(a.database.connection, run)) == std::vector<RunCount>{{"claim", "settled", "erased", 5}});
  need(finish_run(a.database.connection, run, "done", 9));
  CHECK_FALSE(need(unfinished_run(a.database.connection)));
  CHECK(need(start_run(a.database.connection, "hash", 20001, 10)) == 2);
  const auto all = need(runs(a.database.connection, 10));
  REQUIRE(all.size() == 2);
  CHECK(all[1].state == "done");
  CHECK(all[1].finished == 9);
}

TEST_CASE("erasing a body leaves the leaf and nothing that leads to the entry") {
  Attached a;
  auto audit = need(AuditStore::open(a.database.connection));
  for (const auto* body : {"first", "second"}) {
    const auto seq = need(audit.size());
    need(audit.append(seq, log_entry("leaf", body, {a.kind, Key::text("k")})));
  }
  CHECK(need(audit.size()) == 2);
  CHECK(need(audit.erase_body(a.kind, Key::text("k"), 0)));
  CHECK_FALSE(need(audit.erase_body(a.kind, Key::text("k"), 0)));
  CHECK_FALSE(need(audit.body(0)));
  CHECK(need(audit.leaf(0))->leaf == "leaf");
  CHECK(need(audit.about(a.kind, Key::text("k"))) == std::vector<std::int64_t>{1});
  CHECK(need(audit.leaves(0, 10)).size() == 2);
  CHECK_FALSE(need(audit.leaf(5)));
}

TEST_CASE("names of any characters do no harm") {
  const std::string odd = "se\"le'ct; -- [x] `y` \xC3\xA4";
  Bureau bureau;
  auto& records = bureau.model.rules.records;
  records[bureau.claim].table = odd;
  records[bureau.claim].key = odd + " key";
  records[bureau.claim].fields[0].column = odd + " debtor";
  records[bureau.claim].name = odd;
  records[bureau.reminder].table = "order";
  records[bureau.reminder].key = "group";
  records[bureau.reminder].parent_column = "from";
  const auto q = [](const std::string& name) {
    std::string text = "\"";
    for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
  };
  TestDatabase database;
  database.run(
      "CREATE TABLE " + q(odd) + "(" + q(odd + " key") + " TEXT PRIMARY KEY, " + q(odd + " debtor") +
      " TEXT UNIQUE, settled_on DATE, code TEXT, contract INTEGER); CREATE TABLE \"order\"(\"group\" INTEGER PRIMARY "
      "KEY, "
      "\"from\" TEXT, sent_on DATE); CREATE TABLE contracts(id INTEGER PRIMARY KEY, ended_on DATE); CREATE TABLE "
      "receipts(id INTEGER PRIMARY KEY, reminder_id INTEGER, got_on DATE); CREATE TABLE addresses(id INTEGER "
      "PRIMARY KEY, person TEXT, moved_on DATE)");
  const auto report = need(attach(database.connection, bureau.rules(), Bureau::policy()));
  for (const auto& finding : report.mapping.findings) UNSCOPED_INFO(finding.message);
  REQUIRE(report.attached);
  OtherProgram other(database.path());
  REQUIRE(other.run("INSERT INTO " + q(odd) + " VALUES ('k''1', 'a', NULL, NULL, NULL)") == SQLITE_OK);
  REQUIRE(other.run("INSERT OR REPLACE INTO " + q(odd) + " VALUES ('k2', 'a', NULL, NULL, NULL)") == SQLITE_OK);
  REQUIRE(other.run("INSERT INTO \"order\" VALUES (1, 'k2', NULL)") == SQLITE_OK);
  const auto kind = *need(find_kind(database.connection, odd));
  auto schedule = need(Schedule::open(database.connection, kind));
  CHECK(every_due(schedule, 0) == std::vector<Key>{Key::text("k'1"), Key::text("k2")});
  CHECK(need(load_entry(database.connection, bureau.rules(), bureau.claim, Key::text("k2")))->row.lists[0]->size() ==
        1);
  {
    auto transaction = need(Transaction::begin_write(database.connection));
    need(need(Acts::open(database.connection, bureau.rules(), bureau.claim, kind)).erase(Key::text("k2")));
    need(transaction.commit());
  }
  CHECK(database.number("SELECT count(*) FROM \"order\"") == 0);
  need(detach(database.connection, false));
  CHECK(database.number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'frist%' OR sql LIKE '%frist%'") == 0);
}

}  // namespace frist::store
