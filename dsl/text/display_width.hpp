// SPDX-License-Identifier: Apache-2.0
// How many columns of a terminal a text takes: combining marks none, East Asian wide characters and emoji two. Pure
// functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace frist::text {

/// 0, 1 or 2 columns. Control characters count as 1 (they are shown by a stand-in).
std::size_t display_width(char32_t code);

/// Columns of a whole text; an ill-formed sequence counts as 1, a tab as 1.
std::size_t display_width(std::string_view text);

}  // namespace frist::text
