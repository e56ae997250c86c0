// SPDX-License-Identifier: Apache-2.0
// The slips that people make who know other languages, and what the words of this one are. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace frist::grammar {

/// A sign that stands for a comparison elsewhere, such as "==" or ">=".
struct ComparisonSign {
  std::string_view sign;
  std::string_view help;
};
/// The longest such sign that `text` begins with.
std::optional<ComparisonSign> comparison_sign(std::string_view text);

/// What to do about a sign that other languages have and this one has not (`;`, `{`, `&&`, `+`, typographic quotes);
/// empty for others.
std::string_view help_for_sign(std::string_view text);

}  // namespace frist::grammar
