// SPDX-License-Identifier: Apache-2.0
#include "tests/docs/reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "engine/service/run_examples.hpp"

namespace frist::docs {
namespace {

bool is_error(const std::string& code) {
  return text::severity_of(text::kind_by_code(code).value()) == text::Severity::Error;
}

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

/// A right policy has no finding but the warnings that its fence names, and it has those.
std::vector<std::string> problems_of_right(const std::vector<std::string>& expected,
                                           const std::vector<std::string>& found) {
  std::vector<std::string> problems;
  for (const std::string& code : found)
    if (!contains(expected, code)) problems.push_back(fmt::format("shows {} and should not", code));
  for (const std::string& code : expected)
    if (!contains(found, code)) problems.push_back(fmt::format("should show the warning {}", code));
  return problems;
}

/// A wrong one shows its codes and no other error. Warnings beside them are no matter.
std::vector<std::string> problems_of_wrong(const std::vector<std::string>& expected,
                                           const std::vector<std::string>& found) {
  std::vector<std::string> problems;
  for (const std::string& code : found)
    if (!contains(expected, code) && is_error(code)) problems.push_back(fmt::format("shows {} too", code));
  for (const std::string& code : expected)
    if (!contains(found, code))
      problems.push_back(fmt::format("should show {}, shows [{}]", code, fmt::join(found, " ")));
  return problems;
}

/// What is not seen by reading a policy and running its examples: `frist attach` and `frist fmt --check` show these.
/// Their policies must be free of errors otherwise.
constexpr std::string_view kSeenElsewhere[] = {"F0310", "F0702", "F0705", "F0901"};

/// The code of an example that does not hold; an expected mistake that did not come has its own.
std::string code_of(const service::ExampleFailure& failure, const model::RuleSet& rules) {
  for (const model::Example& example : rules.examples) {
    for (const model::Expectation& expected : example.expects) {
      const bool of_policy = expected.kind == model::Expectation::Kind::Error;
      if (of_policy && expected.span == failure.span) return "F0802";
    }
  }
  return "F0801";
}

std::vector<std::string> codes_of_wrong(const Block& block) {
  auto codes = codes_in(block);
  if (codes.empty() || has_word(block, "and")) codes.push_back(code_of_page(block));
  std::erase_if(codes, [](const std::string& code) {
    return std::find(std::begin(kSeenElsewhere), std::end(kSeenElsewhere), code) != std::end(kSeenElsewhere);
  });
  return codes;
}

}  // namespace

std::vector<std::string> Reader::codes_found(const Block& block) {
  const std::string named = file_name_of(block);
  service::PolicyTexts texts{named.empty() ? "page.frist" : named, files_};
  texts.texts[texts.path] = block.text;
  const auto sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  const auto policy = service::load_policy(texts, sources, sink);
  std::vector<std::string> codes;
  for (const text::Diagnostic& found : sink.sorted()) codes.emplace_back(text::code_of(found.kind));
  if (!policy) return codes;
  for (const service::ExampleResult& example : service::run_examples(*policy)) {
    for (const service::ExampleFailure& failure : example.failures) codes.push_back(code_of(failure, *policy->rules));
  }
  return codes;
}

std::vector<std::string> Reader::problems_with(const Block& block) {
  const bool right = block.kind == "frist";
  const bool wrong = block.kind == "frist-wrong";
  std::vector<std::string> problems;
  if (right) problems = problems_of_right(codes_in(block), codes_found(block));
  if (wrong) problems = problems_of_wrong(codes_of_wrong(block), codes_found(block));
  if ((right || block.kind == "frist-part") && !file_name_of(block).empty()) files_[file_name_of(block)] = block.text;
  for (std::string& problem : problems) problem = fmt::format("{}, line {}: {}", block.page, block.line, problem);
  return problems;
}

std::vector<std::string> problems_of(const std::vector<Block>& blocks) {
  Reader reader;
  std::vector<std::string> all;
  for (const Block& block : blocks) {
    const auto some = reader.problems_with(block);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace frist::docs
