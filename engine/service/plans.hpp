// SPDX-License-Identifier: Apache-2.0
// What people do with plans of nights, beside making, signing and applying them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/service/open_database.hpp"

namespace frist::service {

// The rules of the last night that did anything, and of every policy that was attached since, but for the one that is
// now: what they ask for before a plan is applied still counts. Error (Refused): they cannot be read any more.
text::Result<std::vector<std::shared_ptr<const model::RuleSet>>> former_rules(OpenDatabase& database);

// Gives up a plan that is open or was cut off while it was applied; what it has not done stays. The log tells of it.
// Errors: no such plan (Usage), a night is at work (Busy), names that are no line of text (Usage).
text::Status withdraw_plan(OpenDatabase& database, std::int64_t plan, const std::string& by, const std::string& reason);

}  // namespace frist::service
