// SPDX-License-Identifier: Apache-2.0
#include "engine/service/page.hpp"

#include <fmt/core.h>

#include "dsl/text/excerpt.hpp"

namespace frist::service::page {
namespace {

std::string opened(const char* tag, const char* attributes) {
  return fmt::format("<{}{}{}>", tag, *attributes ? " " : "", attributes);
}

std::string in(const char* tag, const std::string& html, const char* attributes = "") {
  return opened(tag, attributes) + html + fmt::format("</{}>", tag);
}

std::string cell_html(const Cell& cell, bool heads_row) {
  if (heads_row && !cell.number) return in("th", cell.html, "scope=\"row\"");
  return in("td", cell.html, cell.number ? "class=\"n\"" : cell.strong ? "class=\"strong\"" : "");
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text::visible(text)) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else
      out += c;
  }
  return out;
}

Cell words(std::string_view text, bool strong) { return {escaped(text), false, strong}; }
Cell number(std::int64_t n) { return {std::to_string(n), true, false}; }

Table::Table(std::string_view caption, std::vector<std::string> columns)
    : caption_(caption), columns_(std::move(columns)) {}

void Table::row(const std::vector<Cell>& cells) { rows_.push_back(cells); }

std::string Table::html() const {
  std::string head, body;
  for (const std::string& column : columns_)
    head += in("th", escaped(column), column == "Entries" ? "scope=\"col\" class=\"n\"" : "scope=\"col\"");
  for (const std::vector<Cell>& cells : rows_) {
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) row += cell_html(cells[i], i == 0);
    body += in("tr", row) + "\n";
  }
  return "<table>\n" + in("caption", escaped(caption_)) + "\n" + in("thead", in("tr", head)) + "\n<tbody>\n" + body +
         "</tbody>\n</table>\n";
}

std::string heading(std::string_view text) { return in("h2", escaped(text)) + "\n"; }
std::string paragraph(std::string_view text) { return in("p", escaped(text)) + "\n"; }

std::string whole(std::string_view title, std::string_view style, std::string_view body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n{2}</main>\n</body>\n</html>\n",
      escaped(title), style, body);
}

}  // namespace frist::service::page
