// SPDX-License-Identifier: Apache-2.0
#include "engine/store/table_info.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>

#include "engine/store/index_sql.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {

Affinity affinity_of(std::string_view declared_type) {
  const std::string type = lower_ascii(declared_type);
  const auto has = [&](const char* part) { return type.find(part) != std::string::npos; };
  if (has("int")) return Affinity::Integer;
  if (has("char") || has("clob") || has("text")) return Affinity::Text;
  if (has("blob") || type.empty()) return Affinity::Blob;
  if (has("real") || has("floa") || has("doub")) return Affinity::Real;
  return Affinity::Numeric;
}

const ColumnInfo* TableInfo::find(std::string_view column) const {
  for (const auto& candidate : columns)
    if (same_name(candidate.name, column)) return &candidate;
  return nullptr;
}

bool TableInfo::is_rowid(std::string_view column) const {
  return !rowid_column.empty() && same_name(rowid_column, column);
}

std::string TableInfo::hidden_rowid() const {
  if (without_rowid || !rowid_column.empty()) return "";
  for (const char* alias : {"rowid", "oid", "_rowid_"})
    if (!find(alias)) return alias;
  return "";
}

const IndexInfo* TableInfo::index_on(std::string_view column) const {
  const ColumnInfo* info = find(column);
  if (!info) return nullptr;
  for (const auto& index : indexes) {
    if (!index.where.empty() || index.parts.empty()) continue;
    const auto& part = index.parts[0];
    if (!part.descending && same_name(part.column, column) && same_name(part.collation, info->collation)) return &index;
  }
  return nullptr;
}

bool TableInfo::is_unique(std::string_view column) const {
  if (is_rowid(column)) return true;
  const ColumnInfo* info = find(column);
  return info && std::any_of(indexes.begin(), indexes.end(), [&](const IndexInfo& index) {
           return index.unique && index.where.empty() && index.parts.size() == 1 &&
                  same_name(index.parts[0].column, column) && same_name(index.parts[0].collation, info->collation);
         });
}

namespace {

// Runs `each` for every row of a statement.
template <class Each>
Status for_rows(Connection& connection, const std::string& sql, Each each) {
  auto statement = connection.prepare(sql);
  if (!statement) return statement.error();
  for (;;) {
    auto row = statement.value().step();
    if (!row) return row.error();
    if (!row.value()) return {};
    each(statement.value());
  }
}

Status read_columns(Connection& connection, TableInfo& table) {
  const auto sql = fmt::format("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo({})",
                               sql_text(table.name));
  auto read = for_rows(connection, sql, [&](const Statement& row) {
    ColumnInfo column;
    column.name = row.text(0);
    column.declared = row.text(1);
    column.not_null = row.integer(2) != 0;
    if (!row.is_null(3)) column.default_sql = row.text(3);
    column.primary_key = static_cast<int>(row.integer(4));
    column.generated = row.integer(5) >= 2;
    column.affinity = affinity_of(column.declared);
    table.columns.push_back(std::move(column));
  });
  for (auto& column : table.columns) {
    const char* collation = nullptr;
    if (table.kind == TableInfo::Kind::Table)
      sqlite3_table_column_metadata(connection.handle(), "main", table.name.c_str(), column.name.c_str(), nullptr,
                                    &collation, nullptr, nullptr, nullptr);
    column.collation = collation ? collation : "BINARY";
  }
  return read;
}

// Fills in what only the text of CREATE INDEX tells.
Status read_index_text(Connection& connection, IndexInfo& index, bool partial) {
  auto sql = connection.text(
      fmt::format("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = {}", sql_text(index.name)));
  if (!sql) return sql.error();
  const auto text = parse_create_index(sql.value().value_or(""));
  if (!text || text->parts.size() != index.parts.size() || partial == text->where.empty())
    return text::Error{text::ErrorKind::Data,
                       fmt::format("the index `{}` is written in a form that is not understood", index.name)};
  index.where = text->where;
  for (std::size_t i = 0; i < index.parts.size(); ++i)
    if (index.parts[i].column.empty()) index.parts[i].expression = text->parts[i];
  return {};
}

Status read_index(Connection& connection, IndexInfo& index, bool partial) {
  bool expressions = false;
  const auto sql =
      fmt::format("SELECT cid, name, \"desc\", coll FROM pragma_index_xinfo({}) WHERE key = 1 ORDER BY seqno",
                  sql_text(index.name));
  auto read = for_rows(connection, sql, [&](const Statement& row) {
    IndexPart part;
    part.column = row.text(1);  // NULL, so empty, for the rowid and for expressions
    part.descending = row.integer(2) != 0;
    part.collation = row.text(3);
    expressions |= part.column.empty();
    index.parts.push_back(std::move(part));
  });
  if (!read || (!expressions && !partial)) return read;
  return read_index_text(connection, index, partial);
}

Status read_indexes(Connection& connection, TableInfo& table) {
  std::vector<bool> partial;
  bool own_primary_key = false;
  const auto sql =
      fmt::format("SELECT name, \"unique\", origin, partial FROM pragma_index_list({})", sql_text(table.name));
  auto read = for_rows(connection, sql, [&](const Statement& row) {
    IndexInfo index;
    index.name = row.text(0);
    index.unique = row.integer(1) != 0;
    own_primary_key |= row.text(2) == "pk";
    partial.push_back(row.integer(3) != 0);
    table.indexes.push_back(std::move(index));
  });
  if (!read) return read;
  for (std::size_t i = 0; i < table.indexes.size(); ++i)
    if (auto good = read_index(connection, table.indexes[i], partial[i]); !good) return good;
  // A primary key without an index of its own is the rowid.
  if (!own_primary_key && !table.without_rowid)
    for (const auto& column : table.columns)
      if (column.primary_key == 1) table.rowid_column = column.name;
  return {};
}

}  // namespace

Result<std::optional<TableInfo>> table_info(Connection& connection, const std::string& name) {
  std::optional<TableInfo> table;
  if (name.empty() || name.find('\0') != std::string::npos) return table;
  const auto sql = fmt::format(
      "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND "
      "name = {} COLLATE NOCASE",
      sql_text(name));
  auto found = for_rows(connection, sql, [&](const Statement& row) {
    table.emplace();
    table->name = row.text(0);
    table->kind = row.text(1) == "table"  ? TableInfo::Kind::Table
                  : row.text(1) == "view" ? TableInfo::Kind::View
                                          : TableInfo::Kind::Virtual;
    table->without_rowid = row.integer(2) != 0;
  });
  if (!found) return found.error();
  if (!table) return table;
  if (auto read = read_columns(connection, *table); !read) return read.error();
  if (table->kind == TableInfo::Kind::Table)
    if (auto read = read_indexes(connection, *table); !read) return read.error();
  return table;
}

Result<std::vector<std::string>> user_tables(Connection& connection) {
  std::vector<std::string> names;
  auto read = for_rows(connection,
                       "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' "
                       "ESCAPE '\\' AND name NOT LIKE 'frist\\_%' ESCAPE '\\' ORDER BY name",
                       [&](const Statement& row) { names.emplace_back(row.text(0)); });
  if (!read) return read.error();
  return names;
}

Result<std::vector<ForeignKey>> foreign_keys(Connection& connection) {
  auto tables = user_tables(connection);
  if (!tables) return tables.error();
  std::vector<ForeignKey> keys;
  for (const auto& table : tables.value()) {
    const auto sql = fmt::format(
        "SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list({}) "
        "ORDER BY id, seq",
        sql_text(table));
    std::int64_t last = -1;
    auto read = for_rows(connection, sql, [&](const Statement& row) {
      if (row.integer(0) != last) keys.push_back({table, std::string(row.text(1)), {}, {}, std::string(row.text(4))});
      last = row.integer(0);
      keys.back().from.emplace_back(row.text(2));
      if (!row.is_null(3)) keys.back().to.emplace_back(row.text(3));
    });
    if (!read) return read.error();
  }
  return keys;
}

}  // namespace frist::store
