// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/csv.hpp"

#include <fmt/core.h>

#include "dsl/text/utf8.hpp"

namespace frist::codec {

using text::Error;
using text::ErrorKind;

// Reads more into the buffer; false at the end of the stream.
bool CsvReader::fill() {
  if (ended_) return false;
  constexpr std::size_t kChunk = std::size_t{1} << 16;
  if (position_ > kChunk) {
    buffer_.erase(0, position_);
    position_ = 0;
  }
  const std::size_t before = buffer_.size();
  buffer_.resize(before + kChunk);
  input_.read(buffer_.data() + before, static_cast<std::streamsize>(kChunk));
  buffer_.resize(before + static_cast<std::size_t>(input_.gcount()));
  ended_ = buffer_.size() == before || !input_;
  return buffer_.size() > before;
}

// Whether there is a byte `offset` bytes behind the row's start. Offsets, not positions: fill() moves the buffer.
bool CsvReader::at(std::size_t offset) {
  while (position_ + offset >= buffer_.size())
    if (!fill()) return false;
  return true;
}

bool CsvReader::at_line_end(std::size_t offset) {
  if (!at(offset)) return true;
  const char c = buffer_[position_ + offset];
  return c == '\n' || c == '\r';
}

// How many bytes the line break there has; 0 at the end of the stream.
std::size_t CsvReader::line_break(std::size_t offset) {
  if (!at(offset)) return 0;
  const bool both = buffer_[position_ + offset] == '\r' && at(offset + 1) && buffer_[position_ + offset + 1] == '\n';
  return both ? 2 : 1;
}

// Where the line ends, or where it has become too long to be kept: then the rest of it is passed over.
std::size_t CsvReader::physical_line_end(std::size_t offset) {
  while (!at_line_end(offset) && offset <= kMaxRowBytes) ++offset;
  passing_over_ = !at_line_end(offset);
  return offset;
}

void CsvReader::pass_over() {
  for (; passing_over_ && !at_line_end(0); ++position_) continue;
  if (passing_over_) position_ += line_break(0);
  passing_over_ = false;
}

text::Status CsvReader::skip_mark() {
  started_ = true;
  at(2);
  const std::string_view begin(buffer_);
  if (begin.substr(0, 3) == "\xEF\xBB\xBF") position_ = 3;
  if (begin.substr(0, 2) == "\xFF\xFE" || begin.substr(0, 2) == "\xFE\xFF")
    return Error{ErrorKind::Data, "the file is UTF-16; save it as UTF-8"};
  return {};
}

text::Result<bool> CsvReader::next(CsvRow& row) {
  if (!started_)
    if (auto good = skip_mark(); !good) return good.error();
  pass_over();
  while (at(0) && at_line_end(0)) {
    position_ += line_break(0);
    ++line_;
  }
  if (input_.bad()) return Error{ErrorKind::Io, "the file cannot be read to its end"};
  if (!at(0)) return false;
  row.fields.clear();
  row.problem.clear();
  row.line = line_;
  read_row(row);
  if (input_.bad()) return Error{ErrorKind::Io, "the file cannot be read to its end"};
  return true;
}

void CsvReader::read_row(CsvRow& row) {
  std::size_t offset = 0;
  for (;;) {
    row.fields.emplace_back();
    const bool quoted = at(offset) && buffer_[position_ + offset] == '"';
    offset = quoted ? read_quoted(offset + 1, row) : read_plain(offset, row);
    if (!row.problem.empty()) return finish(offset, row);
    if (at_line_end(offset)) return finish(offset, row);
    ++offset;  // the separator
  }
}

// From behind the opening quote to what follows the closing one. Where a quote is never closed the rest of the file
// would be one row: then only the row's first line is taken for bad, and reading goes on behind it.
std::size_t CsvReader::read_quoted(std::size_t offset, CsvRow& row) {
  auto& field = row.fields.back();
  field.quoted = true;
  bool closed = false;
  for (; at(offset) && offset <= kMaxRowBytes; ++offset) {
    const char c = buffer_[position_ + offset];
    if (c == '"') {
      ++offset;
      closed = !at(offset) || buffer_[position_ + offset] != '"';
      if (closed) break;
    }
    field.text += c;
  }
  if (!closed) {
    row.problem = "a quote is opened and never closed";
    return physical_line_end(0);
  }
  if (at_line_end(offset) || buffer_[position_ + offset] == separator_) return offset;
  row.problem = "something stands behind a closing quote";
  return physical_line_end(offset);
}

std::size_t CsvReader::read_plain(std::size_t offset, CsvRow& row) {
  for (; !at_line_end(offset) && buffer_[position_ + offset] != separator_; ++offset) {
    if (buffer_[position_ + offset] == '"') row.problem = "a quote stands inside a value that does not begin with one";
    if (offset > kMaxRowBytes) row.problem = fmt::format("the row has more than {} bytes", kMaxRowBytes);
    if (!row.problem.empty()) return physical_line_end(offset);
    row.fields.back().text += buffer_[position_ + offset];
  }
  return offset;
}

void CsvReader::finish(std::size_t end, CsvRow& row) {
  row.raw.assign(buffer_, position_, end);
  if (row.problem.empty())
    if (const auto bad = text::first_invalid(row.raw)) row.problem = fmt::format("bad UTF-8 at byte {}", *bad + 1);
  for (std::size_t i = 0; i < end; ++i)
    line_ += row.raw[i] == '\n' || (row.raw[i] == '\r' && (i + 1 == end || row.raw[i + 1] != '\n'));
  const std::size_t broken = passing_over_ ? 0 : line_break(end);
  line_ += broken > 0 || passing_over_;
  position_ += end + broken;
}

}  // namespace frist::codec
