// SPDX-License-Identifier: Apache-2.0
// Names and types resolved: the syntax trees of a policy and of the files it uses become one immutable rule set. What
// is wrong goes to the sink, each mistake once; nothing is guessed. Not thread-safe within one call; calls are
// independent.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dsl/syntax/tree.hpp"
#include "dsl/text/diagnostic_sink.hpp"
#include "dsl/text/source_file.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::bind {

/// One parsed file. The tree is borrowed for the call.
struct Unit {
  std::uint32_t file = 0;
  const syntax::Tree* tree = nullptr;
};

/// A reading that counts as chosen, whatever the policy says. Both by their names.
struct ReadingOverride {
  std::string choice;
  std::string reading;
};

/// What an example may change: a counting or month end here replaces every one that the policy, its rules and its
/// clauses say.
struct BindOptions {
  std::optional<calendar::Counting> counting;
  std::optional<calendar::MonthEnd> month_end;
  std::vector<ReadingOverride> choosing;
};

/// The policy of these files: the one with the header first, then those it uses, each once. Nothing if the sink has an
/// error from this call. The result keeps `sources`, so that its spans can be quoted. Overrides with unknown names are
/// ignored (the example that has them is reported where it stands).
std::shared_ptr<const model::RuleSet> bind(std::span<const Unit> units, std::shared_ptr<const text::Sources> sources,
                                           text::DiagnosticSink& sink, const BindOptions& options = {});

/// An `expect error CODE` of an example: the policy is meant to be wrong in this way.
struct ExpectedError {
  std::string code;
  text::Span span;
};

/// All of them, in the order of the text; also of policies that do not bind.
std::vector<ExpectedError> expected_errors(std::span<const Unit> units);

}  // namespace frist::bind
