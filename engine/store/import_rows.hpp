// SPDX-License-Identifier: Apache-2.0
// Puts rows that come as texts into a record's table: every text is read by its field's type and stored as the field
// says it is stored. A row that does not fit is told with every problem it has, and the next one goes on. Reading CSV
// and JSON lines is engine/codec's business. Borrows the connection and the rule set; needs a transaction of the
// caller's.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/store/identity_sealer.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::store {

struct ImportProblem {
  std::string name;     // of the value, as the names given at open(); empty: the row as a whole
  std::string message;  // one sentence, lower case, without a full stop
};

/// What the values of a row may be named: fields, their columns, currencies' columns, the key's and the parent's
/// column.
std::vector<std::string> import_names(const model::Record& record);

class RowImporter {
 public:
  /// `names` are the names of the values of each row, of import_names(). Errors: a name that is none of them or stands
  /// twice, no name for the parent, none for the key (except where the table numbers its rows by itself), a table that
  /// is not there.
  /// Values of sealed columns go through `sealer`, which is borrowed; without one their table refuses them.
  static Result<RowImporter> open(Connection& connection, const model::RuleSet& rules, model::RecordId record,
                                  const std::vector<std::string>& names, IdentitySealer* sealer = nullptr);
  RowImporter(RowImporter&&) noexcept;
  RowImporter& operator=(RowImporter&&) noexcept;
  ~RowImporter();

  /// Fields that no name stands for although each row should have them.
  std::vector<std::string> required_and_unnamed() const;

  /// Inserts one row; `values` run parallel to the names, a value that is not there is nothing. Returns what is wrong
  /// with the row, empty where it was inserted. Error: the database failed, no further row can go in.
  Result<std::vector<ImportProblem>> insert(std::span<const std::optional<std::string>> values);

 private:
  struct Parts;
  explicit RowImporter(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace frist::store
