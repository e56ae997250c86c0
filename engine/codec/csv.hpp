// SPDX-License-Identifier: Apache-2.0
// Comma-separated values as RFC 4180 has them, row by row from a stream, so that a file of any size takes little
// memory. A row that is not well-formed is told with its line and its text, and reading goes on with the next. Owns a
// buffer, borrows the stream. One thread.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "dsl/text/result.hpp"

namespace frist::codec {

struct CsvField {
  std::string text;
  bool quoted = false;  // "" is an empty text, nothing at all is a value that is not there
  bool operator==(const CsvField&) const = default;
};

struct CsvRow {
  std::vector<CsvField> fields;
  std::uint64_t line = 0;  // where it begins, from 1; line breaks inside quotes count
  std::string raw;         // as it stands in the file, without its line break
  std::string problem;     // what is wrong with it; empty: it is well-formed. The fields then mean nothing
};

class CsvReader {
 public:
  /// A byte order mark at the start is skipped.
  explicit CsvReader(std::istream& input, char separator = ',') : input_(input), separator_(separator) {}

  /// The next row; blank lines are skipped. False: there is none left. Lines end with CRLF, LF or CR. Problems: a quote
  /// inside an unquoted value, something behind a closing quote, a quote that is never closed (the row then is that one
  /// line), bad UTF-8, more than kMaxRowBytes (what is beyond is not kept). Error (Io): the stream failed; (Data):
  /// UTF-16.
  text::Result<bool> next(CsvRow& row);

  /// For the rows from here on.
  void use_separator(char separator) { separator_ = separator; }
  char separator() const { return separator_; }

  static constexpr std::size_t kMaxRowBytes = std::size_t{1} << 20;

 private:
  bool fill();
  bool at(std::size_t offset);
  bool at_line_end(std::size_t offset);
  std::size_t line_break(std::size_t offset);
  std::size_t physical_line_end(std::size_t offset);
  void pass_over();
  void read_row(CsvRow& row);
  std::size_t read_quoted(std::size_t offset, CsvRow& row);
  std::size_t read_plain(std::size_t offset, CsvRow& row);
  void finish(std::size_t end, CsvRow& row);
  text::Status skip_mark();

  std::istream& input_;
  char separator_;
  std::string buffer_;
  std::size_t position_ = 0;  // of the next row in the buffer
  std::uint64_t line_ = 1;
  bool passing_over_ = false;  // the rest of a line that was too long
  bool started_ = false;
  bool ended_ = false;
};

}  // namespace frist::codec
