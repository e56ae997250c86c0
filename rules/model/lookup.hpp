// SPDX-License-Identifier: Apache-2.0
// Things of a rule set by the names that people write, and an entry of which nothing is known. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "rules/model/rule_set.hpp"

namespace frist::model {

// "read", "query", ...
std::optional<Action> action_of(std::string_view word);
// A record, a score, a category of prohibited data, or `anything`.
std::optional<Object> find_object(const RuleSet& rules, std::string_view name);
// Every field and list unknown. kNoId: an entry of no record, for questions that are about none.
Entry unknown_entry(const RuleSet& rules, RecordId record);

}  // namespace frist::model
