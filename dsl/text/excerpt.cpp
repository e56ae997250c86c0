// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/excerpt.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "dsl/text/utf8.hpp"

namespace frist::text {
namespace {

constexpr std::size_t kTabStop = 4;
constexpr std::size_t kLeastWidth = 20;
constexpr std::string_view kDots = "...";

// C0 characters and DEL have control pictures of their own; the others are named.
std::string picture_of(const Decoded& next, std::string_view bytes) {
  std::string picture;
  if (!next.valid) {
    append_utf8(picture, 0xFFFD);
  } else if (next.code < 0x20) {
    append_utf8(picture, 0x2400 + next.code);
  } else if (next.code == 0x7F) {
    append_utf8(picture, 0x2421);
  } else if (is_control(next.code) || is_bidi_control(next.code) || is_invisible(next.code)) {
    picture = fmt::format("<{}>", code_point_name(next.code));
  } else {
    picture = bytes;
  }
  return picture;
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

std::string visible(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text, at);
    result += next.code == '\t' ? " " : picture_of(next, text.substr(at, next.length));
    at += next.length;
  }
  return result;
}

Excerpt::Excerpt(std::string_view line, std::size_t focus_begin, std::size_t focus_end, std::size_t width) {
  width = std::max(width, kLeastWidth);
  focus_begin = std::min(focus_begin, line.size());
  // A line may be megabytes long: only what could come into view is laid out (8 bytes are plenty for a column).
  std::size_t from = focus_begin - std::min(focus_begin, width * 8);
  while (from > 0 && is_continuation(line[from])) --from;
  const std::size_t to = std::min(line.size(), focus_begin + width * 8);
  lay_out(line, from, to);
  more_before_ = from > 0;
  more_after_ = to < line.size();
  cut(focus_begin, focus_end, width);
}

void Excerpt::lay_out(std::string_view line, std::size_t from, std::size_t to) {
  end_ = to;
  for (std::size_t at = from; at < to;) {
    const Decoded next = decode(line, at);
    std::string picture = picture_of(next, line.substr(at, next.length));
    std::size_t width = display_width(picture);
    if (next.code == '\t') {
      width = kTabStop - columns_ % kTabStop;
      picture.assign(width, ' ');
    }
    if (width == 0 && !cells_.empty()) {
      cells_.back().picture += picture;
    } else {
      if (width == 0) picture.insert(0, 1, ' ');
      cells_.push_back(Cell{at, columns_, std::max<std::size_t>(width, 1), std::move(picture)});
      columns_ += cells_.back().width;
    }
    at += next.length;
  }
}

// The focus goes to the middle, unless the window would then reach beyond an end of the line.
void Excerpt::cut(std::size_t focus_begin, std::size_t focus_end, std::size_t width) {
  last_ = columns_;
  if (columns_ > width || more_before_ || more_after_) {
    const std::size_t room = width - 2 * kDots.size();
    const std::size_t begin = column_at(focus_begin);
    const std::size_t focus = std::min(std::max(column_after(focus_end), begin + 1) - begin, room);
    const std::size_t before = (room - focus) / 2;
    first_ = std::min(begin - std::min(begin, before), columns_ - std::min(columns_, room));
    last_ = std::min(columns_, first_ + room);
    more_before_ = more_before_ || first_ > 0;
    more_after_ = more_after_ || last_ < columns_;
  }
  if (more_before_) shown_ += kDots;
  shift_ = shown_.size();
  for (const Cell& cell : cells_) {
    if (cell.column + cell.width <= first_ || cell.column >= last_) continue;
    const bool is_whole = cell.column >= first_ && cell.column + cell.width <= last_;
    const std::size_t in_view = std::min(cell.column + cell.width, last_) - std::max(cell.column, first_);
    shown_ += is_whole ? cell.picture : std::string(in_view, ' ');
  }
  if (more_after_) shown_ += kDots;
}

std::size_t Excerpt::column_at(std::size_t offset) const {
  const auto next = std::upper_bound(cells_.begin(), cells_.end(), offset,
                                     [](std::size_t wanted, const Cell& cell) { return wanted < cell.offset; });
  if (offset >= end_) return columns_;
  return next == cells_.begin() ? 0 : std::prev(next)->column;
}

std::size_t Excerpt::column_after(std::size_t offset) const {
  const auto next = std::lower_bound(cells_.begin(), cells_.end(), offset,
                                     [](const Cell& cell, std::size_t wanted) { return cell.offset < wanted; });
  return next == cells_.end() ? columns_ : next->column;
}

Excerpt::Mark Excerpt::mark(std::size_t begin, std::size_t end) const {
  const std::size_t from = std::clamp(column_at(begin), first_, last_);
  const std::size_t to = std::clamp(std::max(column_after(end), from), first_, last_);
  return Mark{shift_ + from - first_, std::max<std::size_t>(to - from, 1)};
}

}  // namespace frist::text
