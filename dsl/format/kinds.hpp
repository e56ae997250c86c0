// SPDX-License-Identifier: Apache-2.0
// Kinds of nodes as the layout sees them. Pure functions.
#pragma once

#include "dsl/syntax/node_kind.hpp"

namespace frist::format {

/// Children of declarations that take a line of their own; the others belong to the head.
bool is_clause(syntax::NodeKind kind);

/// What follows in a line and begins with a word of its own, such as `counting from ...` behind an effect.
bool is_part(syntax::NodeKind kind);

/// Lists with bullets.
bool is_list(syntax::NodeKind kind);

}  // namespace frist::format
