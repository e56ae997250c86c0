// SPDX-License-Identifier: Apache-2.0
#include "engine/store/checksums.hpp"

#include <random>

#include "engine/store/migrations.hpp"
#include "engine/store/schedule.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {

using Catch::Matchers::Contains;
using text::ErrorKind;

namespace {

constexpr const char* kHold =
    "INSERT INTO frist_hold(id, kind, entry, since, reason, placed_by, placed_at) VALUES (1, 3, 'a', 0, 'r', 'p', 0), "
    "(2, 3, 7, 0, 'r', 'p', 0)";

struct Checked : TestDatabase {
  Checked() {
    in_transaction([&] {
      need(migrate(connection));
      run("INSERT INTO frist_kind VALUES (3, 'claim', 'claims', 'id')");
    });
  }
  void in_transaction(const std::function<void()>& work) {
    auto transaction = need(Transaction::begin_write(connection));
    work();
    need(transaction.commit());
  }
  // As no program that uses SQLite would: no trigger sees it.
  void damage(const std::string& table, const std::string& sql) {
    auto triggers =
        need(connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1"));
    std::vector<std::pair<std::string, std::string>> kept;
    triggers.bind_text(1, table);
    while (need(triggers.step())) kept.emplace_back(triggers.text(0), triggers.text(1));
    for (const auto& trigger : kept) run("DROP TRIGGER " + trigger.first);
    run(sql);
    for (const auto& trigger : kept) run(trigger.second);
  }
  Status rows(CheckedTables which = CheckedTables::All) { return require_sound_rows(connection, which); }
  Status days() { return require_sound_days(connection, calendar::kNever); }
};

}  // namespace

TEST_CASE("a row that is changed, gone or new past SQLite is told, whoever wrote it before") {
  for (const char* damage :
       {"UPDATE frist_hold SET lifted_at = 1 WHERE id = 1", "UPDATE frist_hold SET entry = 8 WHERE id = 2",
        "DELETE FROM frist_hold WHERE id = 2", "DELETE FROM frist_hold",
        "INSERT INTO frist_hold SELECT 3, kind, entry, since, reason, placed_by, placed_at, lifted_by, lifted_at, "
        "mandate, "
        "owner, review_by, lift_reason FROM frist_hold WHERE id = 1",
        "UPDATE frist_hold SET since = '0' || since WHERE id = 1",
        "UPDATE frist_hold SET lifted_by = '' WHERE id = 1"}) {
    INFO(damage);
    Checked db;
    db.in_transaction([&] { db.run(kHold); });
    need(db.rows());
    db.damage("frist_hold", damage);
    const auto told = db.rows(CheckedTables::OfANight);
    if (std::string(damage).find("since = '0'") != std::string::npos) {
      CHECK(told);  // the column makes the same number of it
      continue;
    }
    REQUIRE_FALSE(told);
    CHECK(told.error().kind == ErrorKind::Data);
    CHECK_THAT(told.error().message, Contains("frist_hold"));
    // A commit of ours that has nothing to do with it makes nothing good.
    db.in_transaction([&] { db.run("INSERT INTO frist_meta(key, value) VALUES ('other', 1)"); });
    CHECK_FALSE(db.rows());
  }
}

TEST_CASE("a checksum that is changed is told in every bit, and under another key wherever all is read") {
  Checked db;
  db.in_transaction([&] { db.run(kHold); });
  const std::string checksum = "frist_checksum WHERE tab = 1 AND entry = 1";
  const auto was = db.number("SELECT checksum FROM " + checksum);
  for (int bit = 0; bit < 64; ++bit) {
    INFO("bit " << bit);
    const auto is = static_cast<std::int64_t>(static_cast<std::uint64_t>(was) ^ std::uint64_t{1} << bit);
    db.damage("frist_checksum", fmt::format("UPDATE frist_checksum SET checksum = {} WHERE tab = 1 AND entry = 1", is));
    CHECK_FALSE(db.rows(CheckedTables::OfANight));
    CHECK_FALSE(db.rows());
  }
  db.damage("frist_checksum", fmt::format("UPDATE frist_checksum SET checksum = {} WHERE tab = 1 AND entry = 1", was));
  need(db.rows());
  db.damage("frist_checksum", "UPDATE frist_checksum SET entry = 77 WHERE tab = 1 AND entry = 1");
  CHECK_FALSE(db.rows());
}

TEST_CASE("what somebody writes by SQL is believed, in every way of writing") {
  Checked db;
  OtherProgram other(db.path());
  for (const char* recursive : {"OFF", "ON"})
    for (const char* sql :
         {kHold, "UPDATE frist_hold SET reason = 'x'", "UPDATE OR REPLACE frist_hold SET id = 2 WHERE id = 1",
          "INSERT OR REPLACE INTO frist_request VALUES (3, 'a', 1, 'p')",
          "INSERT OR REPLACE INTO frist_request VALUES (3, 'a', 2, 'q')",
          "INSERT INTO frist_request VALUES (3, 'a', 3, 'r') ON CONFLICT DO UPDATE SET requested_on = 3",
          "UPDATE frist_request SET entry = 'b'", "DELETE FROM frist_request", "DELETE FROM frist_hold"}) {
      INFO(recursive << " " << sql);
      other.run(std::string("PRAGMA recursive_triggers = ") + recursive);
      REQUIRE(other.run(sql) == SQLITE_OK);
      need(db.rows());  // no checksum yet, and noted as such
      db.in_transaction([] {});
      CHECK(db.number("SELECT count(*) FROM frist_written") == 0);
      need(db.rows());
    }
}

TEST_CASE("the schedule by day has its checksums however it is written, and tells the day that is damaged") {
  std::mt19937_64 random(20260501);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); };
  Checked db;
  for (int round = 0; round < 40; ++round) {
    db.in_transaction([&] {
      auto schedule = need(Schedule::open(db.connection, 3));
      for (int i = 0; i < 20; ++i) {
        const Key key = below(2) ? Key(below(30)) : Key::text(std::to_string(below(30)));
        const auto day = static_cast<calendar::Day>(20000 + below(6));
        if (below(4) == 0)
          need(schedule.remove(key));
        else if (below(5) == 0)
          need(schedule.set_next(key, calendar::kNever));
        else
          need(schedule.set_next(key, day));
      }
      if (below(3) == 0) need(Schedule::forget_gone(db.connection, 100));
      need(schedule.write_checksums());
    });
    need(db.days());
    need(require_same_schedules(db.connection));
  }
  const auto day = db.text("SELECT min(next) FROM frist_day");
  for (const std::string& damage :
       {"UPDATE frist_day SET next = next + 100 WHERE next = " + day,
        std::string("DELETE FROM frist_day WHERE (next, entry) IN (SELECT next, entry FROM frist_day LIMIT 1)"),
        "INSERT INTO frist_day VALUES (" + day + ", 3, 999)", "DELETE FROM frist_day_checksum WHERE next = " + day,
        "UPDATE frist_day_checksum SET rows = rows + 1 WHERE next = " + day}) {
    INFO(damage);
    db.run("SAVEPOINT a");
    db.run(damage);
    const auto told = db.days();
    REQUIRE_FALSE(told);
    CHECK(told.error().kind == ErrorKind::Data);
    CHECK_THAT(told.error().message, Contains("the schedule of 202"));
    // A night reads the day and finds it too.
    auto schedule = need(Schedule::open(db.connection, 3));
    const auto due = need(schedule.due(20000, 1000));
    CHECK_FALSE(schedule.require_sound(20000, due, true));
    db.run("ROLLBACK TO a; RELEASE a");
    need(db.days());
  }
}

TEST_CASE("a database of version 7 gets its checksums, and one whose key is gone is refused") {
  Checked db;
  db.in_transaction([&] {
    db.run(kHold);
    db.run(
        "INSERT INTO frist_day VALUES (20000, 3, 'a'), (20001, 3, 7); INSERT INTO frist_due VALUES (3, 'a', 20000), "
        "(3, 7, 20001)");
    need(drop_checksum_triggers(db.connection));
    db.run(
        "DROP TABLE frist_checksum; DROP TABLE frist_written; DROP TABLE frist_day_checksum; "
        "UPDATE frist_meta SET value = 7 WHERE key = 'schema'");
  });
  CHECK_THAT(require_attached(db.connection).error().message, Contains("attached by an earlier frist"));
  db.in_transaction([&] { need(migrate(db.connection)); });
  CHECK(need(schema_version(db.connection)) == kSchemaVersion);
  need(db.rows());
  need(db.days());
  CHECK(db.number("SELECT count(*) FROM frist_checksum WHERE tab = 1") == 2);
  CHECK(db.number("SELECT sum(rows) FROM frist_day_checksum") == 2);
  db.run("DELETE FROM frist_checksum WHERE tab = 0");
  Connection again = need(Connection::open(db.path()));
  const auto refused = Schedule::open(again, 3);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::Data);
  CHECK_FALSE(require_sound_rows(again, CheckedTables::OfANight));
}

}  // namespace frist::store
