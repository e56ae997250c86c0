// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/text/diagnostic.hpp"
#include "dsl/text/suggest.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/diagnostic_pages.hpp"

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

ExitCode explain(const Arguments& arguments, const Console& console) {
  if (!arguments.has("CODE")) {
    for (text::Kind kind : text::all_kinds())
      console.print(fmt::format("{}  {:<7}  {}\n", text::code_of(kind), text::word_of(text::severity_of(kind)),
                                text::title_of(kind)));
    return ExitCode::Done;
  }
  const std::string& code = arguments.one("CODE");
  if (const auto page = page_of(diagnostic_pages(), code); !page.empty()) {
    console.print(page);
    return ExitCode::Done;
  }
  std::vector<std::string> codes;
  for (text::Kind kind : text::all_kinds()) codes.emplace_back(text::code_of(kind));
  const auto near = text::nearest(code, codes);
  return fail(console,
              {text::ErrorKind::Usage, fmt::format("there is no finding with the code `{}`{}", code,
                                                   near ? "; did you mean `" + *near + "`?" : "")},
              arguments);
}

}  // namespace

Command explain_command() {
  return {"explain",
          "Policies",
          "explain the code of a finding: what it means and what to do",
          "",
          {{"CODE", "such as F0201; without it all codes are listed", false}},
          {},
          {{"frist explain F0305", "what it means that a value may be missing"}},
          explain};
}

}  // namespace frist::cli
