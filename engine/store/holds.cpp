// SPDX-License-Identifier: Apache-2.0
#include "engine/store/holds.hpp"

#include <fmt/core.h>

#include "engine/store/dependencies.hpp"
#include "engine/store/quote.hpp"

#include "engine/store/schedule.hpp"

namespace frist::store {
namespace {

Status mark_changed(Connection& connection, std::int64_t kind, const Key& entry) {
  auto schedule = Schedule::open(connection, kind);
  return schedule ? schedule.value().mark_changed(entry) : Status(schedule.error());
}

constexpr const char* kSelect =
    "SELECT id, kind, entry, since, reason, placed_by, placed_at, lifted_by, lifted_at, mandate, owner, review_by, "
    "lift_reason FROM frist_hold WHERE ";

Result<std::vector<Hold>> read_all(Statement& rows) {
  std::vector<Hold> holds;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return holds;
    Hold hold{rows.integer(0),
              rows.integer(1),
              rows.key(2),
              static_cast<calendar::Day>(rows.integer(3)),
              std::string(rows.text(4)),
              std::string(rows.text(5)),
              rows.integer(6),
              std::string(rows.text(7)),
              {}};
    if (!rows.is_null(8)) hold.lifted_at = rows.integer(8);
    hold.mandate = std::string(rows.text(9));
    hold.owner = std::string(rows.text(10));
    if (!rows.is_null(11)) hold.review_by = static_cast<calendar::Day>(rows.integer(11));
    hold.lift_reason = std::string(rows.text(12));
    holds.push_back(std::move(hold));
  }
}

}  // namespace

Result<std::int64_t> place_hold(Connection& connection, const Hold& hold) {
  auto statement = connection.cached(
      "INSERT INTO frist_hold(id, kind, entry, since, reason, placed_by, placed_at, mandate, owner, review_by) "
      "VALUES ((SELECT max(coalesce((SELECT max(id) FROM frist_hold), 0), coalesce((SELECT value FROM frist_meta WHERE "
      "key = 'last_hold'), 0)) + 1), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id");
  if (!statement) return statement.error();
  auto& insert = *statement.value();
  insert.bind(1, hold.kind).bind(2, hold.entry).bind(3, hold.since).bind_text(4, hold.reason);
  insert.bind_text(5, hold.placed_by).bind(6, hold.placed_at).bind_text(7, hold.mandate).bind_text(8, hold.owner);
  if (hold.review_by)
    insert.bind(9, *hold.review_by);
  else
    insert.bind_null(9);
  auto row = insert.step();
  if (!row) return row.error();
  const auto id = insert.integer(0);
  if (auto done = insert.run(); !done) return done.error();
  auto last = connection.cached("INSERT OR REPLACE INTO frist_meta(key, value) VALUES ('last_hold', ?1)");
  if (!last) return last.error();
  if (auto noted = last.value()->bind(1, id).run(); !noted) return noted.error();
  if (auto marked = mark_changed(connection, hold.kind, hold.entry); !marked) return marked.error();
  return id;
}

Status lift_hold(Connection& connection, std::int64_t id, const std::string& lifted_by, std::int64_t lifted_at,
                 const std::string& reason) {
  auto found = connection.cached(fmt::format("{} id = ?1 AND lifted_at IS NULL", kSelect));
  if (!found) return found.error();
  auto holds = read_all(found.value()->bind(1, id));
  if (!holds) return holds.error();
  if (holds.value().empty())
    return text::Error{text::ErrorKind::Usage, fmt::format("there is no hold {} that stands", id)};
  auto lift = connection.cached("UPDATE frist_hold SET lifted_by = ?2, lifted_at = ?3, lift_reason = ?4 WHERE id = ?1");
  if (!lift) return lift.error();
  auto& update = lift.value()->bind(1, id).bind_text(2, lifted_by).bind(3, lifted_at).bind_text(4, reason);
  if (auto done = update.run(); !done) return done;
  return mark_changed(connection, holds.value()[0].kind, holds.value()[0].entry);
}

Result<std::vector<Hold>> holds_of(Connection& connection, std::int64_t kind, const Key& entry) {
  auto statement = connection.cached(fmt::format("{} kind = ?1 AND entry = ?2 ORDER BY id", kSelect));
  if (!statement) return statement.error();
  return read_all(statement.value()->bind(1, kind).bind(2, entry));
}

Result<std::vector<std::string>> misspelt_keys(Connection& connection, const model::RuleSet& rules) {
  std::vector<std::string> names;
  for (const auto& record : rules.records) {
    if (!is_entry_kind(record)) continue;
    // The plus lets a number meet a key of text: a column without a type would not be compared as text.
    auto rows = connection.prepare(fmt::format(
        "WITH laid_down(kind, entry) AS (SELECT kind, entry FROM frist_hold WHERE lifted_at IS NULL UNION ALL "
        "SELECT kind, entry FROM frist_request) SELECT t.{0} FROM laid_down AS h JOIN {1} AS t ON t.{0} = +h.entry "
        "WHERE h.kind = (SELECT kind FROM frist_kind WHERE record = {2}) AND +t.{0} COLLATE BINARY IS NOT +h.entry",
        sql_name(record.key), sql_name(record.table), sql_text(record.name)));
    if (!rows) return rows.error();
    for (;;) {
      auto row = rows.value().step();
      if (!row) return row.error();
      if (!row.value()) break;
      names.push_back(record.name + "/" + to_text(rows.value().key(0)));
    }
  }
  return names;
}

Result<std::vector<Hold>> standing_holds(Connection& connection) {
  auto statement = connection.cached(fmt::format("{} lifted_at IS NULL ORDER BY id", kSelect));
  if (!statement) return statement.error();
  return read_all(*statement.value());
}

Result<std::vector<Hold>> all_holds(Connection& connection) {
  auto statement = connection.cached(fmt::format("{} 1 ORDER BY id", kSelect));
  if (!statement) return statement.error();
  return read_all(*statement.value());
}

Result<std::optional<Hold>> hold_by_id(Connection& connection, std::int64_t id) {
  auto statement = connection.cached(fmt::format("{} id = ?1", kSelect));
  if (!statement) return statement.error();
  auto holds = read_all(statement.value()->bind(1, id));
  if (!holds) return holds.error();
  return holds.value().empty() ? std::nullopt : std::optional(std::move(holds.value()[0]));
}

Result<bool> request_erasure(Connection& connection, std::int64_t kind, const Key& entry, calendar::Day requested_on,
                             const std::string& received_by) {
  auto statement = connection.cached(
      "INSERT INTO frist_request(kind, entry, requested_on, received_by) SELECT ?1, ?2, ?3, ?4 "
      "WHERE NOT EXISTS (SELECT 1 FROM frist_request WHERE kind = ?1 AND entry = ?2)");
  if (!statement) return statement.error();
  auto& insert = *statement.value();
  insert.bind(1, kind).bind(2, entry).bind(3, requested_on).bind_text(4, received_by);
  if (auto done = insert.run(); !done) return done.error();
  if (connection.changes() == 0) return false;
  if (auto marked = mark_changed(connection, kind, entry); !marked) return marked.error();
  return true;
}

namespace {

Result<std::vector<Request>> read_requests(Statement& rows) {
  std::vector<Request> requests;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return requests;
    requests.push_back(
        {rows.integer(0), rows.key(1), static_cast<calendar::Day>(rows.integer(2)), std::string(rows.text(3))});
  }
}

}  // namespace

Result<std::vector<Request>> standing_requests(Connection& connection) {
  auto rows = connection.cached(
      "SELECT kind, entry, requested_on, received_by FROM frist_request ORDER BY requested_on, kind, entry");
  if (!rows) return rows.error();
  return read_requests(*rows.value());
}

Result<std::optional<Request>> request_on(Connection& connection, std::int64_t kind, const Key& entry) {
  auto rows = connection.cached(
      "SELECT kind, entry, requested_on, received_by FROM frist_request WHERE kind = ?1 AND entry = ?2");
  if (!rows) return rows.error();
  auto found = read_requests(rows.value()->bind(1, kind).bind(2, entry));
  if (!found) return found.error();
  return found.value().empty() ? std::nullopt : std::optional(std::move(found.value()[0]));
}

Status withdraw_request(Connection& connection, std::int64_t kind, const Key& entry) {
  auto statement = connection.cached("DELETE FROM frist_request WHERE kind = ?1 AND entry = ?2");
  if (!statement) return statement.error();
  if (auto done = statement.value()->bind(1, kind).bind(2, entry).run(); !done) return done;
  return mark_changed(connection, kind, entry);
}

// Our triggers tell frist_gone of each entry whose row goes, however deep in the user's triggers that is. That it is
// told again is ignored there, so this one looks before.
Status keep_the_held(Connection& connection) {
  const auto theirs = connection.integer(
      "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'frist\\_%' ESCAPE '\\'");
  if (!theirs) return theirs.error();
  if (theirs.value().value_or(0) == 0) return {};  // looking costs a third of an erasure
  return connection.execute(
      "CREATE TEMP TRIGGER IF NOT EXISTS frist_keep_held BEFORE INSERT ON main.frist_gone WHEN EXISTS (SELECT 1 FROM "
      "frist_hold AS h WHERE h.kind = NEW.kind AND h.entry = NEW.entry AND h.lifted_at IS NULL) BEGIN SELECT "
      "RAISE(ABORT, 'a trigger or a cascade of the tables would take along an entry that is on hold'); END");
}

Status keep_no_more(Connection& connection) {
  return connection.execute("DROP TRIGGER IF EXISTS temp.frist_keep_held");
}

}  // namespace frist::store
