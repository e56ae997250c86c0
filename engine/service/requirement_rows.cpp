// SPDX-License-Identifier: Apache-2.0
#include "engine/service/requirement_rows.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace frist::service {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(' ') - from + 1);
}

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  line = trimmed(line);
  line.remove_prefix(1);
  while (!line.empty()) {
    const auto bar = line.find('|');
    cells.emplace_back(trimmed(line.substr(0, bar)));
    if (bar == std::string_view::npos) break;
    line.remove_prefix(bar + 1);
  }
  return cells;
}

// The length of a requirement number at the start of a text, else 0.
std::size_t number_at(std::string_view text) {
  if (text.size() < 4 || (text[0] != 'S' && text[0] != 'L' && text[0] != 'I') || text[1] != '-') return 0;
  std::size_t end = 2;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end >= 4 && end <= 5 ? end : 0;
}

bool known_word(std::string_view carried_as) {
  return carried_as == "rule" || carried_as.starts_with("fact: ") || carried_as.starts_with("choice: ") ||
         carried_as.starts_with("default: ");
}

}  // namespace

std::vector<std::string> mentioned_rows(std::string_view text) {
  std::vector<std::string> rows;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool starts = at == 0 || !(std::isalnum(static_cast<unsigned char>(text[at - 1])) || text[at - 1] == '-');
    const std::size_t length = starts ? number_at(text.substr(at)) : 0;
    if (length == 0) continue;
    std::string row(text.substr(at, length));
    if (std::find(rows.begin(), rows.end(), row) == rows.end()) rows.push_back(std::move(row));
    at += length - 1;
  }
  return rows;
}

text::Result<std::vector<RequirementRow>> requirement_rows(std::string_view markdown) {
  std::vector<RequirementRow> rows;
  std::set<std::string> seen;
  while (!markdown.empty()) {
    const auto line = markdown.substr(0, markdown.find('\n'));
    markdown.remove_prefix(std::min(markdown.size(), line.size() + 1));
    if (!line.starts_with("|")) continue;
    const auto cells = cells_of(line);
    if (cells.empty() || number_at(cells[0]) == 0 || number_at(cells[0]) != cells[0].size()) continue;
    const auto wrong = [&](std::string_view what) {
      return text::Error{text::ErrorKind::Data, fmt::format("row {}: {}", cells[0], what)};
    };
    if (cells.size() < 4) return wrong("needs four columns");
    if (!known_word(cells[3])) return wrong("the last column must begin with rule, fact:, choice: or default:");
    if (!seen.insert(cells[0]).second) return wrong("stands twice");
    rows.push_back({cells[0], cells[1], cells[2], cells[3]});
  }
  return rows;
}

}  // namespace frist::service
