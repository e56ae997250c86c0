// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <sstream>

#include "engine/codec/csv.hpp"
#include "engine/service/import_lines.hpp"

namespace frist::service {
namespace {

using codec::CsvField;
using text::Error;
using text::ErrorKind;

std::vector<std::string> texts_of(const codec::CsvRow& row) {
  std::vector<std::string> texts;
  for (const CsvField& field : row.fields) texts.push_back(field.text);
  return texts;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

class CsvLines : public ImportLines {
 public:
  explicit CsvLines(std::istream& input) : reader_(input) {}

  text::Status read_header(const std::vector<std::string>& known) {
    const auto more = reader_.next(row_);
    if (!more) return more.error();
    if (!more.value()) return Error{ErrorKind::Data, "the file is empty; its first line must name the columns"};
    if (!names_any(row_, known)) find_separator(known);
    if (!row_.problem.empty())
      return Error{ErrorKind::Data, fmt::format("the first line must name the columns, but {}", row_.problem)};
    header_ = row_.raw;
    columns_ = names_ = texts_of(row_);
    reason_ = static_cast<std::size_t>(std::find(names_.begin(), names_.end(), kReasonColumn) - names_.begin());
    if (has_reason()) names_.erase(names_.begin() + static_cast<std::ptrdiff_t>(reason_));
    return {};
  }

  const std::vector<std::string>& names() const override { return names_; }

  text::Result<bool> next(ImportLine& line) override {
    const auto more = reader_.next(row_);
    if (!more || !more.value()) return more;
    line = {row_.line, row_.raw, row_.problem, {}};
    if (!line.problem.empty()) return true;
    // Who mends a rejected line may take its reason away.
    const bool without_reason = reason_ + 1 == columns_.size() && row_.fields.size() == names_.size();
    if (row_.fields.size() != columns_.size() && !without_reason)
      line.problem = fmt::format("has {} values where the header names {}", row_.fields.size(), columns_.size());
    for (std::size_t i = 0; i < row_.fields.size(); ++i) {
      const CsvField& field = row_.fields[i];
      if (i != reason_)
        line.values.push_back(field.text.empty() && !field.quoted ? std::nullopt : std::optional(field.text));
    }
    return true;
  }

  std::string rejected_header() const override {
    return has_reason() ? header_ + '\n' : fmt::format("{}{}{}\n", header_, reader_.separator(), kReasonColumn);
  }

  // What cannot be taken apart stays as it is, with its reason behind.
  std::string rejected(const ImportLine& line, const std::string& reason) const override {
    if (!has_reason() || !line.problem.empty() || row_.fields.size() <= reason_)
      return fmt::format("{}{}{}\n", line.raw, reader_.separator(), quoted(reason));
    std::string out;
    for (std::size_t i = 0; i < row_.fields.size(); ++i) {
      if (i > 0) out += reader_.separator();
      out += i == reason_ ? quoted(reason) : written(row_.fields[i]);
    }
    return out + '\n';
  }

 private:
  bool has_reason() const { return reason_ < columns_.size(); }

  std::string written(const CsvField& field) const {
    const bool plain = !field.quoted && field.text.find_first_of("\"\r\n") == std::string::npos &&
                       field.text.find(reader_.separator()) == std::string::npos;
    return plain ? field.text : quoted(field.text);
  }

  static bool names_any(const codec::CsvRow& row, const std::vector<std::string>& known) {
    return row.problem.empty() && std::any_of(row.fields.begin(), row.fields.end(), [&](const CsvField& field) {
             return std::find(known.begin(), known.end(), field.text) != known.end();
           });
  }

  void find_separator(const std::vector<std::string>& known) {
    for (const char separator : {';', '\t'}) {
      std::istringstream line(row_.raw);
      codec::CsvReader other(line, separator);
      codec::CsvRow row;
      const auto read = other.next(row);
      if (!read || !read.value() || !names_any(row, known)) continue;
      row.line = row_.line;
      row_ = row;
      return reader_.use_separator(separator);
    }
  }

  codec::CsvReader reader_;
  codec::CsvRow row_;
  std::string header_;
  std::vector<std::string> columns_, names_;  // with and without the reason
  std::size_t reason_ = 0;                    // its place among columns_; their number: there is none
};

}  // namespace

text::Result<std::unique_ptr<ImportLines>> csv_lines(std::istream& input, const std::vector<std::string>& known) {
  auto lines = std::make_unique<CsvLines>(input);
  if (auto read = lines->read_header(known); !read) return read.error();
  return std::unique_ptr<ImportLines>(std::move(lines));
}

}  // namespace frist::service
