// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "dsl/text/display_width.hpp"
#include "engine/words/lines.hpp"

namespace frist::words {
namespace {

std::string mark_of(const Line& line, int number) {
  switch (line.style) {
    case Style::Item:
    case Style::Yes:
    case Style::No:
    case Style::Open:
      return "- ";
    case Style::Numbered:
      return fmt::format("{:>2}. ", number);
    default:
      return "";
  }
}

// Appends one paragraph; later rows begin below the first word.
void append_wrapped(std::string& out, const std::string& lead, const std::string& text, std::size_t width) {
  out += lead;
  const std::size_t left = text::display_width(lead);
  std::size_t column = left;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    const std::size_t size = text::display_width(word);
    const bool first = column == left;
    if (!first && width != 0 && column + 1 + size > width) {
      out += '\n' + std::string(left, ' ');
      column = left;
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += size;
    at = end + 1;
  }
  out += '\n';
}

}  // namespace

std::string layout(const Lines& lines, std::size_t width) {
  std::string out;
  int number = 0;
  for (const Line& line : lines) {
    if (line.style == Style::Heading && !out.empty()) out += '\n';
    number = line.style == Style::Numbered ? number + 1 : 0;
    const std::string lead = std::string(static_cast<std::size_t>(line.indent) * 2, ' ') + mark_of(line, number);
    append_wrapped(out, lead, line.text, width);
  }
  return out;
}

}  // namespace frist::words
