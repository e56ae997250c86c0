// SPDX-License-Identifier: Apache-2.0
// An answer as lines of text with marks for whoever shows it: a terminal makes them bold or coloured, a page makes them
// headings and lists. Values, freely copied.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace frist::words {

enum class Style : std::uint8_t {
  Answer,   // the answer itself, first
  Heading,  // opens a section
  Text,
  Item,      // of a list
  Numbered,  // of an ordered list
  Yes,
  No,
  Open,    // a condition that holds, does not hold, or is open
  Detail,  // belongs to the line above
};

struct Line {
  int indent = 0;
  Style style = Style::Text;
  std::string text;
  bool operator==(const Line&) const = default;
};
using Lines = std::vector<Line>;

/// Plain text for terminals and mail: a blank line before headings, dashes and numbers before items, wrapped between
/// words at `width` columns (0: not at all). Ends with a line break.
std::string layout(const Lines& lines, std::size_t width = 100);

}  // namespace frist::words
