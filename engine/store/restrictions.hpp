// SPDX-License-Identifier: Apache-2.0
// Restrictions of processing that people place on entries (GDPR Art. 18), beside those of rules: the entry has one
// restricted_on, which stays as long as either of them stands. They go with their entry. Functions over a borrowed
// connection; writing needs a transaction of the caller's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

struct Restriction {
  std::int64_t number = 0;
  std::int64_t kind = 0;
  Key entry;
  calendar::Day since = 0;
  std::string ground;  // a word of the caller's
  std::string reason, placed_by;
  std::int64_t placed_at = 0;        // epoch seconds
  std::optional<std::int64_t> hold;  // that keeps the entry as long as this stands
};

/// Returns its number, which no other ever has. `number` of `restriction` is not looked at.
Result<std::int64_t> place_restriction(Connection& connection, const Restriction& restriction);
/// Takes it away. restricted_on goes with the last one, unless a rule has restricted the entry as well: then it is that
/// day. Its hold is the caller's to lift.
Status lift_restriction(Connection& connection, const Restriction& restriction);
/// All that stand, over all kinds, by number.
Result<std::vector<Restriction>> standing_restrictions(Connection& connection);
/// Nothing where none of that number stands.
Result<std::optional<Restriction>> restriction_by_number(Connection& connection, std::int64_t number);
/// The one that the hold belongs to.
Result<std::optional<Restriction>> restriction_of_hold(Connection& connection, std::int64_t hold);

}  // namespace frist::store
