// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/filler.hpp"

#include "dsl/format/format.hpp"
#include "dsl/format/lines.hpp"
#include "dsl/text/display_width.hpp"

namespace frist::format {
namespace {

std::string written(const Token& token) {
  return token.kind == TokenKind::Text ? on_one_line(token.text) : std::string(token.text);
}

/// Blanks up to the planned column, or one.
std::size_t blanks_before(std::size_t width, const Step& step) {
  const auto column = static_cast<std::size_t>(step.column);
  return column > width ? column - width : 1;
}

/// Texts are broken at single blanks only: a line break in a text stands for exactly one.
std::size_t end_of_part(const std::string& literal, std::size_t begin) {
  for (std::size_t i = begin + 1; i + 1 < literal.size(); ++i) {
    if (literal[i] == ' ' && literal[i - 1] != ' ' && literal[i + 1] != ' ' && literal[i - 1] != '\t' &&
        literal[i + 1] != '\t' && literal[i - 1] != '\r' && literal[i + 1] != '\r') {
      return i;
    }
  }
  return literal.size();
}

}  // namespace

void Filler::run() {
  long_ = !fits_one_line();
  lines_before_ = lines_.size();
  for (std::size_t i = begin_; i < end_; ++i) token(i);
  end_line({});
}

bool Filler::fits_one_line() const {
  std::size_t width = static_cast<std::size_t>(plan_[begin_].indent);
  for (std::size_t i = begin_; i < end_ && width <= kLineWidth; ++i) {
    const Token& token = tokens_.tokens[i];
    if (i > begin_ && !token.comments.empty()) return false;
    if (i + 1 < end_ && !token.line_comment.empty()) return false;
    if (i > begin_ && !touches(tokens_.tokens[i - 1], token)) width += blanks_before(width, plan_[i]);
    width += text::display_width(written(token));
  }
  return width <= kLineWidth;
}

void Filler::put(std::string_view code) {
  code_ += code;
  width_ += text::display_width(code);
}

void Filler::put_blanks(std::size_t count) {
  code_.append(count, ' ');
  width_ += count;
}

std::size_t Filler::broken_indent(std::size_t i) const {
  return plan_[i].broken_indent >= 0 ? static_cast<std::size_t>(plan_[i].broken_indent) : continuation_;
}

void Filler::token(std::size_t i) {
  const Token& token = tokens_.tokens[i];
  if (i == begin_) {
    put_blanks(static_cast<std::size_t>(plan_[i].indent));
  } else if (code_.empty() || !token.comments.empty() || (long_ && plan_[i].before == Break::IfLong)) {
    start_broken_line(i);
  } else {
    separate(i);
  }
  if (plan_[i].continuation >= 0) continuation_ = static_cast<std::size_t>(plan_[i].continuation);
  append(token);
  if (!token.line_comment.empty()) end_line(token.line_comment);
}

void Filler::start_broken_line(std::size_t i) {
  end_line({});
  const std::string indent(broken_indent(i), ' ');
  for (const Comment& comment : tokens_.tokens[i].comments) {
    lines_.push_back({indent + std::string(comment.text), {}});
  }
  put(indent);
}

void Filler::separate(std::size_t i) {
  if (touches(tokens_.tokens[i - 1], tokens_.tokens[i])) return;
  if (plan_[i].before != Break::Never) {
    places_.push_back({code_.size(), width_, static_cast<int>(plan_[i].before), broken_indent(i)});
  }
  put_blanks(lines_.size() == lines_before_ ? blanks_before(width_, plan_[i]) : 1);
}

void Filler::append(const Token& token) {
  const std::string literal = written(token);
  if (token.kind != TokenKind::Text) {
    put(literal);
    break_long_line();
    return;
  }
  for (std::size_t begin = 0; begin < literal.size();) {
    const std::size_t end = end_of_part(literal, begin);
    if (begin > 0) {
      places_.push_back({code_.size(), width_, 0, continuation_});
      put_blanks(1);
    }
    put(std::string_view(literal).substr(begin, end - begin));
    break_long_line();
    begin = end + 1;
  }
}

void Filler::break_long_line() {
  while (width_ > kLineWidth) {
    const auto place = best_place();
    if (!place) return;
    const std::size_t removed = code_.find_first_not_of(' ', place->byte);
    const std::size_t removed_width = place->width + (removed - place->byte);
    std::string rest = std::string(place->indent, ' ') + code_.substr(removed);
    code_.resize(place->byte);
    lines_.push_back({std::move(code_), {}});
    std::vector<Place> kept;
    for (const Place& other : places_) {
      if (other.byte <= removed) continue;
      kept.push_back({other.byte - removed + place->indent, other.width - removed_width + place->indent, other.gladness,
                      other.indent});
    }
    places_ = std::move(kept);
    code_ = std::move(rest);
    width_ = width_ - removed_width + place->indent;
  }
}

/// The gladdest place; of those the last one that leaves the line short enough. Only places that gain something.
std::optional<Filler::Place> Filler::best_place() const {
  std::optional<Place> best;
  for (const Place& place : places_) {
    if (place.byte <= place.indent) continue;
    const bool fits = place.width <= kLineWidth;
    if (!best || (fits && place.gladness >= best->gladness)) best = place;
  }
  return best;
}

void Filler::end_line(std::string_view comment) {
  if (!code_.empty()) lines_.push_back({std::move(code_), comment});
  code_.clear();
  width_ = 0;
  places_.clear();
}

}  // namespace frist::format
