// SPDX-License-Identifier: Apache-2.0
#include "engine/store/acts.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "engine/store/dependencies.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {

using text::Error;
using text::ErrorKind;

namespace {

struct Level {
  model::RecordId record = model::kNoId;
  std::string condition;  // which of its rows hang on the entry ?1
};

// Children, their children and so on; parents before children. Lists that are never read from a database are left out.
void add_levels(const model::RuleSet& rules, model::RecordId record, const std::string& parents, std::size_t depth,
                std::vector<Level>& levels) {
  constexpr std::size_t kMaxLevels = 64;
  if (depth > kMaxLevels) return;
  std::vector<model::RecordId> seen;
  for (const auto& list : rules.records[record].lists) {
    const auto& child = rules.records[list.record];
    if (child.table.empty() || std::find(seen.begin(), seen.end(), list.record) != seen.end()) continue;
    seen.push_back(list.record);
    const auto condition = fmt::format("{} {}", sql_name(child.parent_column), parents);
    levels.push_back({list.record, condition});
    const auto below =
        fmt::format("IN (SELECT {} FROM {} WHERE {})", sql_name(child.key), sql_name(child.table), condition);
    add_levels(rules, list.record, below, depth + 1, levels);
  }
}

}  // namespace

Result<Acts> Acts::open(Connection& connection, const model::RuleSet& rules, model::RecordId record,
                        std::int64_t kind) {
  Acts acts(connection, rules.records[record]);
  acts.kind_ = kind;
  if (auto ready = acts.prepare_erase(rules, record, kind); !ready) return ready.error();
  return acts;
}

Status Acts::prepare_erase(const model::RuleSet& rules, model::RecordId record, std::int64_t kind) {
  std::vector<Level> levels = {{record, fmt::format("{} = ?1", sql_name(record_->key))}};
  add_levels(rules, record, "= ?1", 0, levels);
  std::vector<std::pair<std::string, std::string>> sql;
  for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
    const auto& table = rules.records[level->record].table;
    sql.emplace_back(table, fmt::format("DELETE FROM {} WHERE {}", sql_name(table), level->condition));
  }
  for (auto& [table, text] : sql) {
    auto made = connection_->prepare(text);
    if (!made) return made.error();
    erase_.push_back({table, std::move(made).value()});
  }
  std::string keys = "?";
  for (std::size_t i = 1; i < kErasedTogether; ++i) keys += ", ?";
  auto together = connection_->prepare(
      fmt::format("DELETE FROM {} WHERE {} IN ({})", sql_name(record_->table), sql_name(record_->key), keys));
  if (!together) return together.error();
  erase_together_ = std::move(together).value();
  // The trigger on the table takes along what else is kept of the entry.
  auto drop_holds = connection_->prepare(fmt::format("DELETE FROM frist_hold WHERE kind = {} AND entry = ?1", kind));
  if (!drop_holds) return drop_holds.error();
  drop_holds_ = std::move(drop_holds).value();
  auto taken_along = TakenAlong::open(*connection_, kind);
  if (!taken_along) return taken_along.error();
  taken_along_ = std::move(taken_along).value();
  const auto halfway = can_fail_halfway();
  if (!halfway) return halfway.error();
  halfway_ = halfway.value();
  const auto paths = mark_paths(rules);
  touches_others_ = halfway_ || std::any_of(paths.begin(), paths.end(), [&](const MarkPath& path) {
                      return path.source == record && !path.hops.empty();
                    });
  return {};
}

// One row of one table goes as a whole or not at all, unless triggers do more or rows of other tables may be missing
// it.
Result<bool> Acts::can_fail_halfway() const {
  if (erase_.size() > 1) return true;
  const auto others = connection_->integer(fmt::format(
      "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = {0} COLLATE NOCASE AND "
      "name NOT LIKE 'frist\\_%' ESCAPE '\\') OR EXISTS (SELECT 1 FROM sqlite_schema AS s, "
      "pragma_foreign_key_list(s.name) AS f WHERE s.type = 'table' AND f.\"table\" = {0} COLLATE NOCASE)",
      sql_text(record_->table)));
  if (!others) return others.error();
  return others.value().value_or(1) != 0;
}

Result<std::vector<TableCount>> Acts::erase(const Key& entry) {
  FRIST_CHECK(connection_->in_transaction());
  return halfway_ ? erase_or_undo(entry) : erase_rows(entry);
}

Result<std::vector<TableCount>> Acts::erase_or_undo(const Key& entry) {
  for (const char* sql : {"SAVEPOINT frist_erase", "RELEASE frist_erase", "ROLLBACK TO frist_erase"})
    if (auto ready = connection_->cached(sql); !ready) return ready.error();
  if (auto later = look_at_foreign_keys_later(); !later) return later.error();
  if (auto begun = connection_->cached("SAVEPOINT frist_erase").value()->run(); !begun) return begun.error();
  auto counts = erase_rows(entry);
  if (!counts && connection_->in_transaction())
    if (auto undone = connection_->cached("ROLLBACK TO frist_erase").value()->run(); !undone) return undone.error();
  if (!connection_->in_transaction()) return counts;  // a full disk, for one, has undone everything
  if (auto released = connection_->cached("RELEASE frist_erase").value()->run(); !released) return released.error();
  return counts;
}

// Only where rows of several tables go: setting it makes SQLite prepare every statement of the transaction anew.
Status Acts::look_at_foreign_keys_later() {
  if (erase_.size() < 3) return {};
  auto is = connection_->cached("PRAGMA defer_foreign_keys");
  if (!is) return is.error();
  auto row = is.value()->step();
  if (!row) return row.error();
  const bool set = is.value()->integer(0) != 0;
  is.value()->reset();
  return set ? Status() : connection_->execute("PRAGMA defer_foreign_keys = ON");
}

Result<std::vector<TableCount>> Acts::erase_rows(const Key& entry) {
  std::vector<TableCount> counts;
  for (auto& step : erase_) {
    if (auto done = step.statement.bind(1, entry).run(); !done)
      return done.error().with_context(fmt::format("`{}/{}` cannot be erased", record_->name, to_text(entry)));
    counts.push_back({step.table, connection_->changes()});
  }
  if (counts.back().rows != 1)
    return Error{ErrorKind::Data, fmt::format("`{}/{}` was to be erased, but `{}` has {} rows with that key",
                                              record_->name, to_text(entry), record_->table, counts.back().rows)};
  if (many_) return taken_along_.add(entry), counts;
  if (auto dropped = drop_holds_.bind(1, entry).run(); !dropped) return dropped.error();
  if (!halfway_) return counts;
  // Deferred foreign keys would only be found at the end of the transaction, and take everything with them.
  int pending = 0, unused = 0;
  sqlite3_db_status(connection_->handle(), SQLITE_DBSTATUS_DEFERRED_FKS, &pending, &unused, 0);
  if (pending == 0) return counts;
  return Error{ErrorKind::Data, fmt::format("`{}/{}` cannot be erased: rows of another table still point to it",
                                            record_->name, to_text(entry))};
}

Status Acts::erase_together(std::span<const DueEntry> entries) {
  FRIST_CHECK(many_ && together());
  while (!entries.empty()) {
    const std::size_t n = entries.size() < kErasedTogether ? 1 : kErasedTogether;
    Statement& erase = n == 1 ? erase_.back().statement : erase_together_;
    for (std::size_t i = 0; i < n; ++i) erase.bind(static_cast<int>(i) + 1, entries[i].key);
    if (auto done = erase.run(); !done) return done.with_context(fmt::format("`{}` cannot be erased", record_->name));
    if (connection_->changes() != static_cast<std::int64_t>(n))
      return Error{ErrorKind::Io, fmt::format("{} entries of `{}` were to be erased, but {} rows have their keys", n,
                                              record_->table, connection_->changes())};
    for (const DueEntry& entry : entries.first(n)) taken_along_.add(entry.key);
    entries = entries.subspan(n);
  }
  return {};
}

Status Acts::begin_many() {
  many_ = !halfway_;
  return many_ ? taken_along_.begin() : Status();
}

Status Acts::finish_many() { return std::exchange(many_, false) ? taken_along_.finish() : Status(); }

std::string Acts::filled(const std::vector<model::FieldId>& fields) const {
  std::string condition;
  for (const auto field : fields)
    condition +=
        fmt::format("{}{} IS NOT NULL", condition.empty() ? "" : " OR ", sql_name(record_->fields[field].column));
  return condition;
}

Result<bool> Acts::is_filled(const Key& entry, const std::vector<model::FieldId>& fields) {
  if (fields.empty()) return false;
  auto statement = connection_->cached(fmt::format("SELECT 1 FROM {} WHERE {} = ?1 AND ({})", sql_name(record_->table),
                                                   sql_name(record_->key), filled(fields)));
  if (!statement) return statement.error();
  const auto row = statement.value()->bind(1, entry).step();
  statement.value()->reset();
  return row;
}

Result<bool> Acts::anonymise(const Key& entry, const std::vector<model::FieldId>& fields) {
  FRIST_CHECK(connection_->in_transaction() && !fields.empty());
  std::string columns;
  for (const auto field : fields)
    columns += fmt::format("{}{} = NULL", columns.empty() ? "" : ", ", sql_name(record_->fields[field].column));
  auto statement = connection_->cached(fmt::format("UPDATE {} SET {} WHERE {} = ?1 AND ({})", sql_name(record_->table),
                                                   columns, sql_name(record_->key), filled(fields)));
  if (!statement) return statement.error();
  if (auto done = statement.value()->bind(1, entry).run(); !done)
    return done.with_context(fmt::format("`{}/{}` cannot be anonymised", record_->name, to_text(entry))).error();
  return connection_->changes() > 0;
}

Status Acts::note_act(const Key& entry, const DoneAct& act) {
  auto statement = connection_->cached(
      "INSERT INTO frist_act(kind, entry, act, rule, since, run) SELECT ?1, ?2, ?3, ?4, ?5, ?6 "
      "WHERE NOT EXISTS (SELECT 1 FROM frist_act WHERE kind = ?1 AND entry = ?2 AND act = ?3 AND rule = ?4)");
  if (!statement) return statement.error();
  return statement.value()
      ->bind(1, kind_)
      .bind(2, entry)
      .bind_text(3, act.act)
      .bind_text(4, act.rule)
      .bind(5, act.since)
      .bind(6, act.run)
      .run();
}

Result<std::vector<DoneAct>> Acts::acts_done(const Key& entry) {
  auto statement = connection_->cached(
      "SELECT act, rule, since, run FROM frist_act WHERE kind = ?1 AND entry = ?2 ORDER BY since, act, rule");
  if (!statement) return statement.error();
  auto& rows = statement.value()->bind(1, kind_).bind(2, entry);
  std::vector<DoneAct> acts;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return acts;
    acts.push_back({std::string(rows.text(0)), std::string(rows.text(1)), static_cast<calendar::Day>(rows.integer(2)),
                    rows.integer(3)});
  }
}

Status Acts::restrict(const Key& entry, calendar::Day since, const std::string& rule) {
  auto statement = connection_->cached(
      "INSERT INTO frist_restriction(kind, entry, since, rule) SELECT ?1, ?2, ?3, ?4 "
      "WHERE NOT EXISTS (SELECT 1 FROM frist_restriction WHERE kind = ?1 AND entry = ?2)");
  if (!statement) return statement.error();
  return statement.value()->bind(1, kind_).bind(2, entry).bind(3, since).bind_text(4, rule).run();
}

Status Acts::lift_restriction(const Key& entry) {
  auto statement = connection_->cached("DELETE FROM frist_restriction WHERE kind = ?1 AND entry = ?2");
  if (!statement) return statement.error();
  return statement.value()->bind(1, kind_).bind(2, entry).run();
}

}  // namespace frist::store
