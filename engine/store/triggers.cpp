// SPDX-License-Identifier: Apache-2.0
#include "engine/store/triggers.hpp"

#include <fmt/core.h>

#include <map>

#include "engine/store/people_sql.hpp"
#include "engine/store/quote.hpp"
#include "engine/store/taken_along.hpp"

namespace frist::store {
namespace {

// The rows that a path starts from: OLD, NEW, or the rows that a condition finds in the source's own table.
struct Start {
  std::string row;    // how their columns are named
  std::string table;  // "SELECT ... " in brackets with its alias, or empty for OLD and NEW
};

// "SELECT +key AS entry FROM ..." for the entries at the end of a path. The plus takes the column's affinity away, so
// that comparing with frist_changed.entry neither converts anything nor keeps SQLite from using the index.
// An empty text as subject stands for nobody: it leads to no other entries.
std::string entries_of(const MarkPath& path, const model::RuleSet& rules, const Start& start) {
  std::string from = start.table, where, row = start.row;
  for (std::size_t i = 0; i < path.hops.size(); ++i) {
    const auto& hop = path.hops[i];
    const auto alias = fmt::format("h{}", i);
    if (!from.empty()) from += " JOIN ";
    from += fmt::format("{} AS {}", sql_name(rules.records[hop.record].table), alias);
    where += fmt::format("{}{}.{} = {}.{}", where.empty() ? "" : " AND ", alias, sql_name(hop.column), row,
                         sql_name(hop.value));
    if (hop.by_subject) where += fmt::format(" AND {}.{} <> ''", row, sql_name(hop.value));
    row = alias;
  }
  return fmt::format("SELECT +{}.{} AS entry{}{}{}{}", row, sql_name(rules.records[path.entries].key),
                     from.empty() ? "" : " FROM ", from, where.empty() ? "" : " WHERE ", where);
}

// When a trigger has something to do, and what.
struct Mark {
  std::string when, body;
};

// A row without a key, or with a fraction as key, is no entry.
std::string not_noted(std::int64_t kind, const std::string& entry) {
  return fmt::format(
      "typeof({1}) NOT IN ('null', 'real') AND NOT EXISTS "
      "(SELECT 1 FROM frist_changed AS d WHERE d.kind = {0} AND d.entry = +{1})",
      kind, entry);
}

// From one row a path leads to each entry once at most: parents are found by their unique key, and a unique value is
// shared by one row only. So no entry is inserted twice.
Mark mark(std::int64_t kind, const MarkPath& path, const model::RuleSet& rules, const Start& start) {
  if (path.hops.empty() && start.table.empty()) {
    const auto entry = fmt::format("{}.{}", start.row, sql_name(rules.records[path.entries].key));
    return {not_noted(kind, entry),
            fmt::format("INSERT INTO frist_changed(kind, entry) VALUES ({}, {});", kind, entry)};
  }
  const auto rest = fmt::format("FROM ({}) AS e WHERE {}", entries_of(path, rules, start), not_noted(kind, "e.entry"));
  return {fmt::format("EXISTS (SELECT 1 {})", rest),
          fmt::format("INSERT INTO frist_changed(kind, entry) SELECT {}, e.entry {};", kind, rest)};
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

// Whether a value differs between the old and the new row, byte for byte.
std::string differs(const std::string& column) {
  return fmt::format("+OLD.{0} COLLATE BINARY IS NOT +NEW.{0}", sql_name(column));
}

// One way in which a new row can push an old one out.
struct Clash {
  std::string where;        // finds the old row
  std::string moves;        // an UPDATE that does not do this pushes nobody out; empty: it may always
  bool key_itself = false;  // on exactly the key, byte for byte: the row pushed out is the same entry as the new row
};

Clash clash_of(const TableInfo& table, const IndexInfo& index, const std::string& key) {
  Clash found{clash(table, index), "", false};
  found.key_itself = index.parts.size() == 1 && index.where.empty() && same_name(index.parts[0].column, key) &&
                     same_name(index.parts[0].collation, "BINARY");
  for (const auto& part : index.parts) {
    if (part.column.empty() || !index.where.empty() || table.find(part.column)->generated)
      return found.moves = "", found;
    found.moves += fmt::format("{}{}", found.moves.empty() ? "" : " OR ", differs(part.column));
  }
  return found;
}

std::vector<Clash> clashes(const TableInfo& table, const std::string& key) {
  std::vector<Clash> found;
  if (!table.rowid_column.empty())
    found.push_back(
        {fmt::format("{0} = NEW.{0}", sql_name(table.rowid_column)), differs(table.rowid_column), table.is_rowid(key)});
  if (const auto rowid = table.hidden_rowid(); !rowid.empty())
    found.push_back({fmt::format("{0} = NEW.{0}", rowid), fmt::format("OLD.{0} <> NEW.{0}", rowid), false});
  for (const auto& index : table.indexes)
    if (index.unique) found.push_back(clash_of(table, index, key));
  return found;
}

class Writer {
 public:
  Writer(const model::RuleSet& rules, const Tables& tables, const std::vector<std::int64_t>& kinds)
      : rules_(rules), tables_(tables), kinds_(kinds), paths_(mark_paths(rules)) {}

  std::vector<Trigger> all() {
    for (model::RecordId id = 0; id < rules_.records.size(); ++id) {
      if (!tables_[id] || kinds_[id] == 0) continue;
      carry_along(id);
      forget(id);
      forget_pushed_out(id);
    }
    for (const auto& path : paths_) {
      if (!tables_[path.source]) continue;
      add_before(path);
      const auto old_row = mark(kinds_[path.entries], path, rules_, {"OLD", ""});
      const auto new_row = mark(kinds_[path.entries], path, rules_, {"NEW", ""});
      add(path.source, "AFTER INSERT", path.hops.empty() ? unless_newer(path.source, new_row) : new_row);
      add(path.source, "AFTER UPDATE", new_row);
      add(path.source, "AFTER UPDATE",
          {fmt::format("{} AND {}", differs(first_column(path)), old_row.when), old_row.body});
      if (!path.hops.empty()) add(path.source, "AFTER DELETE", old_row);
    }
    return std::move(triggers_);
  }

 private:
  // The value of the source's row that decides where a path leads.
  const std::string& first_column(const MarkPath& path) const {
    return path.hops.empty() ? rules_.records[path.source].key : path.hops[0].value;
  }

  // A row behind the newest that is known counts as new by its number; see Schedule.
  Mark unless_newer(model::RecordId record, Mark mark) const {
    const auto& key = rules_.records[record].key;
    if (!tables_[record]->is_rowid(key)) return mark;
    mark.when = fmt::format(
        "(NEW.{0} > (SELECT entry FROM frist_newest WHERE kind = {1})) IS NOT TRUE AND NOT EXISTS "
        "(SELECT 1 FROM frist_changed AS d WHERE d.kind = {1} AND d.entry = +NEW.{0})",
        sql_name(key), kinds_[record]);
    return mark;
  }

  void add_before(const MarkPath& path) {
    const auto& table = *tables_[path.source];
    for (const auto& clash : clashes(table, rules_.records[path.source].key)) {
      if (clash.key_itself && path.hops.empty()) continue;
      const Start start = {"gone", fmt::format("(SELECT {} FROM {} WHERE {}) AS gone", sql_name(first_column(path)),
                                               sql_name(table.name), clash.where)};
      const auto pushed_out = mark(kinds_[path.entries], path, rules_, start);
      add(path.source, "BEFORE INSERT", pushed_out);
      const auto moves = clash.moves.empty() ? "" : fmt::format("({}) AND ", clash.moves);
      add(path.source, "BEFORE UPDATE", {moves + pushed_out.when, pushed_out.body});
    }
  }

  // What people laid down about an entry goes with it when its key changes.
  void carry_along(model::RecordId record) {
    const auto key = sql_name(rules_.records[record].key);
    std::string body;
    for (const char* own : kAboutEntries)
      body += fmt::format(
          "DELETE FROM {0} WHERE kind = {1} AND entry = +NEW.{2}; "
          "UPDATE {0} SET entry = NEW.{2} WHERE kind = {1} AND entry = +OLD.{2}; ",
          own, kinds_[record], key);
    for (const char* kept : {"frist_hold", "frist_disclosure"})
      body += fmt::format("UPDATE {2} SET entry = NEW.{1} WHERE kind = {0} AND entry = +OLD.{1}; ", kinds_[record], key,
                          kept);
    add(record, "AFTER UPDATE",
        {fmt::format("NEW.{} IS NOT NULL AND {}", key, differs(rules_.records[record].key)), body});
  }

  // A later row that gets the same key is another entry. Holds stay: better one too many. The schedule is cleared
  // later: the entry is noted as gone. A statement that deletes has no conflict clause but OR REPLACE, which overrides
  // IGNORE and leaves the same row. What a night erases, it takes along itself, many at a time.
  void forget(model::RecordId record) {
    std::string body =
        fmt::format("INSERT OR IGNORE INTO frist_gone(kind, entry) SELECT {0}, OLD.{1} WHERE OLD.{1} IS NOT NULL; ",
                    kinds_[record], sql_name(rules_.records[record].key));
    body += forget_in("frist_changed", record);
    for (const char* own : kAboutEntries) body += forget_in(own, record);
    body += notices_sql("'erased'", std::to_string(kinds_[record]),
                        fmt::format("+OLD.{}", sql_name(rules_.records[record].key)));
    body += "; " + forget_in("frist_disclosure", record);
    add(record, "AFTER DELETE",
        {fmt::format("NOT EXISTS (SELECT 1 FROM frist_erasing WHERE kind = {})", kinds_[record]), body});
  }
  std::string forget_in(const char* own, model::RecordId record) const {
    return fmt::format("DELETE FROM {} WHERE kind = {} AND entry = +OLD.{}; ", own, kinds_[record],
                       sql_name(rules_.records[record].key));
  }

  // A row that REPLACE pushes out by another column than the key is gone without a trigger of its own. Which rows those
  // may be is noted before, and whether they are gone is looked at afterwards: under IGNORE they are still there.
  void forget_pushed_out(model::RecordId record) {
    const auto& table = *tables_[record];
    const auto key = sql_name(rules_.records[record].key);
    bool any = false;
    for (const auto& clash : clashes(table, rules_.records[record].key)) {
      if (clash.key_itself) continue;
      any = true;
      const auto rest = fmt::format(
          "FROM (SELECT {0} AS entry FROM {1} WHERE {2}) AS gone WHERE gone.entry IS NOT NULL AND NOT EXISTS "
          "(SELECT 1 FROM frist_pushed AS p WHERE p.kind = {3} AND p.entry = +gone.entry)",
          key, sql_name(table.name), clash.where, kinds_[record]);
      const Mark note = {
          fmt::format("EXISTS (SELECT 1 {})", rest),
          fmt::format("INSERT INTO frist_pushed(kind, entry) SELECT {}, gone.entry {};", kinds_[record], rest)};
      add(record, "BEFORE INSERT", note);
      add(record, "BEFORE UPDATE",
          {(clash.moves.empty() ? "" : fmt::format("({}) AND ", clash.moves)) + note.when, note.body});
    }
    if (!any) return;
    const auto gone = fmt::format(
        "(SELECT entry FROM frist_pushed AS p WHERE p.kind = {0} AND NOT EXISTS (SELECT 1 FROM {1} AS t WHERE t.{2} = "
        "p.entry))",
        kinds_[record], sql_name(table.name), key);
    std::string body = notices_sql("'erased'", std::to_string(kinds_[record]), gone, "IN") + "; ";
    for (const char* own : kAboutEntries)
      body += fmt::format("DELETE FROM {} WHERE kind = {} AND entry IN {}; ", own, kinds_[record], gone);
    body += fmt::format("DELETE FROM frist_disclosure WHERE kind = {} AND entry IN {}; ", kinds_[record], gone);
    body += fmt::format("DELETE FROM frist_pushed WHERE kind = {};", kinds_[record]);
    const auto when = fmt::format("EXISTS (SELECT 1 FROM frist_pushed WHERE kind = {})", kinds_[record]);
    for (const char* event : {"AFTER INSERT", "AFTER UPDATE"}) add(record, event, {when, body});
  }

  void add(model::RecordId record, const std::string& event, const Mark& mark) {
    auto suffix = lower_ascii(event);
    suffix.replace(suffix.find(' '), 1, "_");
    const auto prefix = fmt::format("frist_{}_{}", rules_.records[record].name, suffix);
    const auto& table = tables_[record]->name;
    Trigger trigger{fmt::format("{}_{}", prefix, ++numbers_[prefix]), table, event, ""};
    trigger.sql = fmt::format("CREATE TRIGGER {} {} ON {}{}{}\nBEGIN {} END", sql_name(trigger.name), event,
                              sql_name(table), mark.when.empty() ? "" : " WHEN ", mark.when, mark.body);
    triggers_.push_back(std::move(trigger));
  }

  const model::RuleSet& rules_;
  const Tables& tables_;
  const std::vector<std::int64_t>& kinds_;
  std::vector<MarkPath> paths_;
  std::map<std::string, int> numbers_;
  std::vector<Trigger> triggers_;
};

}  // namespace

std::vector<Trigger> marking_triggers(const model::RuleSet& rules, const Tables& tables,
                                      const std::vector<std::int64_t>& kinds) {
  return Writer(rules, tables, kinds).all();
}

}  // namespace frist::store
