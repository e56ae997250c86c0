// SPDX-License-Identifier: Apache-2.0
// Names that look alike but are not: letters of other scripts (Cyrillic, Greek, Armenian, full-width, mathematical)
// that a reader takes for ASCII letters, and characters that cannot be seen. Pure functions over built-in tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace frist::text {

/// What a reader sees: every look-alike replaced by its ASCII letter, everything invisible left out. Two different
/// names with one skeleton cannot be told apart. ASCII text is its own skeleton.
std::string skeleton(std::string_view text);

struct LookAlike {
  /// Bytes of the name: where the character is.
  std::size_t offset = 0;
  std::size_t length = 0;
  char32_t seen = 0;
  /// The ASCII letters that it is taken for; empty for an invisible character.
  std::string_view taken_for;
};

/// The first character of a name that deceives: an invisible one; a look-alike beside ASCII letters; or, where every
/// letter of the name is a look-alike, the first of them. An honest Greek or Cyrillic name, with letters that ASCII
/// lacks, passes.
std::optional<LookAlike> first_look_alike(std::string_view name);

}  // namespace frist::text
