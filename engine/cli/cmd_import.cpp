// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "engine/cli/command_list.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/cli/progress.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/import_file.hpp"
#include "engine/service/open_database.hpp"
#include "engine/store/schema_sql.hpp"

namespace frist::cli {
namespace {

std::string words_of(const service::ImportReport& report) {
  std::string out = fmt::format("{} loaded, {} rejected\n", report.loaded, report.rejected);
  for (const service::RejectedLine& line : report.first)
    out += fmt::format("  line {}: {}\n", line.line, fmt::join(line.problems, "; "));
  if (report.rejected > report.first.size())
    out += fmt::format("  and {} more\n", report.rejected - report.first.size());
  return report.reject_file.empty() ? out : out + fmt::format("rejected lines are in {}\n", report.reject_file);
}

std::string json_of(const service::ImportReport& report) {
  std::vector<codec::ReportRow> lines;
  for (const service::RejectedLine& line : report.first)
    lines.push_back({{"line", static_cast<std::int64_t>(line.line)},
                     {"problems", fmt::format("{}", fmt::join(line.problems, "; "))}});
  std::vector<codec::ReportRow> unnamed;
  for (const std::string& field : report.unnamed) unnamed.push_back({{"field", field}});
  return codec::text_of({"frist/import/1",
                         {{"loaded", static_cast<std::int64_t>(report.loaded)},
                          {"rejected", static_cast<std::int64_t>(report.rejected)},
                          {"reject_file", report.reject_file}},
                         {{"first_rejected", lines}, {"unnamed", unnamed}}});
}

// The policy of --policy, else the one that the database keeps.
PolicyArgument policy_for(const Arguments& arguments, const Console& console) {
  if (arguments.has("--policy")) return read_policy(arguments.one("--policy"), arguments, console);
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return {nullptr, fail(console, database.error(), arguments)};
  return {database.value().policy, ExitCode::Done};
}

ExitCode import_rows(const Arguments& arguments, const Console& console) {
  const auto policy = policy_for(arguments, console);
  if (!policy.policy) return policy.code;
  const std::string& file = arguments.one("FILE");
  service::ImportRequest request{
      arguments.one("--db"), arguments.one("RECORD"), file, arguments.one_or("--rejects", ""), false, {}, {}};
  request.keys = arguments.one_or("--keys", "");
  const bool json = file.ends_with(".ndjson") || file.ends_with(".jsonl") || file.ends_with(".json");
  request.ndjson = arguments.one_or("--format", json ? "ndjson" : "csv") == "ndjson";
  Progress progress(console, "lines", 0, arguments.has("--quiet"));
  request.progress = [&](std::uint64_t lines) { progress.at(lines, 0); };
  const auto report = service::import_file(*policy.policy, request);
  if (!report) return fail(console, report.error(), arguments);
  for (const std::string& field : report.value().unnamed)
    console.message(fmt::format("warning: {}: the first line names no column for `{}`, which every {} should have\n",
                                file, field, request.record));
  console.print(arguments.has("--json") ? json_of(report.value()) : words_of(report.value()));
  return report.value().rejected > 0 ? ExitCode::Findings : ExitCode::Done;
}

ExitCode schema(const Arguments& arguments, const Console& console) {
  const auto policy = read_policy(arguments.one("POLICY"), arguments, console);
  if (!policy.policy) return policy.code;
  store::SchemaOptions options;
  options.text_keys = arguments.has("--text-keys");
  options.plain_identity = arguments.has("--plain-identity");
  console.print(store::schema_sql(*policy.policy->rules, options));
  return ExitCode::Done;
}

}  // namespace

Command import_command() {
  return {
      "import",
      "Databases",
      "load rows of a CSV or NDJSON file into a record's table",
      "A line that does not fit is told with its number and kept with the reason in a reject file, which can be mended "
      "and imported (docs/formats.md); the others load. Exit status 1 where lines were rejected.",
      {{"RECORD", "the kind of record, such as claim"},
       {"FILE", "CSV with a header line (commas, semicolons or tabs), or one JSON object a line"}},
      {database_option(),
       policy_option(),
       {"--format", "FORMAT", "csv or ndjson; without it by the file's name", {"csv", "ndjson"}},
       {"--rejects", "FILE", "where rejected lines go; without it FILE.rejected"},
       keys_option(),
       json_option(),
       quiet_option()},
      {{"frist import claim claims.csv --db bureau.db --policy policies/schufa", "load claims"}},
      import_rows};
}

Command schema_command() {
  return {
      "schema",
      "Databases",
      "print the tables that a policy's records need, for someone who has none",
      "Columns of identity fields by which no row is found hold sealed values only (docs/identity.md): `frist import` "
      "seals them, `frist identity` opens them.",
      {{"POLICY", "the policy file, or a folder with one"}},
      {{"--text-keys", "", "keys are texts instead of whole numbers"},
       {"--plain-identity", "", "identity fields stay readable, for programs that write them themselves"}},
      {{"frist schema policies/schufa | sqlite3 bureau.db", "make an empty database"}},
      schema};
}

}  // namespace frist::cli
