// SPDX-License-Identifier: Apache-2.0
// One line of a source as a terminal shows it: tabs expanded, characters without a picture replaced, long lines cut
// around the place that matters, and the column of every byte. Plain values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frist::text {

/// The text with control, direction and invisible characters made visible, ill-formed bytes as U+FFFD, tabs as a space.
/// Nothing in the result moves the cursor.
std::string visible(std::string_view text);

class Excerpt {
 public:
  /// Shows `line` in at most `width` columns (never fewer than 20). Where it is longer, what is left out is three dots,
  /// and the bytes [focus_begin, focus_end) stay in view as far as they fit.
  Excerpt(std::string_view line, std::size_t focus_begin, std::size_t focus_end, std::size_t width);

  const std::string& shown() const { return shown_; }
  /// Where a mark under the bytes [begin, end) goes: its first column (from 0) and its width, at least 1.
  struct Mark {
    std::size_t column;
    std::size_t width;
  };
  Mark mark(std::size_t begin, std::size_t end) const;

 private:
  struct Cell {
    std::size_t offset;
    std::size_t column;
    std::size_t width;
    std::string picture;
  };

  void lay_out(std::string_view line, std::size_t from, std::size_t to);
  void cut(std::size_t focus_begin, std::size_t focus_end, std::size_t width);
  std::size_t column_at(std::size_t offset) const;
  std::size_t column_after(std::size_t offset) const;

  std::vector<Cell> cells_;
  std::size_t columns_ = 0;
  /// The byte after the last one that was laid out.
  std::size_t end_ = 0;
  /// The columns in view are [first_, last_), `shift_` is where the first of them is drawn.
  std::size_t first_ = 0;
  std::size_t last_ = 0;
  std::size_t shift_ = 0;
  bool more_before_ = false;
  bool more_after_ = false;
  std::string shown_;
};

}  // namespace frist::text
