// SPDX-License-Identifier: Apache-2.0
// Holds that a person places on an entry and requests for erasure. Both change what the rules say, so the entry is
// marked in the same breath. Functions over a borrowed connection; writing needs a transaction of the caller's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::store {

struct Hold {
  std::int64_t id = 0;
  std::int64_t kind = 0;
  Key entry;
  calendar::Day since = 0;  // as the person says; a hold blocks from the moment it is placed, whatever this says
  std::string reason, placed_by;
  std::int64_t placed_at = 0;  // epoch seconds
  std::string lifted_by;
  std::optional<std::int64_t> lifted_at;
  std::string mandate = {};  // what it rests on, such as a statute or an order; may be empty, as may be the owner
  std::string owner = {};    // who answers for it
  std::optional<calendar::Day> review_by = {};  // by then somebody asks whether it is still needed
  std::string lift_reason = {};
};

/// Returns the hold's number, which no other ever has, also once it is gone with its entry. `id` of `hold` and what it
/// says about lifting are not looked at.
Result<std::int64_t> place_hold(Connection& connection, const Hold& hold);
/// Error (Usage) where there is no such hold or it was lifted before. Other holds on the entry stay.
Status lift_hold(Connection& connection, std::int64_t id, const std::string& lifted_by, std::int64_t lifted_at,
                 const std::string& reason = {});
/// Nothing where there is none of that number.
Result<std::optional<Hold>> hold_by_id(Connection& connection, std::int64_t id);
/// Of one entry, the lifted ones too, in the order they were placed.
Result<std::vector<Hold>> holds_of(Connection& connection, std::int64_t kind, const Key& entry);
/// Holds and requests whose key is a row's, but in another type or spelling ('12' for 12): they would do nothing. As
/// people write them, with the row's: "claim/12". Holds for keys that no row has are not among them.
Result<std::vector<std::string>> misspelt_keys(Connection& connection, const model::RuleSet& rules);
/// All that stand, over all kinds, in the order they were placed.
Result<std::vector<Hold>> standing_holds(Connection& connection);
/// The lifted ones too.
Result<std::vector<Hold>> all_holds(Connection& connection);

/// Notes that the subject asks for erasure; the first day stays. False: it was noted before.
Result<bool> request_erasure(Connection& connection, std::int64_t kind, const Key& entry, calendar::Day requested_on,
                             const std::string& received_by);
struct Request {
  std::int64_t kind = 0;
  Key entry;
  calendar::Day requested_on = 0;
  std::string received_by;
};
/// All that stand, over all kinds, by day.
Result<std::vector<Request>> standing_requests(Connection& connection);
/// Nothing where none stands on the entry.
Result<std::optional<Request>> request_on(Connection& connection, std::int64_t kind, const Key& entry);
Status withdraw_request(Connection& connection, std::int64_t kind, const Key& entry);

/// Until keep_no_more() no statement of this connection takes along, by triggers or cascades of the user's, an entry
/// with a hold that a person placed: it fails and changes nothing. What other programs do is theirs. Only triggers that
/// are there by now count; cascades that no record declares keep a night from beginning.
Status keep_the_held(Connection& connection);
Status keep_no_more(Connection& connection);

}  // namespace frist::store
