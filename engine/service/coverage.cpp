// SPDX-License-Identifier: Apache-2.0
#include "engine/service/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/text/files.hpp"
#include "engine/service/run_examples.hpp"

namespace frist::service {
namespace {

// Every declaration of a policy that can cite something.
class Declarations {
 public:
  explicit Declarations(const model::RuleSet& rules) : rules_(rules) {
    take("define", rules.defines);
    take("retention", rules.retention);
    take("eligibility", rules.eligibility);
    for (const model::Eligibility& e : rules.eligibility)
      for (const model::Alternative& a : e.alternatives) cite("eligibility", e.heading.name, a.cites);
    take("deadline", rules.deadlines);
    take("bands", rules.bands);
    take("party", rules.parties);
    take("purpose", rules.purposes);
    take("permission", rules.permissions);
    take("prohibition", rules.prohibitions);
    take("prohibited data", rules.prohibited_data);
    take("approval", rules.approvals);
    take("calendar", rules.calendars);
    for (const model::Choice& c : rules.choices) {
      cite("choice", c.heading.name, c.heading.cites);
      for (const std::string& row : mentioned_rows(c.heading.titles.en)) found_[row].insert({"choice", c.heading.name});
    }
  }
  const std::map<std::string, std::set<std::pair<std::string, std::string>>>& found() const { return found_; }

 private:
  template <class Things>
  void take(const std::string& kind, const Things& things) {
    for (const auto& thing : things) cite(kind, thing.heading.name, thing.heading.cites);
  }
  void cite(const std::string& kind, const std::string& name, const std::vector<model::Citation>& cites) {
    for (const model::Citation& c : cites)
      for (const std::string& row : mentioned_rows(c.place)) found_[row].insert({kind, name});
  }
  const model::RuleSet& rules_;
  std::map<std::string, std::set<std::pair<std::string, std::string>>> found_;
};

// Comments may explain a default: `# I-03: ...`. The declaration is named by the first word behind the next keyword.
void add_comments(const LoadedPolicy& policy, std::map<std::string, std::vector<Carrier>>& carried_by) {
  for (std::uint32_t f = 0; f < policy.sources->size(); ++f) {
    const text::SourceFile& file = policy.sources->file(f);
    for (std::uint32_t l = 1; l <= file.line_count(); ++l) {
      const std::string_view line = file.line(l);
      const auto hash = line.find('#');
      if (hash == std::string_view::npos) continue;
      for (const std::string& row : mentioned_rows(line.substr(hash))) {
        auto& carriers = carried_by[row];
        const bool known = std::any_of(carriers.begin(), carriers.end(),
                                       [&](const Carrier& c) { return c.policy == policy.rules->name; });
        if (!known)
          carriers.push_back({policy.rules->name,
                              "comment",
                              fmt::format("{}:{}", std::filesystem::path(file.path()).filename().string(), l),
                              {}});
      }
    }
  }
}

std::set<std::string> examples_with(const std::vector<ExampleResult>& examples, const std::string& name,
                                    const std::string& row) {
  std::set<std::string> titles;
  for (const ExampleResult& e : examples)
    if (e.rules.contains(name) || e.title.find(row) != std::string::npos) titles.insert(e.title);
  return titles;
}

text::Status add_policy(const std::filesystem::path& file, std::map<std::string, std::vector<Carrier>>& carried_by) {
  const auto sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  const auto policy = load_policy(file, sources, sink);
  if (!policy) return policy.error();
  if (!policy.value())
    return text::Error{text::ErrorKind::Policy, fmt::format("the policy `{}` does not check; `frist check {}` says why",
                                                            file.string(), file.string())};
  const auto examples = run_examples(*policy.value());
  const Declarations declarations(*policy.value()->rules);
  for (const auto& [row, found] : declarations.found())
    for (const auto& [kind, name] : found)
      carried_by[row].push_back({policy.value()->rules->name, kind, name, examples_with(examples, name, row)});
  add_comments(*policy.value(), carried_by);
  return {};
}

// Kinds that no example can exercise by themselves: who somebody is, what a word means, what a text leaves open.
bool shows_itself(const std::string& kind) {
  return kind == "party" || kind == "purpose" || kind == "choice" || kind == "comment" || kind == "calendar" ||
         kind == "approval" || kind == "define" || kind == "prohibited data";
}

std::string example_words(const std::set<std::string>& titles) {
  if (titles.empty()) return "";
  return titles.size() == 1 ? *titles.begin() : fmt::format("{} (and {} more)", *titles.begin(), titles.size() - 1);
}

}  // namespace

std::vector<std::string> Coverage::holes() const {
  std::vector<std::string> holes;
  for (const RequirementRow& row : rows) {
    if (row.is_fact()) continue;
    const auto found = carried_by.find(row.number);
    const bool shown = found != carried_by.end() &&
                       std::any_of(found->second.begin(), found->second.end(),
                                   [](const Carrier& c) { return !c.examples.empty() || shows_itself(c.kind); });
    if (!shown) holes.push_back(row.number);
  }
  return holes;
}

text::Result<Coverage> coverage(const std::filesystem::path& policies, const std::filesystem::path& sources) {
  const auto text = text::read_text_file(sources.string(), kMostPolicyBytes);
  if (!text) return text.error();
  auto rows = requirement_rows(text.value());
  if (!rows) return rows.error().with_context(sources.string());
  Coverage coverage{std::move(rows).value(), {}};
  const auto files = policy_files(policies);
  if (!files) return files.error();
  for (const auto& file : files.value())
    if (auto added = add_policy(file, coverage.carried_by); !added) return added.error();
  return coverage;
}

std::string coverage_page(const Coverage& coverage) {
  std::string page =
      "# What carries each requirement\n\n"
      "Made by `frist coverage policies --sources docs/sources.md`; a test compares it. Every row of "
      "[sources.md](sources.md) stands here\n"
      "with the declarations that cite it and an example that exercises each, or with the reason why it is a fact and "
      "no rule.\n\n"
      "| No. | Carried by | Shown by |\n|---|---|---|\n";
  for (const RequirementRow& row : coverage.rows) {
    const auto found = coverage.carried_by.find(row.number);
    if (row.is_fact()) {
      page += fmt::format("| {} | {} | |\n", row.number, row.carried_as);
      continue;
    }
    std::string by, shown;
    if (found != coverage.carried_by.end())
      for (const Carrier& c : found->second) {
        by += fmt::format("{}{} {} `{}`", by.empty() ? "" : "<br>", c.policy, c.kind, c.name);
        if (const std::string words = example_words(c.examples); !words.empty())
          shown += (shown.empty() ? "" : "<br>") + words;
      }
    page += fmt::format("| {} | {} | {} |\n", row.number, by.empty() ? "**nothing**" : by, shown);
  }
  const auto holes = coverage.holes();
  return page + (holes.empty() ? "\nNo hole: every rule is carried and shown.\n"
                               : fmt::format("\nHoles: {}\n", fmt::join(holes, ", ")));
}

}  // namespace frist::service
