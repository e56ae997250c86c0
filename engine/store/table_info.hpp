// SPDX-License-Identifier: Apache-2.0
// What SQLite knows about one of the user's tables: columns, how values are kept, what is unique, who points to whom.
// Plain values, read once at attach and when readers are made. For this room only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/sqlite.hpp"

namespace frist::store {

/// How SQLite converts values on their way into a column (datatype3.html, section 3.1).
enum class Affinity : std::uint8_t { Text, Numeric, Integer, Real, Blob };
Affinity affinity_of(std::string_view declared_type);

struct ColumnInfo {
  std::string name, declared, collation;
  Affinity affinity = Affinity::Blob;
  bool not_null = false;
  bool generated = false;
  std::optional<std::string> default_sql;
  int primary_key = 0;  // place in the primary key, from 1; 0: not in it
};

struct IndexPart {
  std::string column;      // empty: an expression
  std::string expression;  // as written in CREATE INDEX
  std::string collation;
  bool descending = false;
};

struct IndexInfo {
  std::string name;
  bool unique = false;
  std::string where;             // partial index: its condition as written; else empty
  std::vector<IndexPart> parts;  // of the key only
};

struct ForeignKey {
  std::string from_table, to_table;
  std::vector<std::string> from, to;  // `to` is empty where the primary key is meant
  std::string on_delete;              // "NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"
};

struct TableInfo {
  enum class Kind : std::uint8_t { Table, View, Virtual };
  std::string name;
  Kind kind = Kind::Table;
  bool without_rowid = false;
  std::string rowid_column;  // the INTEGER PRIMARY KEY that is the rowid; else empty
  std::vector<ColumnInfo> columns;
  std::vector<IndexInfo> indexes;

  const ColumnInfo* find(std::string_view column) const;
  bool is_rowid(std::string_view column) const;
  /// A name under which the hidden rowid can be asked for; empty where there is none or all three names are columns.
  std::string hidden_rowid() const;
  /// An index whose first part is this column, ascending, with the column's own collation and without a condition. The
  /// rowid itself needs none. Null: there is none.
  const IndexInfo* index_on(std::string_view column) const;
  bool can_look_up(std::string_view column) const { return is_rowid(column) || index_on(column) != nullptr; }
  /// Whether no two rows can share a value in this column (rows without a value aside).
  bool is_unique(std::string_view column) const;
};

/// Nothing where there is no such table or view in the main database.
Result<std::optional<TableInfo>> table_info(Connection& connection, const std::string& table);
/// Tables and views of the user: without SQLite's own and ours.
Result<std::vector<std::string>> user_tables(Connection& connection);
/// All foreign keys that tables of the user declare.
Result<std::vector<ForeignKey>> foreign_keys(Connection& connection);

}  // namespace frist::store
