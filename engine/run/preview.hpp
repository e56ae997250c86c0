// SPDX-License-Identifier: Apache-2.0
// What a night would do: the same reading and deciding in one read transaction (the one that is open, or else its own),
// nothing written. What acts on one entry would change for others is not followed.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/run/kind_night.hpp"
#include "engine/run/night.hpp"
#include "engine/run/plan_gate.hpp"

namespace frist::run {

// By the policy that is attached, what is due; by any other, every entry. Errors: the database is not attached to any
// policy (Usage), the schedule cannot be trusted (Refused, as in a night), tables or indexes that the policy needs are
// missing (Data).
text::Result<NightReport> preview_night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                        const std::string& policy_hash, const NightOptions& options);

// Gets each entry to which something would be done, many at a time, in no particular order.
struct PlanSink {
  PlanDigest digest;
  std::function<text::Status(const std::vector<store::PlanEntry>&)> take;
};
text::Result<NightReport> preview_night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                        const std::string& policy_hash, const NightOptions& options, PlanSink& sink);

// What a night that has begun to decide would take now: by (record, what), nothing written. Requires that every entry
// is decided. Borrows; looks at entries page by page.
text::Result<Tally> tally_of_what_is_due(store::Connection& connection,
                                         const std::vector<std::unique_ptr<KindNight>>& kinds,
                                         const NightOptions& options);

}  // namespace frist::run
