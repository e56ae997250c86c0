// SPDX-License-Identifier: Apache-2.0
// The slips that people make who know other languages, and what the words of this one are. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frist::grammar {

/// A sign that stands for a comparison elsewhere, such as "==" or ">=".
struct ComparisonSign {
  std::string_view sign;
  std::string_view help;
};
/// The longest such sign that `text` begins with.
std::optional<ComparisonSign> comparison_sign(std::string_view text);

/// The word of this language for one of another ("delete" is `erase`), if it is among those that may stand there; a
/// phrase is given in full and looked up by its first word. Empty where there is none.
std::string_view meant_for(std::string_view word, const std::vector<std::string>& possible);

/// 2 for "two", up to twelve.
std::optional<int> number_word(std::string_view word);

/// What to do about a sign that other languages have and this one has not (`;`, `{`, `&&`, `+`, typographic quotes);
/// empty for others.
std::string_view help_for_sign(std::string_view text);

}  // namespace frist::grammar
