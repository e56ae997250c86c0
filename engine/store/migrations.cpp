// SPDX-License-Identifier: Apache-2.0
#include "engine/store/migrations.hpp"

#include <fmt/core.h>

#include <array>
#include <vector>

#include "engine/store/checksums.hpp"
#include "engine/store/copy_mark.hpp"
#include "engine/store/people_sql.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {

using text::Error;
using text::ErrorKind;

namespace {

// Columns without a type keep every value as it comes: a key is stored exactly as the user's table has it. IF NOT
// EXISTS because the log's tables may be there from before a detach.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE IF NOT EXISTS frist_meta(key TEXT NOT NULL PRIMARY KEY, value NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS frist_policy(hash TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL,
  attached_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frist_policy_file(policy TEXT NOT NULL, position INTEGER NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY(policy, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frist_kind(kind INTEGER NOT NULL PRIMARY KEY, record TEXT NOT NULL UNIQUE, table_name TEXT NOT NULL,
  key_column TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS frist_due(kind INTEGER NOT NULL, entry NOT NULL, next INTEGER NOT NULL, PRIMARY KEY(kind, entry))
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS frist_due_next ON frist_due(next);
CREATE TABLE IF NOT EXISTS frist_changed(kind INTEGER NOT NULL, entry NOT NULL, PRIMARY KEY(kind, entry)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frist_progress(kind INTEGER NOT NULL PRIMARY KEY, policy TEXT NOT NULL, last, done INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS frist_hold(id INTEGER NOT NULL PRIMARY KEY, kind INTEGER NOT NULL, entry NOT NULL, since INTEGER NOT NULL,
  reason TEXT NOT NULL, placed_by TEXT NOT NULL, placed_at INTEGER NOT NULL, lifted_by TEXT, lifted_at INTEGER);
CREATE INDEX IF NOT EXISTS frist_hold_entry ON frist_hold(kind, entry);
CREATE TABLE IF NOT EXISTS frist_request(kind INTEGER NOT NULL, entry NOT NULL, requested_on INTEGER NOT NULL,
  received_by TEXT NOT NULL, PRIMARY KEY(kind, entry)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frist_restriction(kind INTEGER NOT NULL, entry NOT NULL, since INTEGER NOT NULL, rule TEXT NOT NULL,
  PRIMARY KEY(kind, entry)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frist_review(kind INTEGER NOT NULL, entry NOT NULL, due_on INTEGER NOT NULL, rule TEXT NOT NULL,
  raised_in INTEGER NOT NULL, done_on INTEGER, done_by TEXT, outcome TEXT, PRIMARY KEY(kind, entry, due_on))
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS frist_review_open ON frist_review(kind, due_on) WHERE done_on IS NULL;
CREATE TABLE IF NOT EXISTS frist_act(kind INTEGER NOT NULL, entry NOT NULL, act TEXT NOT NULL, rule TEXT NOT NULL,
  since INTEGER NOT NULL, run INTEGER NOT NULL, PRIMARY KEY(kind, entry, act, rule)) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS frist_run(id INTEGER NOT NULL PRIMARY KEY, policy TEXT NOT NULL, as_of INTEGER NOT NULL,
  started INTEGER NOT NULL, finished INTEGER, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS frist_run_count(run INTEGER NOT NULL, record TEXT NOT NULL, rule TEXT NOT NULL, what TEXT NOT NULL,
  n INTEGER NOT NULL, PRIMARY KEY(run, record, rule, what)) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS frist_audit_leaf(seq INTEGER NOT NULL PRIMARY KEY, leaf BLOB NOT NULL, leaf_hash BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS frist_audit_body(seq INTEGER NOT NULL PRIMARY KEY, salt BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS frist_audit_ref(kind INTEGER NOT NULL, entry NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY(kind, entry, seq)) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS frist_audit_leaf_update BEFORE UPDATE ON frist_audit_leaf
  BEGIN SELECT RAISE(ABORT, 'the log of what was erased is never changed'); END;
CREATE TRIGGER IF NOT EXISTS frist_audit_leaf_delete BEFORE DELETE ON frist_audit_leaf
  BEGIN SELECT RAISE(ABORT, 'the log of what was erased is never shortened'); END;
CREATE TRIGGER IF NOT EXISTS frist_audit_leaf_insert BEFORE INSERT ON frist_audit_leaf
  WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM frist_audit_leaf)
  BEGIN SELECT RAISE(ABORT, 'the log of what was erased only grows at its end'); END;
)sql";

// What people lay down about an entry changes its verdict, whoever writes it. A standing hold for a kind that is not
// there would hold nothing.
std::string noting_triggers() {
  struct Noted {
    const char *table, *event, *row;
  };
  std::string sql;
  for (const auto& [table, event, row] :
       {Noted{"frist_hold", "INSERT", "NEW"}, Noted{"frist_hold", "UPDATE", "NEW"},
        Noted{"frist_hold", "DELETE", "OLD"}, Noted{"frist_request", "INSERT", "NEW"},
        Noted{"frist_request", "UPDATE", "NEW"}, Noted{"frist_request", "DELETE", "OLD"},
        Noted{"frist_review", "UPDATE", "NEW"}, Noted{"frist_restriction", "DELETE", "OLD"}})
    sql += fmt::format(
        "CREATE TRIGGER {0}_{3}_noted AFTER {1} ON {0} WHEN NOT EXISTS "
        "(SELECT 1 FROM frist_changed AS c WHERE c.kind = {2}.kind AND c.entry = {2}.entry) "
        "BEGIN INSERT INTO frist_changed(kind, entry) VALUES ({2}.kind, {2}.entry); END;\n",
        table, event, row, lower_ascii(event));
  for (const char* table : {"frist_hold", "frist_request"})
    sql += fmt::format(
        "CREATE TRIGGER {0}_kind_noted BEFORE INSERT ON {0} WHEN NOT EXISTS "
        "(SELECT 1 FROM frist_kind WHERE kind = NEW.kind) BEGIN SELECT RAISE(ABORT, 'there is no such kind of entry'); "
        "END;\n",
        table);
  return sql;
}

std::string version_1() { return kVersion1 + noting_triggers(); }

// The schedule by day is a table and no index, so that what an erased entry leaves in the schedule by entry can go
// later, together with what others left.
constexpr const char* kVersion2 = R"sql(
DROP INDEX IF EXISTS frist_due_next;
CREATE TABLE frist_day(next INTEGER NOT NULL, kind INTEGER NOT NULL, entry NOT NULL, PRIMARY KEY(next, kind, entry))
  WITHOUT ROWID;
INSERT INTO frist_day(next, kind, entry) SELECT next, kind, entry FROM frist_due ORDER BY 1, 2, 3;
CREATE TABLE frist_gone(kind INTEGER NOT NULL, entry NOT NULL, PRIMARY KEY(kind, entry)) WITHOUT ROWID;
)sql";

std::string version_2() { return kVersion2; }

// Plans of nights, and who may sign them. The entries of a plan go when it is applied or replaced; its body, its hash
// and the signatures stay. The authors of a policy are those who attached it.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE frist_plan(id INTEGER NOT NULL PRIMARY KEY, policy TEXT NOT NULL, as_of INTEGER NOT NULL,
  made_at INTEGER NOT NULL, salt BLOB NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL, run INTEGER);
CREATE TABLE frist_plan_entry(plan INTEGER NOT NULL, kind INTEGER NOT NULL, entry NOT NULL, action TEXT NOT NULL,
  rule TEXT NOT NULL, due INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY(plan, kind, entry)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frist_officer(name TEXT NOT NULL PRIMARY KEY, party TEXT NOT NULL, public_key BLOB NOT NULL,
  added_at INTEGER NOT NULL, retired_at INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frist_approval(plan_hash TEXT NOT NULL, officer TEXT NOT NULL, signed_at INTEGER NOT NULL,
  signature BLOB NOT NULL, PRIMARY KEY(plan_hash, officer)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frist_policy_author(policy TEXT NOT NULL, author TEXT NOT NULL, PRIMARY KEY(policy, author))
  WITHOUT ROWID;
)sql";

std::string version_3() { return kVersion3; }

// What a hold rests on and when somebody looks at it again.
constexpr const char* kVersion4 = R"sql(
ALTER TABLE frist_hold ADD COLUMN mandate TEXT NOT NULL DEFAULT '';
ALTER TABLE frist_hold ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE frist_hold ADD COLUMN review_by INTEGER;
ALTER TABLE frist_hold ADD COLUMN lift_reason TEXT NOT NULL DEFAULT '';
)sql";

std::string version_4() { return kVersion4; }

// Entries that a row may be about to push out of their table; see triggers.cpp.
constexpr const char* kVersion5 = R"sql(
CREATE TABLE IF NOT EXISTS frist_pushed(kind INTEGER NOT NULL, entry NOT NULL, PRIMARY KEY(kind, entry)) WITHOUT ROWID;
)sql";

std::string version_5() { return kVersion5; }

// The kind of entry that a night erases just now, never there outside of its transaction (taken_along.hpp); and the
// newest row of each kind that schedule and notes know of, where keys are row numbers (schedule.hpp).
constexpr const char* kVersion6 = R"sql(
CREATE TABLE IF NOT EXISTS frist_erasing(kind INTEGER NOT NULL PRIMARY KEY);
CREATE TABLE IF NOT EXISTS frist_newest(kind INTEGER NOT NULL PRIMARY KEY, entry INTEGER NOT NULL);
)sql";

std::string version_6() { return kVersion6; }

// Between 7 and 8 are the checksums, which are made anew after every migration.
std::string version_8() { return ""; }

// What many leaves, or many bodies, have in common stands once (packed_log.hpp); the view reads them as they were.
constexpr const char* kVersion9 = R"sql(
DROP VIEW IF EXISTS temp.frist_audit_log;
CREATE TABLE IF NOT EXISTS frist_audit_frame(frame BLOB NOT NULL PRIMARY KEY, before BLOB NOT NULL, behind BLOB NOT NULL,
  UNIQUE(before, behind)) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS frist_audit_frame_update BEFORE UPDATE ON frist_audit_frame
  BEGIN SELECT RAISE(ABORT, 'the log of what was erased is never changed'); END;
CREATE TRIGGER IF NOT EXISTS frist_audit_frame_delete BEFORE DELETE ON frist_audit_frame
  BEGIN SELECT RAISE(ABORT, 'the log of what was erased is never shortened'); END;
CREATE VIEW IF NOT EXISTS frist_audit_log AS
  SELECT l.seq AS seq,
    CASE WHEN f.frame IS NULL THEN l.leaf
      ELSE CAST(f.before || l.seq || f.behind || lower(hex(substr(l.leaf, 6))) || char(10) AS BLOB) END AS leaf,
    l.leaf_hash AS leaf_hash, b.salt AS salt,
    CASE WHEN g.frame IS NULL THEN b.body ELSE CAST(g.before || substr(b.body, 6) || g.behind AS BLOB) END AS body
  FROM frist_audit_leaf AS l LEFT JOIN frist_audit_frame AS f ON f.frame = substr(l.leaf, 1, 5)
    LEFT JOIN frist_audit_body AS b ON b.seq = l.seq LEFT JOIN frist_audit_frame AS g ON g.frame = substr(b.body, 1, 5);
)sql";

std::string version_9() { return kVersion9; }

// Migration k brings version k to k + 1.
constexpr std::array kMigrations = {&version_1, &version_2, &version_3, &version_4, &version_5,
                                    &version_6, &version_7, &version_8, &version_9};
static_assert(kMigrations.size() == kSchemaVersion);

struct Object {
  std::string type, name, table;
};

// Without what seals identity fields, which lives with the user's tables (identity.hpp).
Result<std::vector<Object>> our_objects(Connection& connection) {
  auto statement = connection.prepare(
      "SELECT type, name, tbl_name FROM sqlite_schema WHERE name LIKE 'frist\\_%' ESCAPE '\\' AND "
      "name NOT IN ('frist_identity_column', 'frist_identity_file', 'frist_identity_pending') AND NOT "
      "(type = 'trigger' AND name LIKE '%\\_identity\\_keys' ESCAPE '\\')");
  if (!statement) return statement.error();
  std::vector<Object> objects;
  for (;;) {
    auto row = statement.value().step();
    if (!row) return row.error();
    if (!row.value()) return objects;
    const auto column = [&](int i) { return std::string(statement.value().text(i)); };
    objects.push_back({column(0), column(1), column(2)});
  }
}

bool is_ours(std::string_view table) { return lower_ascii(table.substr(0, 6)) == "frist_"; }

bool survives_with_audit(std::string_view table) {
  for (const std::string_view kept :
       {"frist_meta", "frist_kind", "frist_policy", "frist_run", "frist_audit", "frist_officer", "frist_approval"})
    if (table.substr(0, kept.size()) == kept) return true;
  return false;
}

Status drop(Connection& connection, const std::vector<Object>& objects, std::string_view type) {
  for (const auto& object : objects) {
    if (object.type != type) continue;
    const auto sql = fmt::format("DROP {} IF EXISTS {}", type, sql_name(object.name));
    if (auto dropped = connection.execute(sql); !dropped) return dropped;
  }
  return {};
}

}  // namespace

namespace {

// A number of frist_meta; 0 where it is not there, nothing where we have no tables at all.
Result<std::optional<std::int64_t>> meta(Connection& connection, const char* key) {
  auto there = connection.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'frist_meta'");
  if (!there) return there.error();
  if (there.value() != 1) return std::optional<std::int64_t>();
  auto value = connection.integer(fmt::format("SELECT value FROM frist_meta WHERE key = '{}'", key));
  if (!value) return value.error();
  return std::optional(value.value().value_or(0));
}

}  // namespace

Result<std::int64_t> schema_version(Connection& connection) {
  auto version = meta(connection, "schema");
  if (!version) return version.error();
  return version.value().value_or(0);
}

Status check_version(Connection& connection) {
  for (const char* key : {"schema", "kept_schema"}) {
    auto version = meta(connection, key);
    if (!version) return version.error();
    if (!version.value()) break;
    if (*version.value() > kSchemaVersion)
      return Error{ErrorKind::Refused,
                   fmt::format("the database `{}` was used by a newer frist (its tables are version {}, this program "
                               "knows {}); use that one",
                               connection.path(), *version.value(), kSchemaVersion)};
    if (key == std::string_view("kept_schema")) return {};
  }
  auto objects = our_objects(connection);
  if (!objects) return objects.error();
  if (objects.value().empty()) return {};
  return Error{ErrorKind::Data, fmt::format("the database `{}` has a {} `{}`; names that begin with `frist_` are kept "
                                            "for this program",
                                            connection.path(), objects.value()[0].type, objects.value()[0].name)};
}

Status migrate(Connection& connection) {
  FRIST_CHECK(connection.in_transaction());
  if (auto good = check_version(connection); !good) return good;
  auto version = schema_version(connection);
  if (!version) return version.error();
  if (version.value() == kSchemaVersion) return {};
  for (auto from = static_cast<std::size_t>(version.value()); from < kMigrations.size(); ++from)
    if (auto done = connection.execute(kMigrations[from]()); !done) return done;
  if (auto done = make_checksums(connection); !done) return done;
  return connection.execute(
      fmt::format("UPDATE frist_meta SET value = {0} WHERE key = 'schema';"
                  "INSERT INTO frist_meta(key, value) SELECT 'schema', {0} "
                  "WHERE NOT EXISTS (SELECT 1 FROM frist_meta WHERE key = 'schema');",
                  kSchemaVersion));
}

Status require_attached(Connection& connection) {
  if (auto good = check_version(connection); !good) return good;
  if (auto good = require_no_copy(connection); !good) return good;
  auto version = schema_version(connection);
  if (!version) return version.error();
  auto policy = version.value() == kSchemaVersion
                    ? connection.integer("SELECT count(*) FROM frist_meta WHERE key = 'policy'")
                    : Result<std::optional<std::int64_t>>(std::optional<std::int64_t>(0));
  if (!policy) return policy.error();
  if (policy.value().value_or(0) > 0) return {};
  if (version.value() > 0 && version.value() < kSchemaVersion)
    return Error{
        ErrorKind::Usage,
        fmt::format("the database `{0}` was attached by an earlier frist; `frist attach POLICY --db {0}` brings "
                    "it up to date",
                    connection.path())};
  return Error{ErrorKind::Usage,
               fmt::format("no policy is attached to the database `{0}`; `frist attach POLICY --db {0}` does that",
                           connection.path())};
}

namespace {

Result<std::vector<Object>> on_user_tables(Connection& connection) {
  FRIST_CHECK(connection.in_transaction());
  auto objects = our_objects(connection);
  if (objects) std::erase_if(objects.value(), [](const Object& o) { return is_ours(o.table); });
  return objects;
}

}  // namespace

Status drop_triggers(Connection& connection) {
  auto objects = on_user_tables(connection);
  return objects ? drop(connection, objects.value(), "trigger") : Status(objects.error());
}

Status drop_indexes(Connection& connection, const std::set<std::string>& kept) {
  auto objects = on_user_tables(connection);
  if (!objects) return objects.error();
  std::erase_if(objects.value(), [&](const Object& object) { return kept.count(object.name) > 0; });
  return drop(connection, objects.value(), "index");
}

Status drop_everything(Connection& connection, bool keep_audit) {
  if (auto done = drop_triggers(connection); !done) return done;
  if (auto done = drop_indexes(connection, {}); !done) return done;
  if (auto done = drop_checksum_triggers(connection); !done) return done;
  auto objects = our_objects(connection);
  if (!objects) return objects.error();
  if (keep_audit)
    std::erase_if(objects.value(), [](const Object& object) { return survives_with_audit(object.table); });
  connection.allow_dropping_audit(!keep_audit);
  auto dropped = drop(connection, objects.value(), "view");
  if (dropped) dropped = drop(connection, objects.value(), "table");
  connection.allow_dropping_audit(false);
  if (!dropped || !keep_audit) return dropped;
  // What is left knows its version, so that an older program does not take it for its own.
  return connection.execute(
      fmt::format("DELETE FROM frist_meta WHERE key NOT IN ('head_path', 'head_id'); INSERT INTO frist_meta(key, "
                  "value) VALUES ('kept_schema', {})",
                  kSchemaVersion));
}

}  // namespace frist::store
