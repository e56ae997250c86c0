// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/lines.hpp"

#include <algorithm>

#include "dsl/format/filler.hpp"
#include "dsl/text/display_width.hpp"

namespace frist::format {
namespace {

/// Goes through the lines as planned and hands each to the filler.
class Writer {
 public:
  Writer(const Tokens& tokens, const std::vector<Step>& plan) : tokens_(tokens), plan_(plan) {}

  std::vector<Line> run() {
    const std::size_t count = tokens_.tokens.size();
    for (std::size_t begin = 0; begin < count;) {
      std::size_t end = begin + 1;
      while (end < count && plan_[end].indent < 0) ++end;
      before_line(begin);
      Filler(tokens_, plan_, begin, end, lines_).run();
      begin = end;
    }
    comments(tokens_.last_comments, 0, Gap::AsWritten);
    return std::move(lines_);
  }

 private:
  void before_line(std::size_t i) {
    const Token& token = tokens_.tokens[i];
    comments(token.comments, plan_[i].indent, plan_[i].gap);
    empty_line(token.comments.empty() ? plan_[i].gap : Gap::AsWritten, token.after_empty_line);
  }

  void comments(const std::vector<Comment>& comments, int indent, Gap gap) {
    for (const Comment& comment : comments) {
      empty_line(gap, comment.after_empty_line);
      gap = Gap::AsWritten;
      lines_.push_back({std::string(static_cast<std::size_t>(indent), ' ') + std::string(comment.text), {}});
    }
  }

  void empty_line(Gap gap, bool written) {
    const bool wanted = gap == Gap::EmptyLine || (gap == Gap::AsWritten && written);
    if (wanted && !lines_.empty()) lines_.push_back({});
  }

  const Tokens& tokens_;
  const std::vector<Step>& plan_;
  std::vector<Line> lines_;
};

/// Comments at the ends of neighbouring lines begin in one column.
std::string joined(const std::vector<Line>& lines) {
  std::string text;
  for (std::size_t begin = 0; begin < lines.size();) {
    std::size_t end = begin;
    std::size_t width = 0;
    for (; end < lines.size() && !lines[end].comment.empty(); ++end) {
      width = std::max(width, text::display_width(lines[end].code));
    }
    for (std::size_t i = begin; i < end; ++i) {
      text += lines[i].code;
      text.append(width - text::display_width(lines[i].code) + 2, ' ');
      text += lines[i].comment;
      text += '\n';
    }
    if (end == begin) {
      text += lines[end++].code;
      text += '\n';
    }
    begin = end;
  }
  return text;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

bool touches(const Token& left, const Token& right) {
  if (left.text == "(") return true;
  if (right.kind != TokenKind::Sign) return false;
  return right.text == "," || right.text == ")" || right.text == ":" || right.text == "'s" || right.text == "%";
}

std::string on_one_line(std::string_view literal) {
  std::string line;
  for (std::size_t i = 0; i < literal.size(); ++i) {
    if (literal[i] != '\n') {
      line += literal[i];
      continue;
    }
    while (line.size() > 1 && is_blank(line.back())) line.pop_back();
    while (i + 1 < literal.size() && is_blank(literal[i + 1]) && literal[i + 1] != '\n') ++i;
    line += ' ';
  }
  return line;
}

std::string lines_of(const Tokens& tokens, const std::vector<Step>& plan) { return joined(Writer(tokens, plan).run()); }

}  // namespace frist::format
