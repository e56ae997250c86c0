// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/source_file.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "dsl/text/check.hpp"

namespace frist::text {
namespace {

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

std::uint32_t count_columns(std::string_view text) {
  return static_cast<std::uint32_t>(
      std::count_if(text.begin(), text.end(), [](char b) { return !is_continuation(b); }));
}

}  // namespace

SourceFile::SourceFile(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
  FRIST_CHECK(text_.size() < std::numeric_limits<std::uint32_t>::max());
  line_starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

std::uint32_t SourceFile::line_of(std::uint32_t offset) const {
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), std::min(offset, size()));
  return static_cast<std::uint32_t>(next - line_starts_.begin());
}

Position SourceFile::position(std::uint32_t offset) const {
  offset = std::min(offset, size());
  const std::uint32_t line_no = line_of(offset);
  const std::uint32_t start = line_start(line_no);
  while (offset > start && offset < size() && is_continuation(text_[offset])) --offset;
  return Position{line_no, 1 + count_columns(std::string_view(text_).substr(start, offset - start))};
}

std::uint32_t SourceFile::offset(Position place) const {
  const std::string_view text = line(place.line);
  std::size_t at = 0;
  for (std::uint32_t column = 1; column < place.column && at < text.size(); ++column) {
    ++at;
    while (at < text.size() && is_continuation(text[at])) ++at;
  }
  return line_start(place.line) + static_cast<std::uint32_t>(at);
}

std::string_view SourceFile::line(std::uint32_t line_no) const {
  if (line_no == 0 || line_no > line_count()) return {};
  const std::uint32_t start = line_starts_[line_no - 1];
  std::uint32_t end = size();
  if (line_no < line_count()) {
    end = line_starts_[line_no] - 1;
    if (end > start && text_[end - 1] == '\r') --end;
  }
  return std::string_view(text_).substr(start, end - start);
}

std::uint32_t SourceFile::line_start(std::uint32_t line_no) const {
  if (line_no == 0) return 0;
  return line_no > line_count() ? size() : line_starts_[line_no - 1];
}

std::uint32_t Sources::add(std::string path, std::string text) {
  files_.emplace_back(std::move(path), std::move(text));
  return static_cast<std::uint32_t>(files_.size() - 1);
}

const SourceFile& Sources::file(std::uint32_t file) const {
  FRIST_CHECK(file < files_.size());
  return files_[file];
}

std::string_view Sources::text(Span span) const {
  const SourceFile& source = file(span.file);
  FRIST_CHECK(span.begin <= span.end && span.end <= source.size());
  return source.text().substr(span.begin, span.end - span.begin);
}

}  // namespace frist::text
