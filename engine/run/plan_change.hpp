// SPDX-License-Identifier: Apache-2.0
// What a plan says of a change of policy: the comparison with the policy of the nights before, on the same view of the
// database as the plan. It is in the body whose hash people sign. Borrows the connection.
#pragma once

#include <optional>
#include <string>

#include "engine/codec/plan_json.hpp"
#include "engine/run/night.hpp"
#include "engine/run/policy_diff.hpp"

namespace frist::run {

struct PlanChange {
  std::string former;              // hash
  std::optional<PolicyDiff> diff;  // without samples
  std::string not_compared;        // why there is none: the former policy does not fit the tables any more
};

// Requires: the policy was changed, a read transaction is open. Errors: the options do not have the former policy
// (Refused), and those of reading.
text::Result<PlanChange> compare_with_former(store::Connection& connection,
                                             const std::shared_ptr<const model::RuleSet>& rules,
                                             const std::string& policy_hash, const NightOptions& options);

codec::BodyComparison body_of(const PlanChange& change);

}  // namespace frist::run
