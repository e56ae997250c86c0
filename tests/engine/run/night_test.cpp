// SPDX-License-Identifier: Apache-2.0
// What a night does to entries that depend on one another, that cannot be erased, or that change while it runs.
#include <nlohmann/json.hpp>

#include "engine/codec/canonical.hpp"
#include "engine/codec/parse_json.hpp"
#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

std::string cards_of(NightDatabase& db) {
  return db.text("SELECT group_concat(id, ' ') FROM (SELECT id FROM cards ORDER BY id)");
}

TEST_CASE("an entry that is kept because of another goes in the same night as that one") {
  const std::string rules = std::string(kFormer) +
                            "retention while_main \"While a main card is there\" of card\n"
                            "  when  any other card of the same subject where (main)\n  hold\n";
  const bool main_first = GENERATE(true, false);
  NightDatabase db(cards_policy(rules), kCards);
  db.run(main_first ? "INSERT INTO cards VALUES(1,'a',1,'2020-01-01'),(2,'a',0,'2020-01-01')"
                    : "INSERT INTO cards VALUES(2,'a',1,'2020-01-01'),(1,'a',0,'2020-01-01')");
  db.night("2021-12-31");
  CHECK(db.night("2022-01-02").total("erased") == 2);
  CHECK(cards_of(db) == "nothing");
}

TEST_CASE("of two duplicates that are erased only while the other is there, one stays") {
  const std::string rules =
      "retention duplicate \"Duplicates\" of card\n"
      "  when  any other card of the same subject where (left_on is recorded)\n  erase after 2 years from left_on\n";
  const std::string second = GENERATE("2", "9000");  // in the same batch, and in another
  NightDatabase db(cards_policy(rules), kCards);
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
      "INSERT INTO cards SELECT i, 'm' || i, 0, '2020-01-01' FROM n");
  db.run("INSERT INTO cards VALUES(1,'a',1,'2020-01-01'),(" + second + ",'a',0,'2020-01-01')");
  CHECK(db.night("2022-06-01").total("erased") == 1);
  CHECK(db.number("SELECT count(*) FROM cards WHERE member = 'a'") == 1);
}

TEST_CASE("a trigger of the user's that changes another entry during the night is heeded") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(
      "CREATE TRIGGER moves AFTER DELETE ON cards BEGIN UPDATE cards SET left_on = '2022-05-31' WHERE id = OLD.id + 1; "
      "END");
  db.run("INSERT INTO cards VALUES(1,'a',0,'2020-01-01'),(2,'b',0,'2020-01-01')");
  CHECK(db.night("2022-06-01").total("erased") == 1);
  CHECK(cards_of(db) == "2");
  CHECK(db.night("2024-06-01").total("erased") == 1);
}

TEST_CASE("an entry that cannot be erased stays due, is told, and keeps nothing else from being erased") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("CREATE TABLE invoices(id INTEGER PRIMARY KEY, card INTEGER REFERENCES cards(id))");
  db.run("INSERT INTO cards VALUES(1,'a',0,'2020-01-01'),(2,'b',0,'2020-01-01'),(3,'c',0,'2020-01-01')");
  db.run("INSERT INTO invoices VALUES(1, 2)");
  const auto first = db.night("2022-06-01");
  CHECK(first.total("erased") == 2);
  CHECK(first.total("failed") == 1);
  REQUIRE(first.failures.size() == 1);
  CHECK(first.failures[0].entry == "card/2");
  CHECK(cards_of(db) == "2");
  CHECK(db.night("2022-06-01").total("failed") == 1);  // it is tried again
  db.run("DELETE FROM invoices");
  CHECK(db.night("2022-06-02").total("erased") == 1);
}

TEST_CASE(
    "what a trigger or a cascade of the user's would take along stays where it is on hold, and the entry with it") {
  const std::string how = GENERATE(
      "CREATE TRIGGER tidy AFTER DELETE ON cards BEGIN DELETE FROM cards WHERE member = OLD.member; END",
      "CREATE TRIGGER tidy BEFORE DELETE ON cards BEGIN DELETE FROM visits WHERE member = OLD.member; END; "
      "CREATE TRIGGER more AFTER DELETE ON visits BEGIN DELETE FROM cards WHERE member = OLD.member AND main; END",
      "CREATE TRIGGER tidy AFTER UPDATE ON cards WHEN NEW.left_on IS NULL BEGIN DELETE FROM cards WHERE "
      "main; END");
  const bool anonymises = how.find("UPDATE") != std::string::npos;
  NightDatabase db(cards_policy(anonymises ? "retention former \"Former\" of card\n  anonymise left_on after 1 year "
                                             "from left_on\n  erase after 20 years from left_on\n"
                                           : kFormer),
                   std::string(kCards) + "CREATE TABLE visits(member TEXT);");
  db.run("INSERT INTO cards VALUES(1,'a',0,'2020-01-01'), (2,'a',1,NULL), (3,'b',0,'2020-01-01')");
  db.run(
      "INSERT INTO visits VALUES('a'); INSERT INTO frist_gone VALUES(1, 2)");  // as if there had been a card 2 before
  db.run("INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES(1, 2, 0, 'court', 'me', 0)");
  db.run(how);
  const auto night = db.night("2022-06-01");
  CHECK(night.total(anonymises ? "anonymised" : "erased") == (anonymises ? 0 : 1));
  CHECK(night.total("failed") == (anonymises ? 2 : 1));
  REQUIRE_FALSE(night.failures.empty());
  CHECK(night.failures[0].entry == "card/1");
  CHECK(night.failures[0].message.find("on hold") != std::string::npos);
  CHECK(db.text("SELECT group_concat(id) FROM (SELECT id FROM cards ORDER BY id)") == (anonymises ? "1,2,3" : "1,2"));
  db.run("UPDATE frist_hold SET lifted_by = 'me', lifted_at = 1");
  CHECK(db.night("2022-06-02").total("failed") == 0);
}

TEST_CASE("an entry that fails after something was done to it keeps none that is due by its day from being erased") {
  NightDatabase db(
      cards_policy("retention former \"Former\" of card\n  anonymise member after 1 year from left_on\n"
                   "  anonymise main after 1 year from left_on\n  erase after 2 years from left_on\n"),
      "CREATE TABLE cards(id INTEGER PRIMARY KEY, member TEXT, main INTEGER CHECK(main IS NOT NULL OR id <> 1), "
      "left_on TEXT);");
  db.run("INSERT INTO cards VALUES(1,NULL,1,NULL),(2,'b',0,'2020-01-01')");
  db.night("2021-12-31");
  db.run("UPDATE cards SET left_on = '2020-12-01', member = 'a' WHERE id = 1");
  const auto report = db.night("2022-01-02");
  CHECK(report.total("failed") == 1);
  CHECK(report.total("erased") == 1);
  CHECK(cards_of(db) == "1");
}

TEST_CASE("parts that point to one another are erased with their entry") {
  const std::string policy =
      cards_policy("  list loans of loan\n  list stamps of stamp\n" + std::string(kFormer)) +
      "record loan \"Loan\" in table \"loans\" key \"id\" parent \"card\"\n  field made_on date\n"
      "record stamp \"Stamp\" in table \"stamps\" key \"id\" parent \"card\"\n  field made_on date\n";
  NightDatabase db(
      policy,
      std::string(kCards) +
          "CREATE TABLE loans(id INTEGER PRIMARY KEY, card INTEGER REFERENCES cards(id), stamp INTEGER REFERENCES "
          "stamps(id), made_on TEXT);"
          "CREATE TABLE stamps(id INTEGER PRIMARY KEY, card INTEGER REFERENCES cards(id), loan INTEGER REFERENCES "
          "loans(id), made_on TEXT);");
  db.run(
      "PRAGMA defer_foreign_keys = ON; BEGIN; INSERT INTO cards VALUES(1,'a',0,'2020-01-01'); "
      "INSERT INTO loans VALUES(1,1,NULL,'2019-01-01'); INSERT INTO stamps VALUES(1,1,1,'2019-01-01'); "
      "UPDATE loans SET stamp = 1; COMMIT");
  const auto report = db.night("2022-06-01");
  CHECK(report.total("erased") == 1);
  CHECK(db.number("SELECT (SELECT count(*) FROM loans) + (SELECT count(*) FROM stamps)") == 0);
}

TEST_CASE("more parts of one batch than are read at once") {
  const std::string policy =
      cards_policy("  list loans of loan\n" + std::string(kFormer) +
                   "retention lent \"Lent\" of card\n  when any loans where (back_on is none)\n  hold\n") +
      "record loan \"Loan\" in table \"loans\" key \"id\" parent \"card\"\n  field back_on date absent "
      "means none\n";
  NightDatabase db(policy,
                   std::string(kCards) + "CREATE TABLE loans(id INTEGER PRIMARY KEY, card INTEGER, back_on TEXT);");
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 17000) "
      "INSERT INTO cards SELECT i, 'm', 0, '2020-01-01' FROM n");
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 16) "
      "INSERT INTO loans(card, back_on) SELECT id, CASE WHEN id % 2 THEN '2019-01-01' END FROM cards, n");
  db.attach(policy);
  CHECK(db.night("2022-06-01").total("erased") == 8500);
}

TEST_CASE("keys that the table takes for one are one entry") {
  const std::string policy = cards_policy(kFormer);
  NightDatabase db(policy,
                   "CREATE TABLE cards(id TEXT PRIMARY KEY COLLATE NOCASE, member TEXT, main INTEGER, left_on TEXT);");
  db.run("INSERT INTO cards VALUES('anna','a',0,'2020-01-01'),('bert','b',0,'2021-12-01')");
  db.night("2021-06-01");
  db.run("UPDATE cards SET id = 'Anna' WHERE id = 'anna'; UPDATE cards SET id = 'Bert' WHERE id = 'bert'");
  CHECK(db.night("2022-06-01").total("erased") == 1);
  CHECK(db.number("SELECT count(*) FROM frist_changed") == 0);
  CHECK(db.number("SELECT count(*) FROM frist_day") == 1);
}

TEST_CASE("a row that comes back under the key of an erased one is erased on its own day") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'a', 0, '2019-01-01'), (2, 'b', 0, '2019-01-01')");
  CHECK(db.night("2021-01-02").total("erased") == 2);
  CHECK(db.number("SELECT count(*) FROM frist_gone") == 2);
  // The same day again: what the first one left in the schedule by entry must not pass for the second one's.
  db.run("INSERT INTO cards VALUES (1, 'a', 0, '2020-01-01')");
  db.night("2021-01-03");
  CHECK(db.number("SELECT count(*) FROM frist_gone") == 1);
  db.run("INSERT INTO cards VALUES (2, 'b', 0, '2020-01-01')");
  db.attach(cards_policy(kFormer) + "# another text\n");
  db.attach(cards_policy("retention former \"Former cards\" of card\n  erase  after 2 years from left_on\n"));
  db.night("2022-01-01");
  CHECK(db.number("SELECT count(*) FROM frist_gone") == 0);
  CHECK(db.night("2022-01-02").total("erased") == 2);
  // Deleted by somebody else, and there again with the same days.
  db.run("INSERT INTO cards VALUES (3, 'c', 0, '2022-01-01')");
  db.night("2022-01-03");
  db.run("DELETE FROM cards; INSERT INTO cards VALUES (3, 'c', 0, '2022-01-01')");
  db.night("2022-01-04");
  CHECK(db.night("2024-01-02").total("erased") == 1);
}

TEST_CASE("what erased entries leave in the schedule is cleared up every eighth night") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'a', 0, '2019-01-01'), (2, 'b', 0, NULL)");
  for (int night = 1; night <= 8; ++night) {
    db.run("INSERT INTO cards VALUES (10 + " + std::to_string(night) + ", 'c', 0, '2019-01-01')");
    db.night("2021-02-0" + std::to_string(night));
    CHECK(db.number("SELECT count(*) FROM frist_gone") == (night < 8 ? night + 1 : 0));
  }
  CHECK(db.number("SELECT count(*) FROM frist_due") == 0);
  CHECK(db.number("SELECT count(*) FROM frist_day") == 0);
}

TEST_CASE("every body of the log is canonical JSON") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'a', 0, '2019-01-01'), (2, 'b', 1, '2019-01-01')");
  CHECK(db.night("2021-01-02").total("erased") == 2);
  for (int seq = 0; seq < 4; ++seq) {
    const std::string body = db.text("SELECT body FROM frist_audit_log WHERE seq = " + std::to_string(seq));
    const auto parsed = codec::parse_json(body);
    REQUIRE(parsed);
    CHECK(codec::canonical(parsed.value()) == body);
  }
}

TEST_CASE("what has to be handed over is handed over before it is erased") {
  const std::string policy = cards_policy(
      "party city_archive \"City archive\" is recipient\n"
      "retention former \"Former\" of card\n  transfer to city_archive after 1 year from left_on\n  erase after 2 "
      "years from left_on\n");
  NightDatabase db(policy, kCards);
  db.run("INSERT INTO cards VALUES(1,'a',0,'2015-01-01')");
  const auto report = db.night("2022-06-01");
  CHECK(report.total("transferred") == 1);
  CHECK(report.total("erased") == 1);
}

TEST_CASE("a field that is filled again after it was anonymised is anonymised again") {
  NightDatabase db(cards_policy("retention former \"Former\" of card\n  anonymise member after 1 year from left_on\n"
                                "  erase after 20 years from left_on\n"),
                   kCards);
  db.run("INSERT INTO cards VALUES(1,'alice',0,'2020-01-01')");
  CHECK(db.night("2022-01-01").total("anonymised") == 1);
  CHECK(db.night("2022-01-02").total("anonymised") == 0);
  db.run("UPDATE cards SET member = 'alice'");
  CHECK(db.night("2022-01-03").total("anonymised") == 1);
  CHECK(db.text("SELECT member FROM cards") == "nothing");
}

TEST_CASE("a held entry keeps every fact: it is handed over, but not emptied before the hold is lifted") {
  NightDatabase db(cards_policy("retention former \"Former\" of card\n  archive after 1 year from left_on\n"
                                "  anonymise member after 1 year from left_on\n  erase after 20 years from left_on\n"),
                   kCards);
  db.run("INSERT INTO cards VALUES(1,'alice',0,'2020-01-01')");
  db.run("INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES(1, 1, 0, 'court', 'me', 0)");
  CHECK(db.night("2022-01-01", true).total("anonymised") == 0);
  const auto held = db.night("2022-01-01");
  CHECK(held.total("anonymised") == 0);
  CHECK(held.total("archived") == 1);
  CHECK(db.text("SELECT member FROM cards") == "alice");
  db.run("UPDATE frist_hold SET lifted_by = 'me', lifted_at = 1");
  CHECK(db.night("2022-01-02").total("anonymised") == 1);
}

TEST_CASE("a dry run announces what the night then does, no more") {
  NightDatabase db(cards_policy("retention former \"Former\" of card\n  anonymise member after 1 year from left_on\n"
                                "  restrict after 1 year from left_on\n  review after 1 year from left_on\n"
                                "  erase after 3 years from left_on\n"),
                   kCards);
  db.run("INSERT INTO cards VALUES(1,'alice',0,'2020-01-01'),(2,'bob',0,'2019-01-01')");
  for (const char* day : {"2021-02-01", "2021-02-02", "2022-06-01", "2023-06-01"}) {
    db.run("UPDATE cards SET left_on = left_on");
    const auto said = db.night(day, true), done = db.night(day);
    for (const char* what : {"anonymised", "restricted", "reviewed", "erased"}) {
      INFO(day << ' ' << what);
      CHECK(said.total(what) == done.total(what));
    }
  }
}

TEST_CASE("reviews wait until somebody has done them, night after night") {
  NightDatabase db(cards_policy("retention former \"Former\" of card\n  review after 1 year from left_on\n  erase "
                                "after 20 years from left_on\n"),
                   kCards);
  db.run("INSERT INTO cards VALUES(1,'alice',0,'2020-01-01')");
  CHECK(db.night("2021-02-01").waiting == 1);
  CHECK(db.night("2021-02-02").waiting == 1);
  db.run("UPDATE frist_review SET done_on = 18660, done_by = 'somebody', outcome = 'keep'");
  CHECK(db.night("2021-02-03").waiting == 0);
}

TEST_CASE("values that cannot be read are told") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES(1,'a',0,'31.12.2019')");
  const auto report = db.night("2022-06-01");
  REQUIRE(report.unreadable.size() == 1);
  CHECK(report.unreadable[0].field == "left_on");
  CHECK(report.unreadable[0].values == 1);
}

TEST_CASE("rows whose key names nothing are told by a night, and keep it from nothing else") {
  const std::string key = GENERATE("id PRIMARY KEY", "id INT UNIQUE");
  NightDatabase db(cards_policy(kFormer), "CREATE TABLE cards(" + key + ", member TEXT, main INTEGER, left_on TEXT);");
  db.night("2021-12-31");
  db.run("INSERT INTO cards VALUES(1,'a',0,'2020-01-01'), (NULL,'b',0,'2020-01-01'), (7.5,'c',0,'2020-01-01')");
  const auto report = db.night("2022-06-01");
  CHECK(report.total("erased") == 1);
  CHECK(db.number("SELECT count(*) FROM cards") == 2);
  REQUIRE(report.unreadable.size() == 1);
  CHECK(report.unreadable[0].field == "id");
  CHECK(report.unreadable[0].values == 2);
}

TEST_CASE("the log tells of the others of a subject without the entry itself") {
  NightDatabase db(cards_policy("retention many \"Many\" of card\n"
                                "  when  every card of the same subject has (left_on is recorded) and any card of the "
                                "same subject where (main)\n"
                                "  erase  after 2 years from left_on\n"),
                   kCards);
  db.run("INSERT INTO cards VALUES(1,'a',1,'2021-01-01'),(2,'a',0,'2020-01-01')");
  CHECK(db.night("2022-06-01").total("erased") == 1);
  const auto body = db.text("SELECT CAST(body AS TEXT) FROM frist_audit_log WHERE seq = 1");
  INFO(body);
  CHECK(body.find("\"others\":[{") != std::string::npos);
  CHECK(body.find("2021-01-01") != std::string::npos);
}

TEST_CASE("an empty text as subject is nobody") {
  NightDatabase db(cards_policy("retention duplicate \"Duplicates\" of card\n"
                                "  when any other card of the same subject where (left_on is recorded)\n"
                                "  erase after 2 years from left_on\n"),
                   kCards);
  db.run("INSERT INTO cards VALUES(1,'',1,'2020-01-01'),(2,'',0,'2020-01-01')");
  CHECK(db.night("2022-06-01").total("erased") == 0);
}

}  // namespace
}  // namespace frist::run
