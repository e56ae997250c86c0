// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/cli/command_list.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/codec/diagnostic_json.hpp"

namespace frist::cli {
namespace {

text::Status check_files(const std::string& path, FoldersRead& folders, std::vector<codec::CheckedPolicy>& checked) {
  const auto found = folders.open(path);
  if (!found) return found.error();
  if (found.value().policies.empty()) return service::no_policy_in(path, found.value().parts);
  for (const auto& file : found.value().policies) {
    const auto sources = std::make_shared<text::Sources>();
    text::DiagnosticSink sink;
    if (auto loaded = service::load_policy(file, sources, sink); !loaded) return loaded.error();
    folders.add(sources, !sink.has_errors());
    checked.push_back({file.string(), sources, std::move(sink)});
  }
  return {};
}

ExitCode verdict_on(const std::vector<codec::CheckedPolicy>& checked, const FoldersRead& folders, bool strict) {
  bool doubts = !folders.unused().empty();
  for (const auto& policy : checked) {
    if (policy.sink.has_errors()) return ExitCode::Policy;
    doubts |= !policy.sink.empty();
  }
  return doubts && strict ? ExitCode::Findings : ExitCode::Done;
}

ExitCode check(const Arguments& arguments, const Console& console) {
  std::vector<codec::CheckedPolicy> checked;
  FoldersRead folders;
  for (const std::string& path : arguments.all("PATH"))
    if (auto done = check_files(path, folders, checked); !done) return fail(console, done.error(), arguments);
  const ExitCode code = verdict_on(checked, folders, arguments.has("--strict"));
  if (arguments.has("--json")) {
    console.print(codec::check_json(checked, folders.unused()));
    return code;
  }
  for (const auto& policy : checked) draw_findings(policy.sink, *policy.sources, console);
  folders.warn(console);
  if (code != ExitCode::Policy)
    console.print(fmt::format("{} {} checked\n", checked.size(), checked.size() == 1 ? "policy" : "policies"));
  return code;
}

}  // namespace

Command check_command() {
  return {"check",
          "Policies",
          "check policies: words, names, types, dates, and what the rules mean together",
          "Findings have codes; `frist explain CODE` tells what a code means and what to do. Exit status 3 where a "
          "policy has errors.",
          {{"PATH", "policy files, or folders of them", true, true}},
          {json_option(), {"--strict", "", "warnings count as findings (exit status 1)"}},
          {{"frist check policies/", "check every policy of a folder"}},
          check};
}

}  // namespace frist::cli
