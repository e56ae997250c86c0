// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/store/identity.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {
namespace {

// The rules that empty a field, by their place.
std::vector<std::size_t> emptied_by(const model::RuleSet& rules, model::RecordId record, model::FieldId field) {
  std::vector<std::size_t> found;
  std::size_t place = 0;
  for (const auto& rule : rules.retention)
    for (const auto& effect : rule.effects) {
      ++place;
      if (rule.record == record && effect.kind == model::EffectKind::Anonymise &&
          std::find(effect.fields.begin(), effect.fields.end(), field) != effect.fields.end())
        found.push_back(place);
    }
  return found;
}

std::set<std::string> columns_that_find_rows(const model::Record& record) {
  std::set<std::string> columns = {lower_ascii(record.key), lower_ascii(record.parent_column)};
  for (model::FieldId id = 0; id < record.fields.size(); ++id) {
    const auto& field = record.fields[id];
    // A column with two fields, one of which rules may read, stays readable.
    if (!field.identity || id == record.subject || field.link_to != model::kNoId)
      columns.insert(lower_ascii(field.column));
    columns.insert(lower_ascii(field.currency_column));
  }
  return columns;
}

std::string number_in(const std::string& side, const std::string& column) {
  return fmt::format("substr({}.{}, 2, 8)", side, sql_name(column));
}

constexpr const char* kNotYet = "NOT EXISTS (SELECT 1 FROM frist_identity_pending WHERE key = k)";

// Rows that go: all their keys.
std::string deleted_body(const std::vector<IdentityColumn>& columns) {
  std::string numbers;
  for (const IdentityColumn& c : columns)
    numbers += fmt::format("{}SELECT {} AS k", numbers.empty() ? "" : " UNION ", number_in("OLD", c.column));
  return fmt::format("INSERT INTO frist_identity_pending(key) SELECT k FROM ({}) WHERE k IS NOT NULL AND {};", numbers,
                     kNotYet);
}

// Values that go or are sealed anew: a key that no column of the row asks for any more.
std::string changed_body(const std::vector<IdentityColumn>& columns) {
  std::string body;
  for (const IdentityColumn& c : columns) {
    std::string unused;
    for (const IdentityColumn& other : columns)
      unused += fmt::format(" AND k IS NOT {}", number_in("NEW", other.column));
    body += fmt::format(
        "{}INSERT INTO frist_identity_pending(key) SELECT k FROM (SELECT {} AS k) WHERE k IS NOT NULL{} "
        "AND {};",
        body.empty() ? "" : "\n  ", number_in("OLD", c.column), unused, kNotYet);
  }
  return body;
}

// A value that is put back before its key went keeps it.
std::string put_back_body(const std::vector<IdentityColumn>& columns) {
  std::string numbers;
  for (const IdentityColumn& c : columns)
    numbers += fmt::format("{}{}", numbers.empty() ? "" : ", ", number_in("NEW", c.column));
  return fmt::format("DELETE FROM frist_identity_pending WHERE key IN ({});", numbers);
}

struct IdentityTrigger {
  std::string name, sql;
};

std::vector<IdentityTrigger> identity_triggers(const std::vector<IdentityColumn>& columns) {
  const std::string table = sql_name(columns[0].table), key = sql_name(columns[0].key_column);
  std::string list, any;
  for (const IdentityColumn& c : columns) {
    list += fmt::format("{}{}", list.empty() ? "" : ", ", sql_name(c.column));
    any += fmt::format("{}OLD.{} IS NOT NULL", any.empty() ? "" : " OR ", sql_name(c.column));
  }
  const auto named = [&](const char* what) { return fmt::format("frist_{}_{}_identity_keys", columns[0].table, what); };
  const auto made = [&](const char* what, const std::string& event, const std::string& body) {
    return IdentityTrigger{named(what), fmt::format("CREATE TRIGGER {} {} ON {}\nBEGIN\n  {}\nEND",
                                                    sql_name(named(what)), event, table, body)};
  };
  auto bound = made("bound", "", "");
  bound.sql = fmt::format(
      "CREATE TRIGGER {} BEFORE UPDATE OF {} ON {} WHEN OLD.{} IS NOT NEW.{} AND ({})\nBEGIN\n  SELECT RAISE(ABORT, "
      "'identity fields are sealed for the key of their row; it cannot change while they are there');\nEND",
      sql_name(bound.name), key, table, key, key, any);
  return {made("deleted", "AFTER DELETE", deleted_body(columns)),
          made("inserted", "AFTER INSERT", put_back_body(columns)),
          made("changed", "AFTER UPDATE OF " + list, changed_body(columns) + "\n  " + put_back_body(columns)), bound};
}

constexpr const char* kIdentityTables =
    "CREATE TABLE IF NOT EXISTS frist_identity_column (\n"
    "  table_name TEXT NOT NULL, column_name TEXT NOT NULL, key_column TEXT NOT NULL, share INTEGER NOT NULL,\n"
    "  PRIMARY KEY (table_name, column_name)\n);\n"
    "CREATE TABLE IF NOT EXISTS frist_identity_file (file BLOB NOT NULL, made INTEGER NOT NULL, next INTEGER NOT "
    "NULL);\n"
    "INSERT INTO frist_identity_file SELECT randomblob(16), 0, 1 "
    "WHERE NOT EXISTS (SELECT 1 FROM frist_identity_file);\n"
    "CREATE TABLE IF NOT EXISTS frist_identity_pending (key BLOB NOT NULL PRIMARY KEY);\n\n";

}  // namespace

std::vector<IdentityColumn> identity_columns_of(const model::RuleSet& rules, model::RecordId id) {
  const auto& record = rules.records[id];
  std::vector<IdentityColumn> columns;
  if (record.table.empty() || record.key.empty()) return columns;
  auto taken = columns_that_find_rows(record);
  std::map<std::vector<std::size_t>, std::int64_t> shares;
  for (model::FieldId field = 0; field < record.fields.size(); ++field) {
    const std::string& column = record.fields[field].column;
    if (!taken.insert(lower_ascii(column)).second) continue;
    const auto share =
        shares.emplace(emptied_by(rules, id, field), static_cast<std::int64_t>(shares.size())).first->second;
    columns.push_back({record.table, column, record.key, share});
  }
  return columns;
}

std::string identity_sql(const std::vector<std::vector<IdentityColumn>>& tables) {
  std::string sql;
  for (const auto& columns : tables) {
    if (columns.empty()) continue;
    if (sql.empty()) sql = kIdentityTables;
    for (const IdentityColumn& c : columns)
      sql += fmt::format("INSERT INTO frist_identity_column VALUES ({}, {}, {}, {});\n", sql_text(c.table),
                         sql_text(c.column), sql_text(c.key_column), c.share);
    for (const IdentityTrigger& trigger : identity_triggers(columns)) sql += trigger.sql + ";\n";
    sql += "\n";
  }
  return sql;
}

Result<std::vector<std::string>> unwatched_identity(Connection& connection) {
  const auto columns = identity_columns(connection);
  if (!columns) return columns.error();
  std::set<std::string> tables;
  for (const IdentityColumn& c : columns.value()) tables.insert(c.table);
  std::vector<std::string> unwatched;
  for (const std::string& table : tables) {
    bool watched = true;
    for (const IdentityTrigger& trigger : identity_triggers(of_table(columns.value(), table))) {
      const auto sql = connection.text(
          fmt::format("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = {}", sql_text(trigger.name)));
      if (!sql) return sql.error();
      watched = watched && sql.value() == trigger.sql;
    }
    if (!watched) unwatched.push_back(table);
  }
  return unwatched;
}

}  // namespace frist::store
