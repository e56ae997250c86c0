// SPDX-License-Identifier: Apache-2.0
// The texts of one run. `Sources` owns every file; what it hands out (string_views, SourceFile&) stays valid and
// unmoved as long as it lives. Reading from several threads is fine while nobody adds. Nothing here needs the text to
// be good UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/text/span.hpp"

namespace frist::text {

/// A place as people count: lines from 1; columns from 1, in code points.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend constexpr bool operator==(const Position&, const Position&) = default;
};

/// One named text. A line ends at "\n"; a "\r" before it does not belong to the line. A text that ends with "\n" has an
/// empty last line, so that the end of the text is a place too.
class SourceFile {
 public:
  using Position = text::Position;

  /// Requires: less than 4 GiB of text (bound it when reading).
  SourceFile(std::string path, std::string text);
  /// Not movable: views into it must stay good.
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  std::string_view path() const { return path_; }
  std::string_view text() const { return text_; }
  /// The length in bytes, which is also the offset of the end.
  std::uint32_t size() const { return static_cast<std::uint32_t>(text_.size()); }

  /// Where the byte `offset` is; offsets past the end count as the end. Costs the length of the line before it. Bytes
  /// inside a code point belong to it, and ill-formed continuation bytes do not count as columns.
  Position position(std::uint32_t offset) const;
  /// The byte at which a place begins: the inverse of `position`. Past the last line: the end of the text; a column
  /// past the end of the line: the end of the line.
  std::uint32_t offset(Position place) const;

  /// The line of a byte, without the cost of its column.
  std::uint32_t line_of(std::uint32_t offset) const;

  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
  /// A line without its line break; `line_no` from 1, empty where there is no such line.
  std::string_view line(std::uint32_t line_no) const;
  /// The byte at which a line begins; the end of the text where there is no such line.
  std::uint32_t line_start(std::uint32_t line_no) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

/// All files of a run, numbered in the order in which they were added.
class Sources {
 public:
  /// The number of the new file, as spans name it.
  std::uint32_t add(std::string path, std::string text);
  /// Requires: `file` was returned by add().
  const SourceFile& file(std::uint32_t file) const;
  /// The text of a span. Requires: the span lies inside its file.
  std::string_view text(Span span) const;
  std::size_t size() const { return files_.size(); }

 private:
  std::deque<SourceFile> files_;
};

}  // namespace frist::text
