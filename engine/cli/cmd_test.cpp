// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "dsl/text/files.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/run_examples.hpp"

namespace frist::cli {
namespace {

struct Totals {
  std::int64_t passed = 0, failed = 0, policies = 0;
  std::set<std::string> cases;  // T-numbers in the titles of examples
  std::vector<codec::ReportRow> failures;
  std::vector<codec::CheckedPolicy> wrong;  // policies that do not check
  FoldersRead folders;
};

// "T-021" at the start of words in a title.
void collect_cases(const std::string& title, std::set<std::string>& cases) {
  for (auto at = title.find("T-"); at != std::string::npos; at = title.find("T-", at + 2))
    if (title.size() >= at + 5 && std::isdigit(static_cast<unsigned char>(title[at + 2])))
      cases.insert(title.substr(at, 5));
}

std::string place_of(const text::Sources& sources, text::Span span) {
  const text::SourceFile& file = sources.file(span.file);
  const auto at = file.position(span.begin);
  return fmt::format("{}:{}:{}", file.path(), at.line, at.column);
}

void tell(const service::ExampleResult& example, const text::Sources& sources, const Console& console, bool json,
          Totals& totals) {
  collect_cases(example.title, totals.cases);
  if (example.passed()) {
    ++totals.passed;
    return;
  }
  ++totals.failed;
  if (!json)
    console.print(fmt::format("{} {} {}\n", console.red("failed"), text::code_of(text::Kind::ExampleFailed),
                              console.bold(example.title)));
  for (const service::ExampleFailure& f : example.failures) {
    totals.failures.push_back(
        {{"example", example.title}, {"place", place_of(sources, f.span)}, {"expected", f.expected}, {"got", f.got}});
    if (!json)
      console.print(fmt::format("  {}\n    expected  {}\n    got       {}\n", console.faint(place_of(sources, f.span)),
                                f.expected, f.got));
  }
}

text::Status test_policy(const std::filesystem::path& file, const Console& console, bool json, Totals& totals) {
  const auto sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  const auto policy = service::load_policy(file, sources, sink);
  if (!policy) return policy.error();
  ++totals.policies;
  totals.folders.add(sources, policy.value() != nullptr);
  if (!policy.value()) {
    draw_findings(sink, *sources, console);
    totals.wrong.push_back({file.string(), sources, std::move(sink)});
    return {};
  }
  for (const service::ExampleResult& example : service::run_examples(*policy.value()))
    tell(example, *sources, console, json, totals);
  return {};
}

text::Status test_broken(const std::filesystem::path& file, const Console& console, bool json, Totals& totals) {
  const auto result = service::check_broken(file);
  if (!result) return result.error();
  const service::BrokenResult& r = result.value();
  service::ExampleResult example{file.filename().string(), {}, {}, {}};
  if (const auto text = text::read_text_file(file.string(), service::kMostPolicyBytes))
    collect_cases(text.value(), totals.cases);
  if (r.passed()) {
    ++totals.passed;
    return {};
  }
  ++totals.failed;
  const std::string expected = r.expected.empty()
                                   ? "a line `# expect error CODE` that says what is wrong here; there is none"
                                   : fmt::format("errors {}", fmt::join(r.expected, ", ")),
                    got = r.found.empty() ? "no error" : fmt::format("errors {}", fmt::join(r.found, ", "));
  totals.failures.push_back(
      {{"example", file.string()}, {"place", file.string()}, {"expected", expected}, {"got", got}});
  if (!json)
    console.print(fmt::format("{} {} {}\n    expected  {}\n    got       {}\n", console.red("failed"),
                              text::code_of(text::Kind::ExpectedErrorMissing), file.string(), expected, got));
  return {};
}

codec::Report report_of(const Totals& totals) {
  std::vector<codec::ReportRow> unused;
  for (const std::string& file : totals.folders.unused()) unused.push_back({{"file", file}});
  return {"frist/test/1",
          {{"policies", totals.policies},
           {"passed", totals.passed},
           {"failed", totals.failed},
           {"cases", static_cast<std::int64_t>(totals.cases.size())}},
          {{"failures", totals.failures}, {"unused", unused}}};
}

// A policy file or a folder: its policies, and what must be wrong.
text::Status test_path(const std::string& path, const Console& console, bool json, Totals& totals) {
  const auto found = totals.folders.open(path);
  if (!found) return found.error();
  const auto broken = service::broken_files(path);
  if (!broken) return broken.error();
  if (found.value().policies.empty() && broken.value().empty()) return service::no_policy_in(path, found.value().parts);
  for (const auto& file : found.value().policies) {
    const bool meant_wrong = file.parent_path().filename() == "broken";
    if (meant_wrong && !broken.value().empty()) continue;  // `path` is the folder `broken`: it comes below
    auto done = meant_wrong ? test_broken(file, console, json, totals) : test_policy(file, console, json, totals);
    if (!done) return done;
  }
  for (const auto& file : broken.value())
    if (auto done = test_broken(file, console, json, totals); !done) return done;
  return {};
}

ExitCode test(const Arguments& arguments, const Console& console) {
  Totals totals;
  const bool json = arguments.has("--json");
  for (const std::string& path : arguments.all("PATH"))
    if (auto done = test_path(path, console, json, totals); !done) return fail(console, done.error(), arguments);
  totals.folders.warn(console);
  if (json)
    console.print(codec::text_of(report_of(totals), totals.wrong));
  else {
    if (!totals.cases.empty()) console.print(fmt::format("{} numbered cases among them\n", totals.cases.size()));
    if (arguments.has("--cases")) console.print(fmt::format("{}\n", fmt::join(totals.cases, " ")));
    console.print(fmt::format("{} passed, {} failed\n", totals.passed, totals.failed));
  }
  return !totals.wrong.empty() ? ExitCode::Policy : totals.failed > 0 ? ExitCode::Findings : ExitCode::Done;
}

}  // namespace

Command test_command() {
  return {"test",
          "Policies",
          "run the examples that policies carry",
          "Files in a folder named `broken` must be wrong as their examples expect (`expect error CODE`). Exit status "
          "1 where an example fails.",
          {{"PATH", "policy files, or folders of them", true, true}},
          {{"--cases", "", "list the numbered cases (T-001) among the examples"}, json_option()},
          {{"frist test policies/", "every example of every policy"}},
          test};
}

}  // namespace frist::cli
