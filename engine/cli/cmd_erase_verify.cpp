// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "engine/cli/command_list.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/traces.hpp"

namespace frist::cli {
namespace {

std::vector<std::string> lines_of(std::istream& in) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

text::Result<std::vector<std::string>> values_of(const Arguments& arguments) {
  std::vector<std::string> values = arguments.all("VALUE");
  if (!arguments.has("--values-from")) return values;
  const std::string& path = arguments.one("--values-from");
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  if (path != "-" && !file)
    return text::Error{text::ErrorKind::Usage, fmt::format("cannot read `{}`: {}", path, std::strerror(errno))};
  for (std::string& line : lines_of(path == "-" ? std::cin : file)) values.push_back(std::move(line));
  return values;
}

std::string traces_json(const service::TraceReport& report) {
  std::vector<codec::ReportRow> traces;
  for (const service::Trace& t : report.traces)
    traces.push_back({{"value", static_cast<std::int64_t>(t.value)},
                      {"encoding", t.encoding},
                      {"file", t.file},
                      {"offset", static_cast<std::int64_t>(t.offset)},
                      {"page", t.page},
                      {"table", t.table}});
  return codec::text_of({"frist/erase-verify/1",
                         {{"found", static_cast<std::int64_t>(report.found)},
                          {"files", static_cast<std::int64_t>(report.files)},
                          {"bytes", static_cast<std::int64_t>(report.bytes)},
                          {"cannot_see", report.unseen}},
                         {{"traces", traces}}});
}

std::string traces_words(const service::TraceReport& report, std::size_t values) {
  std::string out;
  for (const service::Trace& t : report.traces)
    out += fmt::format("value {} is in {} at byte {}{}{} ({})\n", t.value, t.file, t.offset,
                       t.page == 0 ? "" : fmt::format(", page {}", t.page),
                       t.table.empty() ? (t.page == 0 ? "" : ", in no table") : fmt::format(" of {}", t.table),
                       t.encoding);
  if (report.found > report.traces.size()) out += "...\n";
  out += fmt::format("{}{} {} looked for in {} {}, {} KiB: {}\n\nnot looked at:\n", out.empty() ? "" : "\n", values,
                     values == 1 ? "value" : "values", report.files, report.files == 1 ? "file" : "files",
                     (report.bytes + 1023) >> 10,
                     report.found == 0 ? "none is there" : fmt::format("found {} times", report.found));
  for (const std::string& place : report.unseen) out += fmt::format("  {}\n", place);
  return out;
}

ExitCode erase_verify(const Arguments& arguments, const Console& console) {
  const auto values = values_of(arguments);
  if (!values) return fail(console, values.error(), arguments);
  const auto report = service::find_traces(arguments.one("--db"), values.value(), arguments.all("--also"));
  if (!report) return fail(console, report.error(), arguments);
  console.print(arguments.has("--json") ? traces_json(report.value())
                                        : traces_words(report.value(), values.value().size()));
  return report.value().found == 0 ? ExitCode::Done : ExitCode::Findings;
}

}  // namespace

Command erase_verify_command() {
  return {"erase verify",
          "Databases",
          "look for values that should be gone, byte by byte, in every file of a database",
          "Looks into the database, its log, journal and the other files beside it, SQLite's temporary files and what "
          "--also names, past SQLite, as it is written and in UTF-8 and UTF-16. Says where a value is, never the value "
          "itself, and which places it cannot see. Of a value longer than 64 characters its first and last 64 are "
          "looked for. Exit status 1 where any is found. Changes nothing.",
          {{"VALUE", "a value; it then stands in the list of processes and the history of the shell", false, true}},
          {database_option(),
           {"--values-from", "FILE", "values, one a line; `-` for standard input", {}},
           {"--also", "PATH", "a file or folder to look into as well: exports, logs, backups", {}, false, true},
           json_option()},
          {{"echo 'Jane Roe' | frist erase verify --db bureau.db --values-from -", "is this name still there?"},
           {"echo 'Jane Roe' | frist erase verify --db bureau.db --values-from - --also .", "and in these logs?"}},
          erase_verify};
}

}  // namespace frist::cli
