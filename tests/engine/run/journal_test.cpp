// SPDX-License-Identifier: Apache-2.0
// The log of nights that do much: every body is about its own entry and tells that entry's facts.
#include "engine/run/journal.hpp"

#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

const std::string kTwoKinds = cards_policy(
    "record badge \"Badge\" in table \"badges\" key \"code\"\n"
    "  subject  member\n  field    member   text identity\n  field    lent_on  date\n  field    colour   one of (red, "
    "blue)\n" +
    std::string(kFormer) +
    "retention old_badge \"Old badge\" of badge\n  when colour is red\n  erase  after 1 year from lent_on\n"
    "retention blue_badge \"Blue badge\" of badge\n  when colour is blue\n  restrict  after 1 year from lent_on\n");

// Two of three cards and badges are due; the days differ, and keys of badges are texts.
const std::string kRows = std::string(kCards) +
                          "CREATE TABLE badges(code TEXT PRIMARY KEY, member TEXT, lent_on TEXT, colour TEXT);"
                          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) "
                          "INSERT INTO cards SELECT i, 'm' || i, i % 2, CASE WHEN i % 3 = 0 THEN '2021-02-01' ELSE "
                          "date('2018-01-01', '+' || (i * 7 % 300) || ' days') END FROM n;"
                          "INSERT INTO badges SELECT 'b' || id, member, left_on, CASE main WHEN 1 THEN 'red' ELSE "
                          "'blue' END FROM cards;"
                          "CREATE TABLE before(kind, entry, day, red); INSERT INTO before SELECT 'card', id, left_on, "
                          "main FROM cards UNION ALL SELECT 'badge', code, lent_on, colour = 'red' FROM badges;";

}  // namespace

TEST_CASE("each body of a large night is about its own entry and tells its facts") {
  NightDatabase db(kTwoKinds, kRows);
  auto options = NightDatabase::options("2021-03-01");
  for (const std::uint32_t batch : {100u, 8192u}) {  // the second night goes on with what came due since
    options.batch = batch;
    const auto report = db.try_night(options);
    INFO((report ? std::string() : report.error().message));
    REQUIRE(report);
    db.check_schedule();
    options.as_of.day += 5 * 366;
  }
  CHECK(db.number("SELECT count(*) FROM cards") == 0);
  CHECK(db.number("SELECT count(*) FROM frist_audit_ref") == 3000);
  // What an entry takes in the log, as docs/storage.md says; and how many frames two nights of three rules have.
  CHECK(db.number("SELECT sum(length(leaf) + length(leaf_hash)) / count(*) FROM frist_audit_leaf") < 75);
  CHECK(db.number("SELECT sum(length(salt) + length(body)) / count(*) FROM frist_audit_body") < 180);
  CHECK(db.number("SELECT count(*) FROM frist_audit_frame") <= 2 * (2 + 3));
  const std::string bodies =
      "FROM frist_audit_ref AS r JOIN frist_audit_log AS b USING (seq) JOIN frist_kind AS k ON k.kind = r.kind JOIN "
      "before AS w ON w.kind = k.record AND w.entry = r.entry";
  CHECK(db.number("SELECT count(*) " + bodies) == 3000);
  const auto said = [](const std::string& what) { return "json_extract(CAST(body AS TEXT), '$." + what + "')"; };
  CHECK(db.number("SELECT count(*) " + bodies + " WHERE " + said("entry") + " = record || '/' || r.entry") == 3000);
  CHECK(db.number("SELECT count(*) " + bodies + " WHERE day = coalesce(" + said("facts.left_on") + ", " +
                  said("facts.lent_on") + ")") == 3000);
  CHECK(db.number("SELECT count(*) " + bodies + " WHERE " + said("action") +
                  " = CASE WHEN record = 'card' OR red THEN "
                  "'erase' ELSE 'restrict' END") == 3000);
  CHECK(db.number("SELECT count(*) " + bodies + " WHERE CAST(leaf AS TEXT) LIKE 'retlog/v1 ' || CASE " +
                  said("action") +
                  " WHEN 'erase' THEN 'erase' ELSE 'act' END || char(10) || 'seq ' || seq || char(10) "
                  "|| '%'") == 3000);
}

}  // namespace frist::run
