// SPDX-License-Identifier: Apache-2.0
#include "engine/store/attach.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "engine/store/kinds.hpp"
#include "engine/store/mapping_check.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/own_indexes.hpp"
#include "engine/store/progress.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {
namespace {

class Attaching {
 public:
  Attaching(Connection& connection, const model::RuleSet& rules, const StoredPolicy& policy)
      : connection_(connection), rules_(rules), policy_(policy) {}

  Result<AttachReport> run() {
    AttachReport report;
    auto transaction = Transaction::begin_write(connection_);
    if (!transaction) return transaction.error();
    auto before = read_state();
    if (!before) return before.error();
    for (auto step : {&Attaching::prepare_tables, &Attaching::read_user_tables})
      if (auto done = (this->*step)(); !done) return done.error();
    auto mapping = check_mapping(connection_, rules_);
    if (!mapping) return mapping.error();
    report.mapping = std::move(mapping).value();
    if (!report.mapping.ok()) return report;
    for (auto step : {&Attaching::keep_what_people_laid_down, &Attaching::number_kinds, &Attaching::add_indexes,
                      &Attaching::add_triggers, &Attaching::try_statements, &Attaching::keep_policy})
      if (auto done = (this->*step)(); !done) return done.error();
    auto after = read_state();
    if (!after) return after.error();
    report.decide_again = before.value() != after.value();
    if (report.decide_again)
      if (auto done = start_deciding(); !done) return done.error();
    if (auto done = transaction.value().commit(); !done) return done.error();
    report.attached = true;
    return report;
  }

 private:
  // What decides whether earlier decisions still stand: the policy and what watches the tables.
  using State = std::set<std::string>;
  Result<State> read_state() {
    auto version = schema_version(connection_);
    if (!version) return version.error();
    State state;
    if (version.value() == 0) return state;
    auto statement = connection_.prepare(
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'frist\\_%' ESCAPE '\\' "
        "UNION ALL SELECT value FROM frist_meta WHERE key = 'policy'");
    if (!statement) return statement.error();
    for (;;) {
      auto row = statement.value().step();
      if (!row) return row.error();
      if (!row.value()) return state;
      state.insert(std::string(statement.value().text(0)));
    }
  }

  Status prepare_tables() {
    if (auto done = migrate(connection_); !done) return done;
    return drop_triggers(connection_);
  }

  Status read_user_tables() {
    auto tables = read_tables(connection_, rules_);
    if (!tables) return tables.error();
    tables_ = std::move(tables).value();
    return {};
  }

  // Standing holds and requests are found by kind and key; a policy that names either differently would lose them.
  Status keep_what_people_laid_down() {
    auto laid_down = connection_.prepare(
        "SELECT k.record, k.table_name, k.key_column, (SELECT count(*) FROM frist_hold AS h WHERE h.kind = k.kind AND "
        "lifted_at IS NULL), (SELECT count(*) FROM frist_request AS r WHERE r.kind = k.kind), (SELECT count(*) FROM "
        "frist_restriction_order AS o WHERE o.kind = k.kind), (SELECT count(*) FROM frist_disclosure AS d WHERE d.kind "
        "= "
        "k.kind) FROM frist_kind AS k");
    if (!laid_down) return laid_down.error();
    Statement& row = laid_down.value();
    for (;;) {
      auto more = row.step();
      if (!more) return more.error();
      if (!more.value()) return {};
      const auto same = [&](const model::Record& r) {
        return is_entry_kind(r) && r.name == row.text(0) && r.table == row.text(1) && r.key == row.text(2);
      };
      if (row.integer(3) + row.integer(4) + row.integer(5) + row.integer(6) == 0 ||
          std::any_of(rules_.records.begin(), rules_.records.end(), same))
        continue;
      return text::Error{
          text::ErrorKind::Refused,
          fmt::format(
              "{} holds, {} requests, {} restrictions and {} disclosures stand on entries of `{}` (table `{}`, key "
              "`{}`), which this "
              "policy does "
              "not have under that name, table and key; they would hold no longer. Lift them first, or keep the names",
              row.integer(3), row.integer(4), row.integer(5), row.integer(6), row.text(0), row.text(1), row.text(2))};
    }
  }

  // A kind keeps its number as long as a record of that name was ever attached.
  Status number_kinds() {
    kinds_.assign(rules_.records.size(), 0);
    for (model::RecordId id = 0; id < rules_.records.size(); ++id) {
      const auto& record = rules_.records[id];
      if (!is_entry_kind(record)) continue;
      if (auto done = number_kind(record); !done) return done;
      auto kind = find_kind(connection_, record.name);
      if (!kind) return kind.error();
      kinds_[id] = kind.value().value();
    }
    return {};
  }

  Status number_kind(const model::Record& record) {
    auto update = connection_.cached("UPDATE frist_kind SET table_name = ?2, key_column = ?3 WHERE record = ?1");
    if (!update) return update.error();
    update.value()->bind_text(1, record.name).bind_text(2, record.table).bind_text(3, record.key);
    if (auto done = update.value()->run(); !done || connection_.changes() > 0) return done;
    auto insert = connection_.cached(
        "INSERT INTO frist_kind(kind, record, table_name, key_column) "
        "VALUES ((SELECT coalesce(max(kind), 0) + 1 FROM frist_kind), ?1, ?2, ?3)");
    if (!insert) return insert.error();
    insert.value()->bind_text(1, record.name).bind_text(2, record.table).bind_text(3, record.key);
    return insert.value()->run();
  }

  // Indexes of an earlier policy stay where this one needs them too: building them again takes long.
  Status add_indexes() {
    std::set<std::string> kept;
    for (const auto& index : needed_indexes(rules_, tables_)) kept.insert(index_name(rules_, index));
    if (auto done = drop_indexes(connection_, kept); !done) return done;
    if (auto done = add_missing_indexes(connection_, rules_); !done) return done;
    return read_user_tables();
  }

  Status add_triggers() {
    for (const auto& trigger : marking_triggers(rules_, tables_, kinds_))
      if (auto done = connection_.execute(trigger.sql); !done) return done;
    return {};
  }

  // SQLite looks into a trigger only when a statement fires it. Better we find out than the user's program.
  Status try_statements() {
    for (model::RecordId id = 0; id < rules_.records.size(); ++id) {
      if (!tables_[id]) continue;
      const auto table = sql_name(tables_[id]->name);
      const auto column = sql_name(writable_column(*tables_[id]));
      for (const auto& sql : {fmt::format("DELETE FROM {} WHERE 0", table),
                              fmt::format("UPDATE {0} SET {1} = {1} WHERE 0", table, column),
                              fmt::format("INSERT INTO {0}({1}) SELECT {1} FROM {0} WHERE 0", table, column)})
        if (auto tried = connection_.prepare(sql); !tried)
          return tried.error().with_context(fmt::format("the table `{}` cannot be watched", tables_[id]->name));
    }
    return {};
  }

  static std::string writable_column(const TableInfo& table) {
    for (const auto& column : table.columns)
      if (!column.generated) return column.name;
    return "";
  }

  Status keep_policy() { return store_policy(connection_, policy_); }

  Status start_deciding() {
    if (auto done = connection_.execute("DELETE FROM frist_progress"); !done) return done;
    std::string current = "0";
    for (const auto kind : kinds_) {
      if (kind == 0) continue;
      current += fmt::format(", {}", kind);
      if (auto done = set_progress(connection_, kind, {policy_.hash, {}, 0}); !done) return done;
    }
    if (auto done = know_newest_rows(); !done) return done;
    return connection_.execute(fmt::format(
        "DELETE FROM frist_due WHERE kind NOT IN ({0}); DELETE FROM frist_day WHERE kind NOT IN ({0}); "
        "DELETE FROM frist_day_checksum WHERE kind NOT IN ({0}); "
        "DELETE FROM frist_gone WHERE kind NOT IN ({0}); DELETE FROM frist_changed WHERE kind NOT IN ({0});",
        current));
  }

  // All that is there now is decided anew, whether or not it counts as changed.
  Status know_newest_rows() {
    if (auto done = connection_.execute("DELETE FROM frist_newest"); !done) return done;
    for (model::RecordId id = 0; id < rules_.records.size(); ++id) {
      const model::Record& record = rules_.records[id];
      if (kinds_[id] == 0 || !tables_[id]->is_rowid(record.key)) continue;
      const auto sql = fmt::format(
          "INSERT INTO frist_newest(kind, entry) SELECT {}, coalesce(max({}), -9223372036854775808) FROM {}",
          kinds_[id], sql_name(record.key), sql_name(record.table));
      if (auto done = connection_.execute(sql); !done) return done;
    }
    return {};
  }

  Connection& connection_;
  const model::RuleSet& rules_;
  const StoredPolicy& policy_;
  Tables tables_;
  std::vector<std::int64_t> kinds_;
};

}  // namespace

Result<AttachReport> attach(Connection& connection, const model::RuleSet& rules, const StoredPolicy& policy) {
  return Attaching(connection, rules, policy).run();
}

Result<bool> is_watched(Connection& connection, const model::RuleSet& rules) {
  auto tables = read_tables(connection, rules);
  if (!tables) return tables.error();
  std::vector<std::int64_t> kinds(rules.records.size());
  for (model::RecordId id = 0; id < rules.records.size(); ++id) {
    if (!rules.records[id].table.empty() && !tables.value()[id]) return false;
    if (!is_entry_kind(rules.records[id])) continue;
    auto kind = find_kind(connection, rules.records[id].name);
    if (!kind) return kind.error();
    if (!kind.value()) return false;
    kinds[id] = *kind.value();
  }
  if (!missing_indexes(rules, tables.value()).empty()) return false;
  for (const auto& trigger : marking_triggers(rules, tables.value(), kinds)) {
    auto sql = connection.text(
        fmt::format("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = {}", sql_text(trigger.name)));
    if (!sql) return sql.error();
    if (sql.value() != trigger.sql) return false;
  }
  return true;
}

namespace {

// What people laid down and detaching would forget, in tables of any version.
Result<std::int64_t> count_standing(Connection& connection) {
  std::int64_t standing = 0;
  for (const auto& [table, where] : {std::pair{"frist_hold", "lifted_at IS NULL"},
                                     {"frist_request", "1"},
                                     {"frist_restriction_order", "1"},
                                     {"frist_notice", "acknowledged_at IS NULL"},
                                     {"frist_request_register", "gone = 1 AND answered_on IS NULL"}}) {
    const auto there = connection.integer(
        fmt::format("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '{}'", table));
    if (!there) return there.error();
    if (there.value().value_or(0) == 0) continue;
    const auto count = connection.integer(fmt::format("SELECT count(*) FROM {} WHERE {}", table, where));
    if (!count) return count.error();
    standing += count.value().value_or(0);
  }
  return standing;
}

}  // namespace

Status detach(Connection& connection, bool keep_audit) {
  auto transaction = Transaction::begin_write(connection);
  if (!transaction) return transaction.error();
  if (auto good = check_version(connection); !good) return good;
  const auto tables = connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'frist_meta'");
  if (!tables) return tables.error();
  if (tables.value().value_or(0) == 0)
    return text::Error{text::ErrorKind::Usage,
                       fmt::format("nothing is attached to the database `{}`", connection.path())};
  const auto standing = count_standing(connection);
  if (!standing) return standing.error();
  if (standing.value() > 0)
    return text::Error{
        text::ErrorKind::Refused,
        fmt::format("{} holds, restrictions, requests or notices stand, and detaching would forget them; lift, "
                    "answer, withdraw or acknowledge them first",
                    standing.value())};
  if (auto dropped = drop_everything(connection, keep_audit); !dropped) return dropped;
  return transaction.value().commit();
}

}  // namespace frist::store
