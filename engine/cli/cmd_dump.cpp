// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "dsl/syntax/dump.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/coverage.hpp"
#include "engine/service/policy_hash.hpp"
#include "rules/model/dump.hpp"
#include "rules/program/compile.hpp"
#include "rules/program/dump.hpp"

namespace frist::cli {
namespace {

ExitCode dump(const Arguments& arguments, const Console& console) {
  const auto policy = read_policy(arguments.one("POLICY"), arguments, console);
  if (!policy.policy) return policy.code;
  const std::string stage = arguments.one_or("--stage", "model");
  if (stage == "tree")
    for (const auto& tree : policy.policy->trees) console.print(syntax::dump(*tree));
  if (stage == "model") console.print(model::dump(*policy.policy->rules));
  if (stage == "hash") console.print(service::policy_hash(*policy.policy->rules) + "\n");
  if (stage == "program")
    for (model::RecordId id = 0; id < policy.policy->rules->records.size(); ++id)
      console.print(program::dump(*program::compile(policy.policy->rules, id, program::Purpose::Night)) + "\n");
  return ExitCode::Done;
}

std::string json_of(const service::Coverage& covered) {
  std::vector<codec::ReportRow> rows, carriers, examples, holes;
  for (const service::RequirementRow& row : covered.rows)
    rows.push_back(
        {{"number", row.number}, {"source", row.source}, {"says", row.says}, {"carried_as", row.carried_as}});
  for (const auto& [number, carried] : covered.carried_by)
    for (const service::Carrier& c : carried) {
      carriers.push_back({{"number", number}, {"policy", c.policy}, {"kind", c.kind}, {"name", c.name}});
      for (const std::string& title : c.examples)
        examples.push_back({{"number", number}, {"policy", c.policy}, {"name", c.name}, {"example", title}});
    }
  for (const std::string& number : covered.holes()) holes.push_back({{"number", number}});
  return codec::text_of(
      {"frist/coverage/1", {}, {{"rows", rows}, {"carriers", carriers}, {"examples", examples}, {"holes", holes}}});
}

ExitCode coverage(const Arguments& arguments, const Console& console) {
  const auto covered = service::coverage(arguments.one("POLICIES"), arguments.one("--sources"));
  if (!covered) return fail(console, covered.error(), arguments);
  console.print(arguments.has("--json") ? json_of(covered.value()) : service::coverage_page(covered.value()));
  return covered.value().holes().empty() ? ExitCode::Done : ExitCode::Findings;
}

}  // namespace

Command dump_command() {
  return {"dump",
          "Policies",
          "show a policy as the program sees it: as a tree, as a model, as a program, or its hash",
          "",
          {{"POLICY", "the policy file, or a folder with one"}},
          {{"--stage", "STAGE", "what to show", {"tree", "model", "program", "hash"}}},
          {{"frist dump policies/schufa --stage hash", "the name of the policy's meaning"}},
          dump};
}

Command coverage_command() {
  return {"coverage",
          "Policies",
          "which rule carries each numbered requirement, and which example shows it",
          "Exit status 1 where a requirement is carried by nothing, or shown by no example.",
          {{"POLICIES", "folder of policies"}},
          {{"--sources", "FILE", "the page with the numbered requirements", {}, true}, json_option()},
          {{"frist coverage policies --sources docs/sources.md > docs/coverage.md", "make the page"}},
          coverage};
}

}  // namespace frist::cli
