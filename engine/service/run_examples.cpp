// SPDX-License-Identifier: Apache-2.0
#include "engine/service/run_examples.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "engine/service/example_run.hpp"
#include "engine/service/example_words.hpp"

namespace frist::service {
namespace fs = std::filesystem;
namespace {

// The policy bound under the example's own conventions; most examples have none. Each combination is bound once.
class Bound {
 public:
  explicit Bound(const LoadedPolicy& policy) : policy_(policy) {}

  std::shared_ptr<const model::RuleSet> as_asked(const model::Example& example) {
    if (!example.counting && !example.month_end && example.choosing.empty()) return policy_.rules;
    std::string key = fmt::format("{} {}", example.counting ? static_cast<int>(*example.counting) : -1,
                                  example.month_end ? static_cast<int>(*example.month_end) : -1);
    bind::BindOptions options{example.counting, example.month_end, {}};
    for (const model::ReadingChosen& chosen : example.choosing) {
      const model::Choice& choice = policy_.rules->choices[chosen.choice];
      options.choosing.push_back({choice.heading.name, choice.readings[chosen.reading].name});
      key += fmt::format(" {}={}", chosen.choice, chosen.reading);
    }
    auto& rules = bound_[key];
    if (!rules) rules = policy_.bound_with(options);
    return rules;
  }

 private:
  const LoadedPolicy& policy_;
  std::map<std::string, std::shared_ptr<const model::RuleSet>> bound_;
};

ExampleResult run_one(const std::shared_ptr<const model::RuleSet>& rules, const model::Example& example) {
  ExampleResult result{example.title, example.span, {}, {}};
  ExampleRun run(rules, example);
  for (const model::Expectation& expected : example.expects) {
    auto got = expected.kind == model::Expectation::Kind::Error
                   ? std::optional<std::string>("the policy has no such error")
                   : run.answer(expected, result.rules);
    if (got) result.failures.push_back({expected.span, words_of(*rules, expected), std::move(*got)});
  }
  return result;
}

std::vector<std::string> codes(const text::DiagnosticSink& sink) {
  std::set<std::string> codes;
  for (const text::Diagnostic& d : sink.diagnostics())
    if (text::severity_of(d.kind) == text::Severity::Error) codes.emplace(text::code_of(d.kind));
  return {codes.begin(), codes.end()};
}

// The codes behind `expect error` in a text. Read from the text itself, since a file that is meant to be wrong may not
// parse.
std::vector<std::string> expected_codes(std::string_view text) {
  std::set<std::string> found;
  std::istringstream words{std::string(text)};
  std::string before, last, word;
  while (words >> word) {
    if (before == "expect" && last == "error" && text::kind_by_code(word)) found.insert(word);
    before = std::exchange(last, word);
  }
  return {found.begin(), found.end()};
}

}  // namespace

std::vector<ExampleResult> run_examples(const LoadedPolicy& policy) {
  std::vector<ExampleResult> results;
  Bound bound(policy);
  for (std::size_t i = 0; i < policy.rules->examples.size(); ++i) {
    const auto rules = bound.as_asked(policy.rules->examples[i]);
    if (rules)
      results.push_back(run_one(rules, rules->examples[i]));
    else
      results.push_back(
          {policy.rules->examples[i].title,
           policy.rules->examples[i].span,
           {{policy.rules->examples[i].span, "the policy under this example's conventions", "it does not check so"}},
           {}});
  }
  return results;
}

text::Result<BrokenResult> check_broken(const fs::path& file) {
  const auto sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  const auto loaded = load_policy(file, sources, sink);
  if (!loaded) return loaded.error();
  return BrokenResult{file.string(), expected_codes(sources->file(0).text()), codes(sink)};
}

text::Result<std::vector<fs::path>> broken_files(const fs::path& file_or_folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  if (!fs::is_directory(file_or_folder, failed)) return files;
  for (auto walk = fs::recursive_directory_iterator(file_or_folder, failed);
       !failed && walk != fs::recursive_directory_iterator(); walk.increment(failed))
    if (walk->path().parent_path().filename() == "broken" && walk->path().extension() == ".frist")
      files.push_back(walk->path());
  if (failed)
    return text::Error{text::ErrorKind::Io,
                       fmt::format("cannot read the folder `{}`: {}", file_or_folder.string(), failed.message())};
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace frist::service
