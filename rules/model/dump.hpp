// SPDX-License-Identifier: Apache-2.0
// A rule set as text: stable and canonical, for golden tests and for the policy's hash. Everything that has a meaning
// stands in it, also titles, notes and citations since people see them; places, comments, layout and examples do not.
// Pure functions; the text is plain UTF-8 with a line break at its end.
#pragma once

#include <string>

#include "rules/model/rule_set.hpp"

namespace frist::model {

/// One clause per line, indented by two blanks below its declaration. Conditions and dates are S-expressions; a node
/// that is used again is marked where it comes first (`#3=(and ...)`) and named later (`#3#`), so that the text is
/// never larger than the rule set.
std::string dump(const RuleSet& rules);

/// One expression of a record's rules.
std::string dump_expr(const RuleSet& rules, ExprId expr, RecordId record);

/// The policy's own words for a type: `yes/no`, `money EUR`, `one of (a, b)`.
std::string name_of(const RuleSet& rules, const Type& type);

}  // namespace frist::model
