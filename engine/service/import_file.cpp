// SPDX-License-Identifier: Apache-2.0
#include "engine/service/import_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <memory>
#include <optional>

#include "engine/codec/csv.hpp"
#include "engine/codec/flat_json.hpp"
#include "engine/store/import_rows.hpp"

namespace frist::service {
namespace {

using text::Error;
using text::ErrorKind;
using Values = std::vector<std::optional<std::string>>;

// One line of either kind of file.
struct Line {
  std::uint64_t number = 0;
  std::string raw, problem;
  Values values;
};

// The lines of a file as values in the order of names().
class Lines {
 public:
  virtual ~Lines() = default;
  virtual const std::vector<std::string>& names() const = 0;
  virtual text::Result<bool> next(Line& line) = 0;
  virtual std::string header() const { return {}; }
};

class CsvLines : public Lines {
 public:
  static text::Result<std::unique_ptr<Lines>> open(std::istream& input) {
    auto lines = std::unique_ptr<CsvLines>(new CsvLines(input));
    const auto header = lines->reader_.next(lines->row_);
    if (!header) return header.error();
    if (!header.value() || !lines->row_.problem.empty())
      return Error{ErrorKind::Data, "the first line must name the columns"};
    lines->header_ = lines->row_.raw;
    for (const codec::CsvField& field : lines->row_.fields) lines->names_.push_back(field.text);
    return std::unique_ptr<Lines>(std::move(lines));
  }
  const std::vector<std::string>& names() const override { return names_; }
  std::string header() const override { return header_ + "\n"; }
  text::Result<bool> next(Line& line) override {
    const auto more = reader_.next(row_);
    if (!more || !more.value()) return more;
    line = {row_.line, row_.raw, row_.problem, {}};
    if (line.problem.empty() && row_.fields.size() != names_.size())
      line.problem = fmt::format("has {} values where the header names {}", row_.fields.size(), names_.size());
    for (const codec::CsvField& field : row_.fields)
      line.values.push_back(field.text.empty() && !field.quoted ? std::nullopt : std::optional(field.text));
    return true;
  }

 private:
  explicit CsvLines(std::istream& input) : reader_(input) {}
  codec::CsvReader reader_;
  codec::CsvRow row_;
  std::vector<std::string> names_;
  std::string header_;
};

// Each line one JSON object; its members may be any fields of the record, with their key and parent.
class JsonLines : public Lines {
 public:
  JsonLines(std::istream& input, const model::Record& record) : input_(input) {
    if (!record.key.empty()) names_.push_back(record.key);
    if (record.is_child()) names_.push_back(record.parent_column);
    for (const model::Field& field : record.fields)
      if (std::find(names_.begin(), names_.end(), field.name) == names_.end()) names_.push_back(field.name);
  }
  const std::vector<std::string>& names() const override { return names_; }
  text::Result<bool> next(Line& line) override {
    do {
      if (!std::getline(input_, line.raw)) {
        if (input_.bad()) return Error{ErrorKind::Io, "the file could not be read to its end"};
        return false;
      }
      ++number_;
    } while (line.raw.find_first_not_of(" \t\r") == std::string::npos);
    line.number = number_;
    const auto members = codec::flat_json(line.raw, names_);
    line.problem = members ? "" : members.error().message;
    line.values = members ? members.value() : Values{};
    return true;
  }

 private:
  std::istream& input_;
  std::vector<std::string> names_;
  std::uint64_t number_ = 0;
};

// Lines that did not fit, in a file of the same form, so that it can be mended and imported.
class Rejects {
 public:
  Rejects(std::string path, std::string header) : path_(std::move(path)), header_(std::move(header)) {}
  void add(const Line& line, std::vector<std::string> problems, ImportReport& report) {
    if (report.rejected++ == 0) {
      out_.open(path_, std::ios::binary);
      out_ << header_;
      report.reject_file = path_;
    }
    out_ << line.raw << '\n';
    if (report.first.size() < kRejectedShown) report.first.push_back({line.number, std::move(problems)});
  }
  text::Status close() {
    if (!out_.is_open()) return {};
    out_.close();
    if (out_) return {};
    return Error{ErrorKind::Io, fmt::format("cannot write the rejected lines to `{}`", path_)};
  }

 private:
  std::string path_, header_;
  std::ofstream out_;
};

text::Status load_lines(Lines& lines, store::RowImporter& importer, Rejects& rejects, const ImportRequest& request,
                        ImportReport& report) {
  Line line;
  for (;;) {
    const auto more = lines.next(line);
    if (!more) return more.error();
    if (!more.value()) return rejects.close();
    std::vector<std::string> problems;
    if (!line.problem.empty())
      problems.push_back(line.problem);
    else {
      const auto wrong = importer.insert(line.values);
      if (!wrong) return wrong.error().with_context(fmt::format("line {}", line.number));
      for (const store::ImportProblem& p : wrong.value())
        problems.push_back(p.name.empty() ? p.message : fmt::format("{}: {}", p.name, p.message));
    }
    if (problems.empty())
      ++report.loaded;
    else
      rejects.add(line, std::move(problems), report);
    if (request.progress) request.progress(report.loaded + report.rejected);
  }
}

}  // namespace

text::Result<ImportReport> import_file(const LoadedPolicy& policy, const ImportRequest& request) {
  const auto record = policy.rules->find_record(request.record);
  if (!record) return Error{ErrorKind::Usage, fmt::format("the policy has no record `{}`", request.record)};
  std::ifstream input(request.file, std::ios::binary);
  if (!input) return Error{ErrorKind::Usage, fmt::format("cannot read `{}`", request.file)};
  auto lines =
      request.ndjson
          ? text::Result<std::unique_ptr<Lines>>(std::make_unique<JsonLines>(input, policy.rules->records[*record]))
          : CsvLines::open(input);
  if (!lines) return lines.error().with_context(request.file);
  auto connection = store::Connection::open(request.database);
  if (!connection) return connection.error();
  auto transaction = store::Transaction::begin_write(connection.value());
  if (!transaction) return transaction.error();
  auto importer = store::RowImporter::open(connection.value(), *policy.rules, *record, lines.value()->names());
  if (!importer) return importer.error();
  ImportReport report;
  Rejects rejects(request.reject_file.empty() ? request.file + ".rejected" : request.reject_file,
                  lines.value()->header());
  if (auto loaded = load_lines(*lines.value(), importer.value(), rejects, request, report); !loaded)
    return loaded.error();
  if (auto done = transaction.value().commit(); !done) return done.error();
  return report;
}

}  // namespace frist::service
