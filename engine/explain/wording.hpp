// SPDX-License-Identifier: Apache-2.0
// Conditions in the words of the policy. Equal nodes are shared, and a clause such as `is none` or `is within` becomes
// several nodes that all carry the clause's place; such a node is not what stands there, and gets words of its own.
// Part of this room only.
#pragma once

#include <string>
#include <vector>

#include "rules/model/rule_set.hpp"

namespace frist::explain {

/// By expression: whether its place is that of a larger clause that it is only a part of.
std::vector<bool> parts_of_clauses(const model::RuleSet& rules);

/// As it stands in the policy, without its label; composed where it stands there only as a part of a clause.
std::string wording(const model::RuleSet& rules, const std::vector<bool>& parts_of_clauses, model::ExprId expr);

}  // namespace frist::explain
