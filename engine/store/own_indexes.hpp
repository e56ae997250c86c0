// SPDX-License-Identifier: Apache-2.0
// The indexes that we add to the user's tables where rows are looked up and the user has none. Need a transaction of
// the caller's.
#pragma once

#include "engine/store/mapping_check.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::store {

/// The table is in the name, so that a record that moves to another table gets another index.
std::string index_name(const model::RuleSet& rules, const NeededIndex& index);

/// Adds an index wherever rows are looked up by a column that is there and has none. For a policy that is not attached,
/// too, so that it can be compared: the next attach takes away what its own policy does not need.
Status add_missing_indexes(Connection& connection, const model::RuleSet& rules);

}  // namespace frist::store
