// SPDX-License-Identifier: Apache-2.0
// What is kept of an entry whose row REPLACE pushes out of its table without a statement that deletes it.
#include "engine/store/acts.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/reviews.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {
namespace {

constexpr std::array kKept = {"frist_request", "frist_restriction", "frist_review", "frist_act"};

// Claims 1 and 2, about each of which everything is laid down that can be; the user's program beside.
struct LaidDown {
  Bureau bureau;
  TestDatabase database;
  std::int64_t kind = 0;

  LaidDown() {
    database.run(kBureauTables);
    database.run("INSERT INTO claims(id, debtor, code) VALUES (1, 'd', 'one'), (2, 'd', 'two')");
    REQUIRE(need(attach(database.connection, bureau.rules(), Bureau::policy())).attached);
    kind = *need(find_kind(database.connection, "claim"));
    for (const std::int64_t id : {1, 2}) lay_down(std::to_string(id));
  }
  void lay_down(const std::string& id) {
    const std::string entry = std::to_string(kind) + ", " + id;
    database.run("INSERT INTO frist_request(kind, entry, requested_on, received_by) VALUES (" + entry + ", 1, 'me')");
    database.run("INSERT INTO frist_restriction(kind, entry, since, rule) VALUES (" + entry + ", 1, 'r')");
    database.run("INSERT INTO frist_review(kind, entry, due_on, rule, raised_in) VALUES (" + entry + ", 1, 'r', 1)");
    database.run("INSERT INTO frist_act(kind, entry, act, rule, since, run) VALUES (" + entry + ", 'a', 'r', 1, 1)");
    database.run("INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES (" + entry +
                 ", 1, 'r', 'me', 0)");
  }
  void program(const std::string& sql) {
    OtherProgram other(database.path());
    INFO(sql << ": " << other.message);
    REQUIRE(other.run(sql) == SQLITE_OK);
  }
  // Of how many of our tables that are about entries this one has a row.
  int kept(const std::string& id) {
    std::int64_t rows = 0;
    for (const char* table : kKept)
      rows += database.number(std::string("SELECT count(*) FROM ") + table + " WHERE entry = " + id);
    return static_cast<int>(rows);
  }
  std::int64_t holds(const std::string& id) {
    return database.number("SELECT count(*) FROM frist_hold WHERE entry = " + id);
  }
};

}  // namespace

TEST_CASE("who is pushed out by another unique value leaves nothing behind but holds") {
  const std::string sql = GENERATE("INSERT OR REPLACE INTO claims(id, debtor, code) VALUES (9, 'x', 'one')",
                                   "REPLACE INTO claims(id, debtor, code) VALUES (9, 'x', 'one')",
                                   "UPDATE OR REPLACE claims SET code = 'one' WHERE id = 2");
  LaidDown d;
  REQUIRE(d.kept("1") == 4);
  d.program(sql);
  CHECK(d.database.number("SELECT count(*) FROM claims WHERE id = 1") == 0);
  CHECK(d.kept("1") == 0);
  CHECK(d.holds("1") == 1);
  CHECK(d.kept("2") == 4);
  CHECK(d.database.number("SELECT count(*) FROM frist_pushed") == 0);
}

TEST_CASE("who would be pushed out and is not keeps everything") {
  const std::string sql = GENERATE("INSERT OR IGNORE INTO claims(id, debtor, code) VALUES (9, 'x', 'one')",
                                   "UPDATE OR IGNORE claims SET code = 'one' WHERE id = 2",
                                   "INSERT INTO claims(id, debtor, code) VALUES (9, 'x', 'one') ON CONFLICT DO NOTHING",
                                   "INSERT INTO claims(id, debtor, code) VALUES (9, 'x', 'one') ON CONFLICT(code) DO "
                                   "UPDATE SET debtor = 'x'");
  LaidDown d;
  d.program(sql);
  CHECK(d.kept("1") == 4);
  // Nor does a later statement that pushes nobody out take it for gone.
  d.program("INSERT INTO claims(id, debtor, code) VALUES (10, 'x', 'ten')");
  CHECK(d.kept("1") == 4);
  CHECK(d.kept("2") == 4);
  CHECK(d.database.number("SELECT count(*) FROM frist_pushed") == 0);
}

TEST_CASE("a row that takes the place of one with the same key is the same entry") {
  LaidDown d;
  d.program("INSERT OR REPLACE INTO claims(id, debtor, code) VALUES (1, 'x', 'another')");
  CHECK(d.kept("1") == 4);
}

}  // namespace frist::store
