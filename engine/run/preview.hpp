// SPDX-License-Identifier: Apache-2.0
// What a night would do: the same reading and deciding in one read transaction, nothing written. What acts on one entry
// would change for others is not followed.
#pragma once

#include <memory>
#include <string>

#include "engine/run/night.hpp"

namespace frist::run {

// By the policy that is attached, what is due; by any other, every entry. Errors: the database is not attached to any
// policy (Usage), the schedule cannot be trusted (Refused, as in a night), tables or indexes that the policy needs are
// missing (Data).
text::Result<NightReport> preview_night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                        const std::string& policy_hash, const NightOptions& options);

}  // namespace frist::run
