// SPDX-License-Identifier: Apache-2.0
// Types of fields and how they are stored. Part of this room only.
#pragma once

#include "rules/bind/context.hpp"

namespace frist::bind {

/// Type, modifiers and column of a Field node. False where something was reported; the field then still has its name.
bool bind_type(Context& context, const Node& node, model::Field& field);

}  // namespace frist::bind
