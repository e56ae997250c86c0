// SPDX-License-Identifier: Apache-2.0
// Which tables have checksums, and whether they are as they were.
#include <fmt/core.h>
#include <sqlite3.h>

#include <array>
#include <limits>

#include "engine/store/checksums.hpp"

namespace frist::store {

using text::Error;
using text::ErrorKind;

namespace {

struct CheckedTable {
  int number;  // in frist_checksum; never given to another table
  const char *table, *kind, *entry, *columns;
  bool of_a_night;  // few rows, by which a night acts
};

constexpr std::array kCheckedTables = {
    CheckedTable{
        1, "frist_hold", "0", "id",
        "id, kind, entry, since, reason, placed_by, placed_at, lifted_by, lifted_at, mandate, owner, review_by, "
        "lift_reason",
        true},
    CheckedTable{2, "frist_request", "kind", "entry", "kind, entry, requested_on, received_by", true},
    CheckedTable{3, "frist_request_register", "0", "number",
                 "number, kind, entry, received_on, received_by, gone, extended_on, extended_by, extend_reason, "
                 "answered_on, answered_by, outcome, ground, answer_reason",
                 false},
    CheckedTable{4, "frist_restriction", "kind", "entry", "kind, entry, since, rule", false},
    CheckedTable{5, "frist_restriction_order", "0", "number",
                 "number, kind, entry, since, ground, reason, placed_by, placed_at, hold", false},
    CheckedTable{6, "frist_disclosure", "kind", "entry", "kind, entry, recipient, reference, disclosed_on", false},
    CheckedTable{7, "frist_notice", "0", "number",
                 "number, id, kind, entry, recipient, reference, what, made_at, acknowledged_at, acknowledged_by",
                 false},
    CheckedTable{8, "frist_review", "kind", "entry", "kind, entry, due_on, rule, raised_in, done_on, done_by, outcome",
                 false},
    CheckedTable{9, "frist_act", "kind", "entry", "kind, entry, act, rule, since, run", false},
    CheckedTable{10, "frist_meta", "0", "key", "key, value", true},
    CheckedTable{11, "frist_policy", "0", "hash", "hash, name, version, attached_at", true},
    CheckedTable{13, "frist_policy_author", "0", "policy", "policy, author", false},
    CheckedTable{14, "frist_kind", "0", "kind", "kind, record, table_name, key_column", true},
    CheckedTable{15, "frist_newest", "0", "kind", "kind, entry", true},
    CheckedTable{16, "frist_progress", "0", "kind", "kind, policy, last, done", true},
    CheckedTable{17, "frist_run", "0", "id", "id, policy, as_of, started, finished, state", true},
    CheckedTable{18, "frist_run_count", "0", "run", "run, record, rule, what, n", false},
    CheckedTable{12, "frist_policy_file", "0", "policy", "policy, position, path, text", true},
    CheckedTable{19, "frist_approval", "0", "plan_hash", "plan_hash, officer, signed_at, signature", true},
    CheckedTable{21, "frist_plan", "0", "id", "id, policy, as_of, made_at, salt, hash, body, state, run", true},
    CheckedTable{20, "frist_officer", "0", "name", "name, party, public_key, added_at, retired_at", true},
};

// The name of the same value in a trigger's row or in a table with an alias.
std::string in_row(const char* row, std::string_view column) {
  return column == "0" ? "0" : fmt::format("{}.{}", row, column);
}

// Nothing is unique there, so that no outer conflict clause matters; and every statement that erases compiles these.
std::string noted(const CheckedTable& t, const char* row) {
  return fmt::format("INSERT INTO frist_written VALUES ({}, {}, {});", t.number, in_row(row, t.kind),
                     in_row(row, t.entry));
}

std::string triggers_of(const CheckedTable& t) {
  std::string sql;
  for (const auto& [event, body] : {std::pair{"insert", noted(t, "NEW")}, std::pair{"delete", noted(t, "OLD")},
                                    std::pair{"update", noted(t, "OLD") + noted(t, "NEW")}})
    sql += fmt::format("CREATE TRIGGER IF NOT EXISTS {0}_{1}_checksum AFTER {1} ON {0} BEGIN {2} END;\n", t.table,
                       event, body);
  return sql;
}

constexpr const char* kVersion8 = R"sql(
CREATE TABLE IF NOT EXISTS frist_checksum(tab INTEGER NOT NULL, kind INTEGER NOT NULL, entry NOT NULL, checksum INTEGER NOT NULL,
  PRIMARY KEY(tab, kind, entry)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frist_written(tab INTEGER NOT NULL, kind INTEGER NOT NULL, entry NOT NULL);
CREATE TABLE IF NOT EXISTS frist_day_checksum(next INTEGER NOT NULL, kind INTEGER NOT NULL, rows INTEGER NOT NULL,
  sum INTEGER NOT NULL, PRIMARY KEY(next, kind)) WITHOUT ROWID;
DELETE FROM frist_checksum;
DELETE FROM frist_written;
DELETE FROM frist_day_checksum;
INSERT INTO frist_checksum(tab, kind, entry, checksum) VALUES (0, 0, 1, random()), (0, 0, 2, random());
)sql";

std::string name_of_row(Statement& row) {
  const auto key = to_text(row.key(1));
  return row.integer(0) == 0 ? key : fmt::format("{} of kind {}", key, row.integer(0));
}

// The first rows that are not as they were written.
Status find_unsound(Connection& connection, const CheckedTable& t) {
  constexpr const char* kNoted = "IN (SELECT kind, entry FROM frist_written WHERE tab = ?1)";
  const auto group = fmt::format("{} = s.kind AND {} = +s.entry", in_row("t", t.kind), in_row("t", t.entry));
  auto wrong = connection.cached(fmt::format(
      "SELECT kind, entry FROM (SELECT {0} AS kind, {1} AS entry, frist_checksum_of_rows(?1, {2}) AS checksum FROM {3} "
      "GROUP BY {4}{1}) AS g WHERE g.checksum IS NOT (SELECT s.checksum FROM frist_checksum AS s WHERE s.tab = ?1 AND "
      "s.kind = "
      "g.kind AND s.entry = +g.entry) AND (g.kind, g.entry) NOT {5} UNION ALL SELECT kind, entry FROM frist_checksum "
      "AS s WHERE tab = ?1 AND "
      "NOT EXISTS (SELECT 1 FROM {3} AS t WHERE {6}) AND (kind, entry) NOT {5} LIMIT 1",
      t.kind, t.entry, t.columns, t.table, t.kind == std::string_view("0") ? "" : "kind, ", kNoted, group));
  if (!wrong) return wrong.error();
  Statement& rows = wrong.value()->bind(1, t.number);
  const auto found = rows.step();
  if (!found) return found.error();
  if (!found.value()) return {};
  auto error = damaged_store(fmt::format("the rows of {} about {} are", t.table, name_of_row(rows)));
  rows.reset();
  return error;
}

// Checksums are sums over rows, so their sum is that over the table; only where they differ each one is looked at. That
// a checksum is under a wrong key, which changes no verdict, the sums do not tell.
Status require_sound_sum(Connection& connection, const CheckedTable& t) {
  const auto same = connection.integer(
      fmt::format("SELECT (SELECT frist_sum_of_checksums(checksum) FROM frist_checksum WHERE tab = {0}) IS "
                  "(SELECT frist_checksum_of_rows({0}, {1}) FROM {2})",
                  t.number, t.columns, t.table));
  if (!same) return same.error();
  return same.value() == 1 ? Status() : find_unsound(connection, t);
}

// A look-up in the schema that is in memory already: every commit asks.
bool has_checksums(Connection& connection) {
  return sqlite3_table_column_metadata(connection.handle(), "main", "frist_written", nullptr, nullptr, nullptr, nullptr,
                                       nullptr, nullptr) == SQLITE_OK;
}

Status run(Connection& connection, const std::string& sql) {
  auto statement = connection.cached(sql);
  return statement ? statement.value()->run() : Status(statement.error());
}

Status write_checksums(Connection& connection, const CheckedTable& t) {
  const bool by_kind = t.kind != std::string_view("0");
  return run(
      connection,
      fmt::format(
          "INSERT INTO frist_checksum(tab, kind, entry, checksum) SELECT {0}, {1}, {2}, frist_checksum_of_rows({0}, "
          "{3}) FROM {4} WHERE {5} IN (SELECT {6}entry FROM frist_written WHERE tab = {0}) GROUP BY {7}{2}",
          t.number, t.kind, t.entry, t.columns, t.table, by_kind ? "(kind, entry)" : t.entry, by_kind ? "kind, " : "",
          by_kind ? "kind, " : ""));
}

}  // namespace

Status make_checksums(Connection& connection) {
  connection.checksums().forget_key();
  if (auto made = connection.execute(kVersion8); !made) return made;
  for (const CheckedTable& t : kCheckedTables) {
    const auto fill = fmt::format("INSERT INTO frist_written SELECT {0}, {1}, {2} FROM {3} GROUP BY 2, 3", t.number,
                                  t.kind, t.entry, t.table);
    if (auto made = connection.execute(triggers_of(t) + fill); !made) return made;
  }
  const auto away = connection.integer("SELECT count(*) FROM frist_meta WHERE key = 'days_away'");
  if (!away) return away.error();
  return connection.execute(
      fmt::format("INSERT INTO frist_day_checksum(next, kind, rows, sum) SELECT next, kind, count(*), "
                  "frist_checksum_of_days(kind, entry, next) FROM {} GROUP BY next, kind",
                  away.value().value_or(0) > 0 ? "frist_due" : "frist_day"));
}

Status drop_checksum_triggers(Connection& connection) {
  for (const CheckedTable& t : kCheckedTables)
    for (const char* event : {"insert", "delete", "update"})
      if (auto gone = connection.execute(fmt::format("DROP TRIGGER IF EXISTS {}_{}_checksum", t.table, event)); !gone)
        return gone;
  return {};
}

Status update_checksums(Connection& connection) {
  if (!has_checksums(connection)) return {};
  auto written = connection.cached("SELECT DISTINCT tab FROM frist_written");
  if (!written) return written.error();
  std::array<bool, 64> tables{};
  bool any = false;
  for (;;) {
    const auto row = written.value()->step();
    if (!row) return row.error();
    if (!row.value()) break;
    any = true;
    const auto number = static_cast<std::size_t>(written.value()->integer(0));
    if (number < tables.size()) tables[number] = true;
  }
  if (!any) return {};
  if (auto done =
          run(connection,
              "DELETE FROM frist_checksum WHERE (tab, kind, entry) IN (SELECT tab, kind, entry FROM frist_written)");
      !done)
    return done;
  for (const CheckedTable& t : kCheckedTables)
    if (tables[static_cast<std::size_t>(t.number)])
      if (auto done = write_checksums(connection, t); !done) return done;
  return run(connection, "DELETE FROM frist_written");
}

Status require_sound_rows(Connection& connection, CheckedTables which) {
  for (const CheckedTable& t : kCheckedTables) {
    if (which == CheckedTables::OfANight && !t.of_a_night) continue;
    // A row that its index does not lead to would not be found.
    const auto found = connection.text(fmt::format("PRAGMA integrity_check({})", t.table));
    if (!found) return found.error();
    if (found.value() != "ok") return damaged_store(fmt::format("the table {} or one of its indexes is", t.table));
    const bool one_by_one = which == CheckedTables::All;
    if (auto sound = one_by_one ? find_unsound(connection, t) : require_sound_sum(connection, t); !sound) return sound;
  }
  return {};
}

// Both sides in the order of days and kinds; a day whose rows are all gone again may stand there with nothing.
Status require_sound_days(Connection& connection, calendar::Day as_of) {
  const auto away = connection.integer("SELECT count(*) FROM frist_meta WHERE key = 'days_away'");
  if (!away) return away.error();
  auto wrong = connection.prepare(fmt::format(
      "WITH f AS (SELECT next, kind, count(*) AS rows, frist_checksum_of_days(kind, entry, next) AS sum FROM {} WHERE "
      "next "
      "<= ?1 GROUP BY next, kind) SELECT next, kind FROM f WHERE NOT EXISTS (SELECT 1 FROM frist_day_checksum AS s "
      "WHERE "
      "s.next = f.next AND s.kind = f.kind AND s.rows = f.rows AND s.sum = f.sum) UNION ALL SELECT next, kind FROM "
      "frist_day_checksum AS s WHERE next <= ?1 AND (rows <> 0 OR sum <> 0) AND NOT EXISTS (SELECT 1 FROM {} AS d "
      "WHERE "
      "d.next = s.next AND d.kind = s.kind) LIMIT 1",
      away.value().value_or(0) > 0 ? "frist_due" : "frist_day",
      away.value().value_or(0) > 0 ? "frist_due" : "frist_day"));
  if (!wrong) return wrong.error();
  Statement& row = wrong.value().bind(1, as_of == calendar::kNever ? std::numeric_limits<std::int64_t>::max() : as_of);
  const auto found = row.step();
  if (!found) return found.error();
  if (!found.value()) return {};
  return damaged_day(row.integer(0));
}

Status require_same_schedules(Connection& connection) {
  const auto away = connection.integer("SELECT count(*) FROM frist_meta WHERE key = 'days_away'");
  if (!away) return away.error();
  if (away.value().value_or(0) > 0) return {};
  const auto differ = connection.integer(
      "SELECT 1 FROM frist_due AS f WHERE NOT EXISTS (SELECT 1 FROM frist_day AS d WHERE d.next = f.next AND d.kind = "
      "f.kind AND d.entry = f.entry) AND NOT EXISTS (SELECT 1 FROM frist_gone AS g WHERE g.kind = f.kind AND g.entry = "
      "f.entry) UNION ALL SELECT 1 FROM frist_day AS d WHERE NOT EXISTS (SELECT 1 FROM frist_due AS f WHERE f.kind = "
      "d.kind AND f.entry = d.entry AND f.next = d.next) LIMIT 1");
  if (!differ) return differ.error();
  return differ.value() ? Status(damaged_store("the schedules by entry and by day differ, so one is")) : Status();
}

}  // namespace frist::store
