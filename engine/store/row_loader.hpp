// SPDX-License-Identifier: Apache-2.0
// Rows of the user's tables as model rows, with their children. For this room only.
#pragma once

#include <optional>
#include <vector>

#include "engine/store/decode.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::store {

struct LoadedRow {
  Key key;
  model::Row row;
};

class RowLoader {
 public:
  RowLoader(Connection& connection, const model::RuleSet& rules);

  /// Rows of a record's table where `column` equals `value`, with their children at all levels, in the order of keys.
  Result<std::vector<LoadedRow>> where(model::RecordId record, const std::string& column, const Key& value);
  /// Rows of a record whose subject is `subject`; the record may be a child that has its subject from above.
  Result<std::vector<LoadedRow>> of_subject(model::RecordId record, const Key& subject);

 private:
  Result<std::vector<LoadedRow>> load(model::RecordId record, const std::string& sql_from, const Key& value, int depth);
  Status load_children(model::RecordId record, LoadedRow& row, int depth);

  Connection& connection_;
  const model::RuleSet& rules_;
  std::optional<calendar::Zone> zone_;
};

}  // namespace frist::store
