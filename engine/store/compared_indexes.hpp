// SPDX-License-Identifier: Apache-2.0
// Indexes for a policy that is not attached, so that it can be compared with the one that is. Needs a transaction of
// the caller's.
#pragma once

#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::store {

/// Adds an index wherever rows are looked up by a column that is there and has none, as attach does for its policy. The
/// next attach takes away what its own policy does not need.
Status add_indexes_to_compare(Connection& connection, const model::RuleSet& rules);

}  // namespace frist::store
