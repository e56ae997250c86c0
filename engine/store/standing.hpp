// SPDX-License-Identifier: Apache-2.0
// What people laid down and what stands of it, as a head file keeps it: which hold, request or restriction is on which
// entry, with its days, and without what anybody said in words. Functions over a borrowed connection.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::store {

struct Standing {
  enum What : std::int64_t { Hold = 1, Request = 2, Restriction = 3 };
  std::int64_t what = Hold;
  std::int64_t number = 0;  // no other of its sort ever has it
  std::string record;       // of the entry
  Key entry;
  std::int64_t since = 0;             // a day; of a request, when it was received
  std::optional<std::int64_t> until;  // a day: review of a hold, extension of a request
  std::optional<std::int64_t> at;     // placed, in seconds; of a request, the day of its answer
  std::string word;                   // the ground; of a request, outcome/ground of the answer
  std::optional<std::int64_t> hold;   // that belongs to the restriction
  bool gone = false;                  // a request that nobody answered, whose entry was erased
  auto operator<=>(const Standing&) const = default;
};

/// In the order of `what` and `number`. Answered requests are among them while their entry is there.
Result<std::vector<Standing>> standing_of(Connection& connection);

/// The highest numbers that were ever given.
struct LastNumbers {
  std::int64_t hold = 0, request = 0, restriction = 0;
  bool operator==(const LastNumbers&) const = default;
};
Result<LastNumbers> last_numbers(Connection& connection);

struct StandingChanges {
  std::int64_t placed = 0, lifted = 0;  // holds, requests and restrictions together
};
/// Makes the database say the same: places what is missing, lifts, withdraws and answers what does not stand any more,
/// in the name of `by`. What stands in it already keeps its words. Entries of kinds that the database does not number
/// are left out with `skip_unknown`, else an error (Data). Requires a write transaction.
Result<StandingChanges> make_standing(Connection& connection, const std::vector<Standing>& wanted,
                                      const LastNumbers& numbers, const std::string& by, std::int64_t now,
                                      bool skip_unknown);

}  // namespace frist::store
