// SPDX-License-Identifier: Apache-2.0
// Pieces of pages for people: HTML with every text escaped, no script, nothing from elsewhere. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace frist::service::page {

/// As text of HTML or between quotation marks: no character of it is taken for markup, and what would be invisible or
/// turn the direction of writing is made visible.
std::string escaped(std::string_view text);

/// A cell of a table.
struct Cell {
  std::string html;
  bool number = false, strong = false;
};
Cell words(std::string_view text, bool strong = false);
Cell number(std::int64_t n);

class Table {
 public:
  Table(std::string_view caption, std::vector<std::string> columns);
  /// As many cells as columns; the first heads the row unless it is a number.
  void row(const std::vector<Cell>& cells);
  std::string html() const;

 private:
  std::string caption_;
  std::vector<std::string> columns_;
  std::vector<std::vector<Cell>> rows_;
};

std::string heading(std::string_view text);
std::string paragraph(std::string_view text);
/// A document; `style` and `body` are taken as they are.
std::string whole(std::string_view title, std::string_view style, std::string_view body);

}  // namespace frist::service::page
