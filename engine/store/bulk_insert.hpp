// SPDX-License-Identifier: Apache-2.0
// Days of entries on their way into one of the schedule's tables, many rows a statement: the cost of a statement is
// twice that of a row. Borrows the connection.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

class BulkInsert {
 public:
  BulkInsert() = default;
  /// Into `table` (kind, entry, next), for this kind. A row that is there already stays.
  static Result<BulkInsert> open(Connection& connection, std::string_view table, std::int64_t kind);

  /// To be written soon; finish() writes the rest.
  Status add(const Key& entry, calendar::Day next);
  Status finish();

 private:
  static constexpr std::size_t kRowsAtOnce = 32;
  Statement one_, many_;
  std::vector<std::pair<Key, calendar::Day>> waiting_;
};

}  // namespace frist::store
