// SPDX-License-Identifier: Apache-2.0
// The examples that a policy carries, each against the same evaluator that decides at night. What an example expected
// and what came out instead is data; words come later.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/service/load_policy.hpp"

namespace frist::service {

struct ExampleFailure {
  text::Span span;       // of the expectation
  std::string expected;  // in words of the policy: "erased on 2020-04-17"
  std::string got;       // "erased on 2020-04-18 by settled_claim"
};

struct ExampleResult {
  std::string title;
  text::Span span;
  std::vector<ExampleFailure> failures;
  std::set<std::string> rules;  // names of rules, bands, deadlines and permissions that had a say
  bool passed() const { return failures.empty(); }
};

// All examples of a policy, in the order of the text.
std::vector<ExampleResult> run_examples(const LoadedPolicy& policy);

// A file of a folder `broken`: it must be wrong in exactly the ways that its examples expect (`expect error CODE`).
struct BrokenResult {
  std::string path;
  std::vector<std::string> expected, found;  // codes of errors, sorted, each once
  bool passed() const { return !expected.empty() && expected == found; }
};
text::Result<BrokenResult> check_broken(const std::filesystem::path& file);

// Files of folders named `broken` below a folder, sorted.
text::Result<std::vector<std::filesystem::path>> broken_files(const std::filesystem::path& file_or_folder);

}  // namespace frist::service
