// SPDX-License-Identifier: Apache-2.0
// Where the tokens of a policy go: which begin a line and how far in, which stand in a column, where a long line may be
// broken. Made from the tree, so that layout follows meaning and not the author's line breaks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dsl/format/tokens.hpp"
#include "dsl/syntax/tree.hpp"

namespace frist::format {

/// How gladly a line that is too long is broken before a token. IfLong: always, where the line does not fit as a whole.
enum class Break : std::uint8_t { Never, AnyToken, Part, Junction, Body, IfLong };

/// What comes before a line, besides comments.
enum class Gap : std::uint8_t { AsWritten, None, EmptyLine };

struct Step {
  /// The token begins a line with this many blanks; -1: it goes on with the line before.
  int indent = -1;
  /// From this token on: the blanks of lines that go on; -1: as before.
  int continuation = -1;
  /// The blanks before the token where the line is broken before it; -1: as for other tokens.
  int broken_indent = -1;
  Gap gap = Gap::AsWritten;
  /// The column at which the token stands if the line is not there yet; 0: right behind.
  int column = 0;
  Break before = Break::AnyToken;
};

/// One step for each token.
std::vector<Step> plan_of(const syntax::Tree& tree, const Tokens& tokens);

}  // namespace frist::format
