// SPDX-License-Identifier: Apache-2.0
// Which parts of a condition decided it: of a conjunction that is no the parts that are no, of a disjunction that is
// yes those that are yes, of something open what is open, and otherwise all. Pure.
#pragma once

#include "engine/explain/said.hpp"

namespace frist::explain {

/// Marks the root and, below decisive nodes, their decisive parts.
void mark_decisive(const model::RuleSet& rules, Said& root);

}  // namespace frist::explain
