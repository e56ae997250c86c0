// SPDX-License-Identifier: Apache-2.0
// A tree as text, for golden tests and `dump`: an S-expression. What fits stands on one line, else the children stand
// below, two blanks deeper. Pure; no recursion.
#pragma once

#include <string>

#include "dsl/syntax/tree.hpp"

namespace frist::syntax {

/// `(Lower 'from' 95)`. Names stand in backquotes, texts in double quotes, words in single ones, other leaves bare.
/// Ends with a line break. No places in it, so two layouts of one policy dump alike.
std::string dump(const Tree& tree);

/// The same for one subtree.
std::string dump(const Tree& tree, NodeId id);

}  // namespace frist::syntax
