// SPDX-License-Identifier: Apache-2.0
// The shape of a policy text before it is parsed: where lines begin outside of texts and comments, and which of them
// begin a declaration. Recovery goes by it. One linear pass; offsets are bytes of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dsl/syntax/node_kind.hpp"

namespace frist::grammar {

struct DeclarationStart {
  std::uint32_t offset;
  syntax::NodeKind kind;
};

struct Outline {
  std::vector<DeclarationStart> declarations;
  /// The first character of each line that is neither blank nor in a comment nor inside a text that began earlier.
  std::vector<std::uint32_t> line_heads;
  /// The opening quote of a text that has no end, or that ends where plainly another one was meant to begin. What
  /// follows it is not outlined.
  std::optional<std::uint32_t> unclosed_text;
};

/// A line begins a declaration where its first word is a declaration keyword and a name or text follows.
Outline outline_of(std::string_view text);

}  // namespace frist::grammar
