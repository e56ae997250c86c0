// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/columns.hpp"

#include <algorithm>
#include <array>

#include "dsl/format/lines.hpp"
#include "dsl/text/display_width.hpp"

namespace frist::format {
namespace {

using syntax::NodeId;
using syntax::NodeKind;

/// A line of a table: the token with which each of its cells begins, and the one behind the last. Cells may be empty.
template <std::size_t cells>
using Row = std::array<std::size_t, cells + 1>;

/// Puts each cell into its column. Cells wider than `limits` do not widen it; the last column is as wide as it likes.
template <std::size_t cells>
std::array<int, cells> place_rows(const Tokens& tokens, const std::vector<Row<cells>>& rows,
                                  const std::array<std::size_t, cells>& limits, int column, std::vector<Step>& steps) {
  std::array<int, cells> columns{};
  for (std::size_t cell = 0; cell < cells; ++cell) {
    columns[cell] = column;
    std::size_t widest = 0;
    for (const auto& row : rows) {
      if (row[cell] == row[cell + 1]) continue;
      steps[row[cell]].column = column;
      const std::size_t width = width_of(tokens, row[cell], row[cell + 1]);
      if (width <= limits[cell]) widest = std::max(widest, width);
    }
    if (widest > 0) column += static_cast<int>(widest) + 2;
  }
  return columns;
}

constexpr std::size_t kMaxName = 24;
constexpr std::size_t kMaxTitle = 30;
constexpr std::size_t kMaxType = 14;
constexpr std::size_t kMaxRange = 30;

bool has_titled_symbols(const syntax::Tree& tree, NodeId field) {
  for (const NodeId symbol : tree.children_of(*tree.child(field, NodeKind::Type), NodeKind::Symbol)) {
    if (tree.has(symbol, NodeKind::Title)) return true;
  }
  return false;
}

/// Where the field is too long: one symbol on each line, below the first.
void place_symbols(const syntax::Tree& tree, const Tokens& tokens, NodeId field, int indent, std::vector<Step>& steps) {
  const int column = indent + static_cast<int>(std::string_view("one of (").size());
  const NodeId type = *tree.child(field, NodeKind::Type);
  std::size_t count = 0;
  for (const NodeId symbol : tree.children_of(type, NodeKind::Symbol)) {
    Step& step = steps[tokens.at_or_behind(tree.span(symbol).begin)];
    step.continuation = column + 4;
    step.broken_indent = column;
    if (count++ > 0) step.before = Break::IfLong;
  }
  const std::size_t behind = tokens.at_or_behind(tree.span(type).end);
  if (behind < tokens.at_or_behind(tree.span(field).end)) {
    steps[behind].continuation = indent;
    steps[behind].broken_indent = indent;
    steps[behind].before = Break::IfLong;
  }
}

}  // namespace

std::size_t width_of(const Tokens& tokens, std::size_t begin, std::size_t end) {
  std::size_t width = 0;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin && !touches(tokens.tokens[i - 1], tokens.tokens[i])) ++width;
    const Token& token = tokens.tokens[i];
    width += text::display_width(token.kind == TokenKind::Text ? on_one_line(token.text) : std::string(token.text));
  }
  return width;
}

void place_fields(const syntax::Tree& tree, const Tokens& tokens, NodeId record, int column, std::vector<Step>& steps) {
  std::vector<Row<4>> rows;
  std::vector<NodeId> fields;
  for (const NodeId id : tree.children_of(record, NodeKind::Field)) {
    const auto begin_of = [&](NodeId node) { return tokens.at_or_behind(tree.span(node).begin); };
    const auto end_of = [&](NodeId node) { return tokens.at_or_behind(tree.span(node).end); };
    const NodeId type = *tree.child(id, NodeKind::Type);
    rows.push_back({begin_of(tree.first(id)), end_of(tree.first(id)), begin_of(type), end_of(type), end_of(id)});
    fields.push_back(id);
  }
  place_rows<4>(tokens, rows, {kMaxName, kMaxTitle, kMaxType, 0}, column, steps);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    steps[tokens.at_or_behind(tree.span(fields[i]).begin)].continuation = column + 2;
    if (rows[i][1] != rows[i][2] || has_titled_symbols(tree, fields[i])) steps[rows[i][2]].before = Break::IfLong;
    if (has_titled_symbols(tree, fields[i])) place_symbols(tree, tokens, fields[i], column + 2, steps);
  }
}

void place_bands(const syntax::Tree& tree, const Tokens& tokens, NodeId bands, int indent, std::vector<Step>& steps) {
  std::vector<Row<3>> rows;
  for (const NodeId id : tree.children_of(bands, NodeKind::Band)) {
    const NodeId name = *tree.child(id, NodeKind::Name);
    const std::size_t name_token = tokens.at_or_behind(tree.span(name).begin);
    rows.push_back(
        {tokens.at_or_behind(tree.span(id).begin), name_token, name_token + 1, tokens.at_or_behind(tree.span(id).end)});
  }
  place_rows<3>(tokens, rows, {kMaxRange, kMaxName, 0}, indent, steps);
}

}  // namespace frist::format
