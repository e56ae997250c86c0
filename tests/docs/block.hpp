// SPDX-License-Identifier: Apache-2.0
// The fenced blocks of the user documentation (docs/README.md says what their first lines mean). Plain values, any
// thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frist::docs {

struct Block {
  std::string kind;                ///< "frist", "frist-wrong", "frist-part", "sql", "console", ...
  std::vector<std::string> words;  ///< what follows on the fence
  std::string page;                ///< the heading above it, without its #
  std::size_t line = 0;            ///< of the fence, from 1
  std::string text;                ///< with the characters that the page only writes about
};

/// Every block of a page in order. A fence that nobody closes ends with the page.
std::vector<Block> blocks_of(std::string_view markdown);

/// The text with `{U+202E}` (a character), `{byte E9}` (a byte) and `{101 times (}` (a repetition) made real, from the
/// inside out. Other braces stay.
std::string made_real(std::string_view text);

/// The words of a fence that are codes (F and four digits); the file name among them; whether the word is there.
std::vector<std::string> codes_in(const Block& block);
std::string file_name_of(const Block& block);
bool has_word(const Block& block, std::string_view word);

/// The first word of the heading: the code on pages about codes.
std::string code_of_page(const Block& block);

}  // namespace frist::docs
