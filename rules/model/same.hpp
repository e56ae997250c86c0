// SPDX-License-Identifier: Apache-2.0
// When two nodes mean the same: for sharing equal nodes while a rule set is built. Pure functions.
#pragma once

#include <cstddef>

#include "rules/model/expr.hpp"

namespace frist::model {

/// Whether two nodes compute the same from the same operands. Where they were written and what they are called does not
/// count; operands are compared by their ids.
bool same_node(const Expr& a, const Expr& b);

/// Equal for nodes that are same_node().
std::size_t hash_of(const Expr& expr);

}  // namespace frist::model
