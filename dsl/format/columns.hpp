// SPDX-License-Identifier: Apache-2.0
// The tables in a policy: the fields of a record and the bands of a value stand in columns.
#pragma once

#include <cstddef>
#include <vector>

#include "dsl/format/plan.hpp"
#include "dsl/format/tokens.hpp"
#include "dsl/syntax/tree.hpp"

namespace frist::format {

/// The columns that tokens take on one line, from `begin` to before `end`.
std::size_t width_of(const Tokens& tokens, std::size_t begin, std::size_t end);

/// Names, titles, types and modifiers of the fields; `column` is where the names begin.
void place_fields(const syntax::Tree& tree, const Tokens& tokens, syntax::NodeId record, int column,
                  std::vector<Step>& steps);

/// Ranges, names and titles of the bands; `indent` is where the ranges begin.
void place_bands(const syntax::Tree& tree, const Tokens& tokens, syntax::NodeId bands, int indent,
                 std::vector<Step>& steps);

}  // namespace frist::format
