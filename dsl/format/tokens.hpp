// SPDX-License-Identifier: Apache-2.0
// A policy text cut into what the layout moves around: tokens, each with the comments that go with it. Borrows the
// text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace frist::format {

/// From `#` to the end of the line, without blanks at the end.
struct Comment {
  std::string_view text;
  /// An empty line stood before it.
  bool after_empty_line = false;
};

enum class TokenKind : std::uint8_t { Word, Text, Sign, Bullet };

struct Token {
  TokenKind kind;
  std::uint32_t offset;
  std::string_view text;
  /// Comments on lines of their own before the token.
  std::vector<Comment> comments;
  /// An empty line stood before it (behind its comments).
  bool after_empty_line = false;
  /// The comment at the end of its line; empty where there is none.
  std::string_view line_comment;
};

struct Tokens {
  std::vector<Token> tokens;
  /// Comments behind the last token, on lines of their own.
  std::vector<Comment> last_comments;

  /// The first token at or behind `offset`.
  std::size_t at_or_behind(std::uint32_t offset) const;
};

/// Requires: a text that parses.
Tokens tokens_of(std::string_view text);

}  // namespace frist::format
