// SPDX-License-Identifier: Apache-2.0
#include "engine/service/import_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "engine/run/head.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/import_lines.hpp"
#include "engine/service/reject_file.hpp"
#include "engine/store/copy_mark.hpp"
#include "engine/store/import_rows.hpp"

namespace frist::service {
namespace {

using text::Error;
using text::ErrorKind;

std::string reject_path(const ImportRequest& request) {
  return request.reject_file.empty() ? request.file + ".rejected" : request.reject_file;
}

// Writing rejected lines must not destroy what is read.
text::Status check_files(const ImportRequest& request) {
  const std::string rejects = reject_path(request);
  for (const std::string& other : {request.file, request.database}) {
    std::error_code failed;
    if (std::filesystem::equivalent(rejects, other, failed))
      return Error{ErrorKind::Usage, fmt::format("rejected lines would overwrite `{}`; name another file", other)};
  }
  return {};
}

text::Result<std::vector<std::string>> problems_of(const ImportLine& line, store::RowImporter& importer) {
  if (!line.problem.empty()) return std::vector{line.problem};
  const auto wrong = importer.insert(line.values);
  if (!wrong) return wrong.error().with_context(fmt::format("line {}", line.number));
  std::vector<std::string> problems;
  for (const store::ImportProblem& p : wrong.value())
    problems.push_back(p.name.empty() ? p.message : fmt::format("{}: {}", p.name, p.message));
  return problems;
}

text::Status load_lines(ImportLines& lines, store::RowImporter& importer, RejectFile& rejects,
                        const ImportRequest& request, ImportReport& report) {
  ImportLine line;
  for (;;) {
    const auto more = lines.next(line);
    if (!more) return more.error().with_context(request.file);
    if (!more.value()) return rejects.close();
    auto problems = problems_of(line, importer);
    if (!problems) return problems.error();
    if (problems.value().empty()) {
      ++report.loaded;
    } else {
      const auto reason = fmt::format("line {}: {}", line.number, fmt::join(problems.value(), "; "));
      if (auto kept = rejects.add(lines.rejected_header(), lines.rejected(line, reason)); !kept) return kept;
      if (report.rejected++ < kRejectedShown) report.first.push_back({line.number, std::move(problems).value()});
    }
    if (request.progress) request.progress(report.loaded + report.rejected);
  }
}

text::Result<std::unique_ptr<ImportLines>> open_lines(const ImportRequest& request, const model::Record& record,
                                                      std::istream& input) {
  if (request.ndjson) return ndjson_lines(input, record);
  return csv_lines(input, store::import_names(record)).with_context(request.file);
}

}  // namespace

text::Result<ImportReport> import_file(const LoadedPolicy& policy, const ImportRequest& request) {
  const auto record = policy.rules->find_record(request.record);
  if (!record) return Error{ErrorKind::Usage, fmt::format("the policy has no record `{}`", request.record)};
  std::ifstream input(request.file, std::ios::binary);
  if (!input) return Error{ErrorKind::Usage, fmt::format("cannot read `{}`", request.file)};
  if (auto good = check_files(request); !good) return good.error();
  auto lines = open_lines(request, policy.rules->records[*record], input);
  if (!lines) return lines.error();
  auto connection = store::Connection::open(request.database);
  if (!connection) return connection.error();
  if (auto good = store::require_no_copy(connection.value()); !good) return good.error();
  if (auto newest = run::follow_log(connection.value(), now()); !newest) return newest.error();
  auto transaction = store::Transaction::begin_write(connection.value());
  if (!transaction) return transaction.error();
  auto sealer =
      store::IdentitySealer::open(connection.value(), store::key_path(connection.value(), request.keys), now());
  if (!sealer) return sealer.error();
  auto importer =
      store::RowImporter::open(connection.value(), *policy.rules, *record, lines.value()->names(), &sealer.value());
  if (!importer) return importer.error().with_context(request.file);
  RejectFile rejects(reject_path(request));
  if (auto opened = rejects.open(); !opened) return opened.error();
  ImportReport report;
  if (auto loaded = load_lines(*lines.value(), importer.value(), rejects, request, report); !loaded)
    return loaded.error();
  if (auto sealed = sealer.value().finish(); !sealed) return sealed.error();
  if (auto done = transaction.value().commit(); !done) return done.error();
  rejects.keep();
  if (report.rejected > 0) report.reject_file = rejects.path();
  if (!request.ndjson) report.unnamed = importer.value().required_and_unnamed();
  return report;
}

}  // namespace frist::service
