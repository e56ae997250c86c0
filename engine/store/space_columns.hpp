// SPDX-License-Identifier: Apache-2.0
// The columns of a batch that come from one space: which columns of which table, how each value is decoded, where it
// goes. For this room only.
#pragma once

#include <string>
#include <vector>

#include "engine/store/decode.hpp"
#include "engine/store/key.hpp"

namespace frist::store {

class SpaceColumns {
 public:
  /// Arguments of the sink before `first_argument` are somebody else's (keys).
  SpaceColumns(const program::Program& program, std::uint32_t space, int first_argument,
               std::vector<std::uint64_t>& bad);

  /// ", a.\"x\", a.\"y\"" for the sink's arguments; empty where no field is read.
  std::string selected(const std::string& alias) const;
  int arguments() const { return static_cast<int>(names_.size()); }

  /// Appends one row's values to `columns` (parallel to the program's inputs).
  void append(sqlite3_value** values, std::vector<decide::Column>& columns);
  /// Copies rows [begin, end) of `from` to the end of `to`; both parallel to the program's inputs.
  void copy(const std::vector<decide::Column>& from, std::size_t begin, std::size_t end,
            std::vector<decide::Column>& to) const;
  void clear(std::vector<decide::Column>& columns);
  void resize(std::vector<decide::Column>& columns, std::size_t rows) const;
  /// Leaves so many of the rows that were appended since clear(). The others will be read again, so that what was not
  /// readable in them does not count yet.
  void cut(std::vector<decide::Column>& columns, std::size_t rows);

 private:
  struct Column {
    std::size_t input = 0;
    Append append = nullptr;
    FieldPlan plan;
    int argument = 0;
    int currency = -1;
  };
  std::vector<Column> columns_;
  std::vector<std::string> names_;
  std::vector<std::uint64_t>* bad_;
  std::size_t rows_ = 0;                                           // since clear()
  std::vector<std::pair<std::size_t, std::size_t>> not_readable_;  // of them: row and input
};

/// Appends a key of the sink to a column; a REAL enters as text, which no row has.
void add_key(KeyColumn& keys, sqlite3_value* value);
/// Compares row `row` of a column with a key of the sink.
std::strong_ordering compare_key(const KeyColumn& keys, std::size_t row, sqlite3_value* value);

}  // namespace frist::store
