// SPDX-License-Identifier: Apache-2.0
// Entries that a person must look at: raised by a run, done by a person. Functions over a borrowed connection; writing
// needs a transaction of the caller's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

struct Review {
  std::int64_t kind = 0;
  Key entry;
  calendar::Day due_on = 0;
  std::string rule;
  std::int64_t raised_in = 0;  // run
  std::optional<calendar::Day> done_on;
  std::string done_by, outcome;
};

/// False: it was raised before.
Result<bool> raise_review(Connection& connection, const Review& review);
/// Whether a review of that day was raised, open or done.
Result<bool> is_raised(Connection& connection, std::int64_t kind, const Key& entry, calendar::Day due_on);
/// Marks every open review of the entry as done and the entry as changed. Error (Usage) where none is open.
Status complete_review(Connection& connection, std::int64_t kind, const Key& entry, calendar::Day done_on,
                       const std::string& done_by, const std::string& outcome);
/// Open ones by due date and key, at most `limit`.
Result<std::vector<Review>> open_reviews(Connection& connection, std::int64_t kind, std::uint32_t limit);
Result<std::int64_t> count_open_reviews(Connection& connection, std::int64_t kind);
/// Over all kinds.
Result<std::int64_t> count_open_reviews(Connection& connection);
Result<std::vector<Review>> reviews_of(Connection& connection, std::int64_t kind, const Key& entry);

}  // namespace frist::store
