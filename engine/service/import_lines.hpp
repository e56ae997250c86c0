// SPDX-License-Identifier: Apache-2.0
// The lines of a file to import, CSV or NDJSON, as values in the order of named columns; and rejected lines with their
// reasons in the same form, so that they can be mended and imported again. Borrows the stream. One thread.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dsl/text/result.hpp"
#include "rules/model/record.hpp"

namespace frist::service {

// A column of a CSV file, or a member of a JSON object, that an import passes over: why a line was rejected.
inline constexpr std::string_view kReasonColumn = "frist_reason";

struct ImportLine {
  std::uint64_t number = 0;  // in the file, from 1
  std::string raw;           // as it stands there
  std::string problem;       // why it cannot be read; empty: it can
  std::vector<std::optional<std::string>> values;
};

class ImportLines {
 public:
  virtual ~ImportLines() = default;
  // What the values of a line are called.
  virtual const std::vector<std::string>& names() const = 0;
  // False: there is none left. Errors: the file cannot be read on (Io), it is of another kind altogether (Data).
  virtual text::Result<bool> next(ImportLine& line) = 0;
  // What a file of rejected lines begins with, and one of its lines; each ends with a line break.
  virtual std::string rejected_header() const { return {}; }
  virtual std::string rejected(const ImportLine& line, const std::string& reason) const = 0;
};

// Values between commas; between semicolons or tabs where only so a name of the first line is one of `known`. Error
// (Data): the first line names no columns.
text::Result<std::unique_ptr<ImportLines>> csv_lines(std::istream& input, const std::vector<std::string>& known);

// One JSON object a line, whose members may be any fields of the record, with its key and parent.
std::unique_ptr<ImportLines> ndjson_lines(std::istream& input, const model::Record& record);

}  // namespace frist::service
