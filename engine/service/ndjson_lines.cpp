// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "engine/codec/flat_json.hpp"
#include "engine/service/import_lines.hpp"

namespace frist::service {
namespace {

using text::Error;
using text::ErrorKind;

constexpr std::size_t kMostLineBytes = std::size_t{1} << 20;

// Fields, then the key and the parent where no field has their column.
std::vector<std::string> member_names(const model::Record& record) {
  std::vector<std::string> names, columns;
  const auto add = [&](const std::string& name, const std::string& column) {
    if (column.empty() || std::find(columns.begin(), columns.end(), column) != columns.end()) return;
    names.push_back(name);
    columns.push_back(column);
  };
  for (const model::Field& field : record.fields) add(field.name, field.column);
  for (const model::Field& field : record.fields) add(field.currency_column, field.currency_column);
  add(record.key, record.key);
  add(record.parent_column, record.parent_column);
  return names;
}

class NdjsonLines : public ImportLines {
 public:
  NdjsonLines(std::istream& input, const model::Record& record) : input_(input), names_(member_names(record)) {
    members_ = names_;
    members_.emplace_back(kReasonColumn);
  }

  const std::vector<std::string>& names() const override { return names_; }

  text::Result<bool> next(ImportLine& line) override {
    for (;;) {
      if (!read_line(line)) {
        if (input_.bad()) return Error{ErrorKind::Io, "the file cannot be read to its end"};
        return false;
      }
      const auto begin = line.raw.find_first_not_of(" \t\r");
      if (begin == std::string::npos) continue;
      if (auto kind = check_kind(std::string_view(line.raw).substr(begin)); !kind) return kind.error();
      if (!take(line)) continue;
      return true;
    }
  }

  std::string rejected(const ImportLine& line, const std::string& reason) const override {
    return line.raw + '\n' + codec::flat_json_line(kReasonColumn, reason) + '\n';
  }

 private:
  // Up to the line break; what is beyond the limit is passed over and not kept.
  bool read_line(ImportLine& line) {
    line = {++number_, {}, {}, {}};
    bool any = false;
    for (bool more = true; more;) {
      input_.getline(part_.data(), part_.size());
      if (input_.gcount() == 0) break;
      any = true;
      const auto size = static_cast<std::size_t>(input_.gcount()) - (input_.good() ? 1 : 0);  // without the line break
      const std::size_t room = kMostLineBytes - line.raw.size();
      line.raw.append(part_.data(), std::min(size, room));
      if (size > room) line.problem = fmt::format("the line has more than {} bytes", kMostLineBytes);
      more = input_.fail() && !input_.bad() && !input_.eof();  // no line break so far
      if (more) input_.clear();
    }
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (number_ == 1 && line.raw.starts_with(kMark)) line.raw.erase(0, kMark.size());
    return any;
  }

  // Other kinds of JSON file would be rejected line by line, and nobody would see why.
  text::Status check_kind(std::string_view first) {
    if (seen_any_) return {};
    seen_any_ = true;
    first = first.substr(0, first.find_last_not_of(" \t\r") + 1);
    if (first.starts_with('['))
      return Error{ErrorKind::Data,
                   "this is one JSON array; NDJSON has one object on each line (`jq -c '.[]'` makes it)"};
    if (first == "{")
      return Error{ErrorKind::Data,
                   "a JSON object goes over several lines; NDJSON has one on each line (`jq -c` makes it)"};
    return {};
  }

  // False: the line only tells why the one before it was rejected.
  bool take(ImportLine& line) const {
    if (!line.problem.empty()) return true;
    auto members = codec::flat_json(line.raw, members_);
    if (!members) {
      line.problem = members.error().message;
      return true;
    }
    line.values = std::move(members).value();
    const bool reason = line.values.back().has_value();
    line.values.pop_back();
    const auto there = [](const std::optional<std::string>& value) { return value.has_value(); };
    return !reason || std::any_of(line.values.begin(), line.values.end(), there);
  }

  std::istream& input_;
  std::vector<std::string> names_, members_;  // without and with the reason
  std::array<char, 4096> part_{};
  std::uint64_t number_ = 0;
  bool seen_any_ = false;
};

}  // namespace

std::unique_ptr<ImportLines> ndjson_lines(std::istream& input, const model::Record& record) {
  return std::make_unique<NdjsonLines>(input, record);
}

}  // namespace frist::service
