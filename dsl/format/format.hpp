// SPDX-License-Identifier: Apache-2.0
// The canonical layout of a policy text. Words, names, texts and comments stay; blanks and line breaks are decided
// here. Formatting twice changes nothing, and the formatted text has the same tree. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>

#include "dsl/syntax/tree.hpp"
#include "dsl/text/source_file.hpp"

namespace frist::format {

/// Columns that a line may take before it is broken at `and`, `or` or a comma.
inline constexpr std::size_t kLineWidth = 110;

/// Requires: `tree` was parsed from this file. Empty for a file without words and comments, else ending with one line
/// break.
std::string format(const syntax::Tree& tree, const text::Sources& sources, std::uint32_t file);

}  // namespace frist::format
