// SPDX-License-Identifier: Apache-2.0
// Messages quote the user's words in backquotes. A word of ten million letters is not a word that anybody reads.
#pragma once

#include <string>
#include <string_view>

namespace frist::text {

/// The message with every quoted word cut to about 80 bytes, "..." in its place, between code points. What stands
/// between backquotes in a message of several lines is cut line by line.
std::string shorten_quotes(std::string_view message);

}  // namespace frist::text
