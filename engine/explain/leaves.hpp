// SPDX-License-Identifier: Apache-2.0
// Facts under the expressions that have no parts to show. Part of this room only.
#pragma once

#include "engine/explain/run.hpp"

namespace frist::explain {

/// Fills the facts of a condition without parts, and their causes where an amount has another currency.
void tell_leaf(const Run& run, model::ExprId expr, const Place& place, Said& said);

}  // namespace frist::explain
