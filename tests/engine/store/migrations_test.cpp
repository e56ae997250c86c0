// SPDX-License-Identifier: Apache-2.0
#include "engine/store/migrations.hpp"

#include "engine/store/attach.hpp"
#include "engine/store/audit_store.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {

using Catch::Matchers::Contains;
using text::ErrorKind;

TEST_CASE("our tables come from nothing, and a second time nothing happens") {
  TestDatabase database;
  CHECK(need(schema_version(database.connection)) == 0);
  migrate_all(database.connection);
  CHECK(need(schema_version(database.connection)) == kSchemaVersion);
  const auto before = database.text("SELECT group_concat(sql) FROM sqlite_schema");
  migrate_all(database.connection);
  CHECK(database.text("SELECT group_concat(sql) FROM sqlite_schema") == before);
}

TEST_CASE("a schedule of the first version is kept and put in both orders") {
  TestDatabase database;
  migrate_all(database.connection);
  // As the first version left it.
  database.run(
      "ALTER TABLE frist_hold DROP COLUMN mandate; ALTER TABLE frist_hold DROP COLUMN owner;"
      "ALTER TABLE frist_hold DROP COLUMN review_by; ALTER TABLE frist_hold DROP COLUMN lift_reason;"
      "INSERT INTO frist_kind VALUES (1, 'claim', 'claims', 'id');"
      "INSERT INTO frist_hold(id, kind, entry, since, reason, placed_by, placed_at) VALUES (1, 1, 'a', 0, 'r', 'p', 0);"
      "DROP TABLE frist_plan; DROP TABLE frist_plan_entry; DROP TABLE frist_officer; DROP TABLE frist_approval;"
      "DROP TABLE frist_policy_author; DROP TABLE frist_day; DROP TABLE frist_gone; CREATE INDEX frist_due_next ON "
      "frist_due(next);"
      "UPDATE frist_meta SET value = 1 WHERE key = 'schema';"
      "INSERT INTO frist_due VALUES (1, 'b', 20000), (1, 'a', 20001), (2, 7, 20000)");
  CHECK_THAT(require_attached(database.connection).error().message, Contains("attached by an earlier frist"));
  migrate_all(database.connection);
  CHECK(need(schema_version(database.connection)) == kSchemaVersion);
  CHECK(database.text("SELECT group_concat(next || '/' || kind || '/' || entry) FROM frist_day") ==
        "20000/1/b,20000/2/7,20001/1/a");
  CHECK(database.number("SELECT count(*) FROM frist_due") == 3);
  CHECK(database.text("SELECT reason || ':' || mandate || ':' || owner || ':' || lift_reason FROM frist_hold WHERE "
                      "review_by IS NULL") == "r:::");
  CHECK(database.number("SELECT count(*) FROM sqlite_schema WHERE name = 'frist_due_next'") == 0);
}

TEST_CASE("where nothing was attached there is nothing to detach") {
  TestDatabase database;
  const auto refused = detach(database.connection, false);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::Usage);
  CHECK_THAT(refused.error().message, Contains("nothing is attached"));
}

TEST_CASE("a database of a newer program is refused") {
  TestDatabase database;
  migrate_all(database.connection);
  database.run("UPDATE frist_meta SET value = 99 WHERE key = 'schema'");
  const auto refused = check_version(database.connection);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::Refused);
  CHECK_THAT(refused.error().message, Contains("used by a newer frist"));
  Bureau bureau;
  database.run(kBureauTables);
  CHECK(attach(database.connection, bureau.rules(), Bureau::policy()).error().kind == ErrorKind::Refused);
  CHECK(detach(database.connection, false).error().kind == ErrorKind::Refused);
}

TEST_CASE("tables of somebody else under our prefix are not touched") {
  TestDatabase database;
  database.run("CREATE TABLE frist_mine(a)");
  CHECK_THAT(check_version(database.connection).error().message, Contains("`frist_mine`"));
  CHECK_FALSE(detach(database.connection, false));
  CHECK(database.number("SELECT count(*) FROM frist_mine") == 0);
}

TEST_CASE("without a policy there is nothing attached") {
  TestDatabase database;
  CHECK(require_attached(database.connection).error().kind == ErrorKind::Usage);
  migrate_all(database.connection);
  CHECK_THAT(require_attached(database.connection).error().message, Contains("no policy is attached"));
}

TEST_CASE("no program that uses older SQLite is shut out by our tables") {
  TestDatabase database;
  migrate_all(database.connection);
  CHECK(database.number("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '% STRICT%' OR sql LIKE '%GENERATED%' OR "
                        "sql LIKE '%RETURNING%'") == 0);
}

TEST_CASE("leaves of the log are never changed, removed, replaced or put out of order") {
  TestDatabase database;
  migrate_all(database.connection);
  {
    auto transaction = need(Transaction::begin_write(database.connection));
    auto audit = need(AuditStore::open(database.connection));
    need(audit.append(0, log_entry("leaf 0", "body", {})));
    CHECK_FALSE(audit.append(0, log_entry("leaf 1", "body", {})));
    need(audit.append(1, log_entry("leaf 1", "body", {})));
    need(transaction.commit());
  }
  OtherProgram other(database.path());
  for (const auto* sql :
       {"UPDATE frist_audit_leaf SET leaf = 'x' WHERE seq = 0",
        "UPDATE OR REPLACE frist_audit_leaf SET seq = 1 WHERE seq = 0",
        "UPDATE OR IGNORE frist_audit_leaf SET leaf = 'x'", "DELETE FROM frist_audit_leaf WHERE seq = 1",
        "DELETE FROM frist_audit_leaf", "INSERT OR REPLACE INTO frist_audit_leaf VALUES (0, 'x', 'x')",
        "INSERT OR IGNORE INTO frist_audit_leaf VALUES (7, 'x', 'x')",
        "INSERT INTO frist_audit_leaf VALUES (-1, 'x', 'x')",
        "INSERT INTO frist_audit_leaf(seq, leaf, leaf_hash) VALUES (1, 'x', 'x') ON CONFLICT DO UPDATE SET leaf = "
        "'x'"}) {
    INFO(sql);
    CHECK(other.run(sql) == SQLITE_CONSTRAINT_TRIGGER);
    CHECK(database.text("SELECT group_concat(leaf, ';') FROM frist_audit_leaf") == "leaf 0;leaf 1");
  }
}

TEST_CASE("our own connection does not change the log even where its triggers are gone") {
  TestDatabase database;
  migrate_all(database.connection);
  OtherProgram other(database.path());
  REQUIRE(other.run("DROP TRIGGER frist_audit_leaf_delete; DROP TRIGGER frist_audit_leaf_update") == SQLITE_OK);
  CHECK(database.connection.execute("DELETE FROM frist_audit_leaf").error().kind == ErrorKind::Refused);
  CHECK(database.connection.execute("UPDATE frist_audit_leaf SET leaf = 'x'").error().kind == ErrorKind::Refused);
  CHECK(database.connection.execute("DROP TABLE frist_audit_leaf").error().kind == ErrorKind::Refused);
}

TEST_CASE("detaching leaves the database as it was, with or without the log") {
  Bureau bureau;
  for (const bool keep_audit : {false, true}) {
    TestDatabase database;
    database.run(kBureauTables);
    database.run("INSERT INTO claims(id, debtor) VALUES (1, 'd')");
    const auto before = database.text("SELECT group_concat(name || sql, ';') FROM sqlite_schema");
    REQUIRE(need(attach(database.connection, bureau.rules(), Bureau::policy())).attached);
    {
      auto transaction = need(Transaction::begin_write(database.connection));
      auto audit = need(AuditStore::open(database.connection));
      need(audit.append(0, log_entry("leaf", "body", {1, Key(7)})));
      need(transaction.commit());
    }
    need(detach(database.connection, keep_audit));
    CHECK(database.text("SELECT group_concat(name || sql, ';') FROM sqlite_schema WHERE name NOT LIKE 'frist%'") ==
          before);
    CHECK(database.number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'frist%'") == (keep_audit ? 19 : 0));
    CHECK(require_attached(database.connection).error().kind == ErrorKind::Usage);
    if (!keep_audit) continue;
    // The log goes on where it was when a policy is attached again.
    REQUIRE(need(attach(database.connection, bureau.rules(), Bureau::policy())).attached);
    auto audit = need(AuditStore::open(database.connection));
    CHECK(need(audit.size()) == 1);
    CHECK(need(audit.about(1, Key(7))) == std::vector<std::int64_t>{0});
  }
}

}  // namespace frist::store
