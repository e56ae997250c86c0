// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "dsl/text/diagnostic.hpp"
#include "dsl/text/suggest.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/diagnostic_pages.hpp"
#include "engine/codec/report_json.hpp"

namespace frist::cli {
namespace {

// From "## CODE ..." to the next "## ".
std::string_view page_of(std::string_view pages, std::string_view code) {
  const std::string heading = fmt::format("\n## {} ", code);
  const auto start = pages.find(heading);
  if (start == std::string_view::npos) return {};
  const auto end = pages.find("\n## ", start + heading.size());
  return pages.substr(start + 1, end == std::string_view::npos ? end : end - start);
}

std::vector<std::string> all_codes() {
  std::vector<std::string> codes;
  for (text::Kind kind : text::all_kinds()) codes.emplace_back(text::code_of(kind));
  return codes;
}

std::string line_of(text::Kind kind) {
  return fmt::format("{}  {:<7}  {}\n", text::code_of(kind), text::word_of(text::severity_of(kind)),
                     text::title_of(kind));
}

codec::ReportRow row_of(text::Kind kind) {
  return {{"code", std::string(text::code_of(kind))},
          {"severity", std::string(text::word_of(text::severity_of(kind)))},
          {"title", std::string(text::title_of(kind))}};
}

ExitCode list_codes(bool json, const Console& console) {
  std::vector<codec::ReportRow> rows;
  std::string lines;
  for (text::Kind kind : text::all_kinds()) rows.push_back(row_of(kind)), lines += line_of(kind);
  console.print(json ? codec::text_of({"frist/explain/1", {}, {{"codes", rows}}}) : lines);
  return ExitCode::Done;
}

ExitCode explain(const Arguments& arguments, const Console& console) {
  const bool json = arguments.has("--json");
  if (!arguments.has("CODE")) return list_codes(json, console);
  std::string code = arguments.one("CODE");
  for (char& letter : code)
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  const auto page = page_of(diagnostic_pages(), code);
  if (const auto kind = text::kind_by_code(code); kind && !page.empty()) {
    auto row = row_of(*kind);
    row.emplace_back("page", std::string(page));
    console.print(json ? codec::text_of({"frist/explain/1", {}, {{"codes", {row}}}}) : std::string(page));
    return ExitCode::Done;
  }
  const auto near = text::nearest(code, all_codes());
  return fail(console,
              {text::ErrorKind::Usage, fmt::format("there is no finding with the code `{}`{}", arguments.one("CODE"),
                                                   near ? "; did you mean `" + *near + "`?" : "")},
              arguments);
}

}  // namespace

Command explain_command() {
  return {"explain",
          "Policies",
          "explain the code of a finding: what it means and what to do",
          "",
          {{"CODE", "such as F0201; without it all codes are listed", false, false, all_codes()}},
          {json_option()},
          {{"frist explain F0305", "what it means that a value may be missing"}},
          explain};
}

}  // namespace frist::cli
