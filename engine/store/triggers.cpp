// SPDX-License-Identifier: Apache-2.0
#include "engine/store/triggers.hpp"

#include <fmt/format.h>

#include <set>

#include "engine/store/quote.hpp"

namespace frist::store {
namespace {

// The rows that a path starts from: OLD, NEW, or the rows that a condition finds in the source's own table.
struct Start {
  std::string row;    // how their columns are named
  std::string table;  // "SELECT ... " in brackets with its alias, or empty for OLD and NEW
};

// "SELECT +key AS entry FROM ..." for the entries at the end of a path. The plus takes the column's affinity away, so
// that comparing with frist_due.entry neither converts anything nor keeps SQLite from using the index.
std::string entries_of(const MarkPath& path, const model::RuleSet& rules, const Start& start) {
  std::string from = start.table, where, row = start.row;
  for (std::size_t i = 0; i < path.hops.size(); ++i) {
    const auto& hop = path.hops[i];
    const auto alias = fmt::format("h{}", i);
    if (!from.empty()) from += " JOIN ";
    from += fmt::format("{} AS {}", sql_name(rules.records[hop.record].table), alias);
    where += fmt::format("{}{}.{} = {}.{}", where.empty() ? "" : " AND ", alias, sql_name(hop.column), row,
                         sql_name(hop.value));
    row = alias;
  }
  return fmt::format("SELECT +{}.{} AS entry{}{}{}{}", row, sql_name(rules.records[path.entries].key),
                     from.empty() ? "" : " FROM ", from, where.empty() ? "" : " WHERE ", where);
}

// COLLATE BINARY because DISTINCT must not take 'a' for 'A' where the user's key column does.
std::string mark(std::int64_t kind, const std::string& entries) {
  return fmt::format(
      "UPDATE frist_due SET next = {0} WHERE kind = {1} AND next <> {0} AND entry IN ({2});\n"
      "INSERT INTO frist_due(kind, entry, next) SELECT DISTINCT {1}, e.entry COLLATE BINARY, {0} FROM ({2}) AS e "
      "WHERE e.entry IS NOT NULL AND NOT EXISTS "
      "(SELECT 1 FROM frist_due AS d WHERE d.kind = {1} AND d.entry = +e.entry COLLATE BINARY);\n",
      kChanged, kind, entries);
}

// What a new row holds in a column at the moment its uniqueness is checked: under OR REPLACE a missing value of a NOT
// NULL column becomes the column's default, but only after the BEFORE triggers have run.
std::string new_value(const ColumnInfo& column) {
  const auto value = fmt::format("NEW.{}", sql_name(column.name));
  if (!column.not_null || !column.default_sql) return value;
  return fmt::format("coalesce({}, ({}))", value, *column.default_sql);
}

// An indexed expression over the new row: the same text with the new row's values under the columns' names.
std::string new_value(const TableInfo& table, const IndexPart& part) {
  if (!part.column.empty()) return new_value(*table.find(part.column));
  std::string columns;
  for (const auto& column : table.columns)
    columns += fmt::format("{}{} AS {}", columns.empty() ? "" : ", ", new_value(column), sql_name(column.name));
  return fmt::format("(SELECT {} FROM (SELECT {}) AS {})", part.expression, columns, sql_name(table.name));
}

// The rows of the table that share this index's values with the new row. The condition of a partial index is taken as
// written: names in it are columns of the one table that the query has.
std::string clash(const TableInfo& table, const IndexInfo& index) {
  std::string where;
  for (const auto& part : index.parts) {
    const auto own = part.column.empty() ? fmt::format("({})", part.expression) : sql_name(part.column);
    where += fmt::format("{}{} COLLATE {} = {}", where.empty() ? "" : " AND ", own, sql_name(part.collation),
                         new_value(table, part));
  }
  if (!index.where.empty()) where += fmt::format(" AND ({})", index.where);
  return where;
}

struct Clash {
  std::string where;
  bool key_itself = false;  // on exactly the key, byte for byte: the row pushed out is the same entry as the new row
};

std::vector<Clash> clashes(const TableInfo& table, const std::string& key) {
  std::vector<Clash> found;
  if (!table.rowid_column.empty())
    found.push_back({fmt::format("{0} = NEW.{0}", sql_name(table.rowid_column)), table.is_rowid(key)});
  if (const auto rowid = table.hidden_rowid(); !rowid.empty())
    found.push_back({fmt::format("{0} = NEW.{0}", rowid), false});
  for (const auto& index : table.indexes) {
    if (!index.unique) continue;
    const bool key_itself = index.parts.size() == 1 && same_name(index.parts[0].column, key) &&
                            same_name(index.parts[0].collation, "BINARY");
    found.push_back({clash(table, index), key_itself});
  }
  return found;
}

class Writer {
 public:
  Writer(const model::RuleSet& rules, const Tables& tables, const std::vector<std::int64_t>& kinds)
      : rules_(rules), tables_(tables), kinds_(kinds), paths_(mark_paths(rules)) {}

  std::vector<Trigger> all() const {
    std::vector<Trigger> triggers;
    for (model::RecordId record = 0; record < rules_.records.size(); ++record) {
      if (!tables_[record]) continue;
      const auto before = before_body(record);
      add(triggers, record, "BEFORE INSERT", before);
      add(triggers, record, "BEFORE UPDATE", before);
      add(triggers, record, "AFTER INSERT", body(record, {"NEW", ""}));
      add(triggers, record, "AFTER UPDATE", body(record, {"OLD", ""}) + body(record, {"NEW", ""}));
      add(triggers, record, "AFTER DELETE", body(record, {"OLD", ""}));
    }
    return triggers;
  }

 private:
  std::string body(model::RecordId record, const Start& start) const {
    std::string sql;
    for (const auto& path : paths_)
      if (path.source == record) sql += mark(kinds_[path.entries], entries_of(path, rules_, start));
    return sql;
  }

  std::string before_body(model::RecordId record) const {
    const auto& table = *tables_[record];
    std::string sql;
    for (const auto& clash : clashes(table, rules_.records[record].key)) {
      const Start start = {"gone", fmt::format("(SELECT {} FROM {} WHERE {}) AS gone", columns_of(record),
                                               sql_name(table.name), clash.where)};
      for (const auto& path : paths_) {
        if (path.source != record || (clash.key_itself && path.hops.empty())) continue;
        sql += mark(kinds_[path.entries], entries_of(path, rules_, start));
      }
    }
    return sql;
  }

  // The columns that paths from a record start with.
  std::string columns_of(model::RecordId record) const {
    std::set<std::string> names;
    for (const auto& path : paths_)
      if (path.source == record) names.insert(path.hops.empty() ? rules_.records[record].key : path.hops[0].value);
    std::string list;
    for (const auto& name : names) list += fmt::format("{}{}", list.empty() ? "" : ", ", sql_name(name));
    return list;
  }

  void add(std::vector<Trigger>& triggers, model::RecordId record, const std::string& event,
           const std::string& statements) const {
    if (statements.empty()) return;
    const auto& name = rules_.records[record].name;
    const auto& table = tables_[record]->name;
    auto suffix = lower_ascii(event);
    suffix.replace(suffix.find(' '), 1, "_");
    Trigger trigger{fmt::format("frist_{}_{}", name, suffix), table, event, ""};
    trigger.sql = fmt::format("CREATE TRIGGER {} {} ON {} BEGIN\n{}END", sql_name(trigger.name), event, sql_name(table),
                              statements);
    triggers.push_back(std::move(trigger));
  }

  const model::RuleSet& rules_;
  const Tables& tables_;
  const std::vector<std::int64_t>& kinds_;
  std::vector<MarkPath> paths_;
};

}  // namespace

std::vector<Trigger> marking_triggers(const model::RuleSet& rules, const Tables& tables,
                                      const std::vector<std::int64_t>& kinds) {
  return Writer(rules, tables, kinds).all();
}

}  // namespace frist::store
