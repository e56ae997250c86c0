// SPDX-License-Identifier: Apache-2.0
// Does a policy's picture of the data fit the database? Everything that is found is data: what, where, how often, how
// bad, and what to do. Looks at every row once; changes nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::store {

enum class FindingKind : std::uint8_t {
  TableMissing,  // no such table
  NotATable,     // a view or a virtual table: rows cannot be watched
  TableTwice,    // two records in one table
  NameReserved,  // a table whose name begins with frist_
  ColumnMissing,
  ColumnType,   // the column cannot hold what the field says
  MoneyAsReal,  // because it keeps amounts as floating-point numbers
  KeyMissing,   // no key declared, or rows without one
  KeyNotUnique,
  KeyType,           // keys that are fractions
  TypesDiffer,       // a column that points to another, declared so that equal values may not meet
  CollationUnknown,  // only the user's own program can compare these texts
  UndeclaredRows,    // rows of a table nobody declared point to rows that will be erased
  ErasureBlocked,    // rows of a declared table point to them and would be in the way
  ErasureSpreads,    // the database would erase rows that nobody has decided about
  PointsNowhere,     // children without a parent
  CannotAnonymise,   // a field that cannot be emptied
  NotRecorded,       // values of a required field are missing
  NotReadable,       // values that are none of the field's type
  IndexAdded         // attach adds an index
};

enum class Severity : std::uint8_t { Note, Warning, Error };

struct Finding {
  FindingKind kind = FindingKind::TableMissing;
  Severity severity = Severity::Error;
  std::string record, table, column;
  std::int64_t count = 0;  // rows concerned, where rows are
  std::int64_t of = 0;     // rows looked at
  std::string message;     // one sentence, lower case, without a full stop
  std::string help;        // what to do; may be empty
};

/// How complete one field is, over all rows of its table.
struct FieldCount {
  std::string record, field;
  std::int64_t rows = 0;
  std::int64_t missing = 0;  // no value, whatever that means for the field
  std::int64_t not_readable = 0;
  std::string first_not_readable;  // the key of the first such row, never the value itself
};

struct MappingReport {
  std::vector<Finding> findings;  // worst first, else in the order of records
  std::vector<FieldCount> fields;
  bool ok() const;  // no Error among the findings
};

/// Errors are only those of the database itself. Values are counted where the tables fit.
Result<MappingReport> check_mapping(Connection& connection, const model::RuleSet& rules);

}  // namespace frist::store
