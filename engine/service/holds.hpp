// SPDX-License-Identifier: Apache-2.0
// Holds that people place on entries: nothing erases an entry while one stands. Each is in the log.
#pragma once

#include <string>
#include <vector>

#include "engine/service/open_database.hpp"
#include "engine/store/holds.hpp"

namespace frist::service {

struct HoldOrder {
  std::string entry;  // as people write it
  std::string reason, by;
  std::string mandate, owner, since, review_by;  // may be empty; days as people write them
};

// A hold with the name of its entry.
struct NamedHold {
  store::Hold hold;
  std::string entry;     // "claim/4711"
  bool overdue = false;  // it stands, and its review-by day has passed
};

// Errors: no such entry (Data, Usage), a word that is no line or no day (Usage), and those of do_deed().
text::Result<NamedHold> place_hold(OpenDatabase& database, const HoldOrder& order);
// Error (Usage) where no hold of that number stands.
text::Result<NamedHold> lift_hold(OpenDatabase& database, std::int64_t number, const std::string& by,
                                  const std::string& reason);

struct HoldQuery {
  bool lifted_too = false, only_overdue = false;
};
// By number.
text::Result<std::vector<NamedHold>> list_holds(OpenDatabase& database, const HoldQuery& query);

}  // namespace frist::service
