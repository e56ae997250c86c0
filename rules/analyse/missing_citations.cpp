// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/core.h>

#include "rules/analyse/questions.hpp"

namespace frist::analyse {
namespace {

void missing(const model::Heading& heading, text::DiagnosticSink& sink) {
  report(sink, text::Kind::MissingCitation, heading.name_span,
         fmt::format("`{}` does not say where it comes from", heading.name), "add `cites SOURCE \"place\"`");
}

}  // namespace

void missing_citations(const model::RuleSet& rules, text::DiagnosticSink& sink) {
  if (rules.sources.empty()) return;
  for (const model::RetentionRule& rule : rules.retention) {
    if (rule.heading.cites.empty()) missing(rule.heading, sink);
  }
  for (const model::Eligibility& rule : rules.eligibility) {
    const bool alternatives_cite =
        !rule.alternatives.empty() && std::all_of(rule.alternatives.begin(), rule.alternatives.end(),
                                                  [](const model::Alternative& one) { return !one.cites.empty(); });
    if (rule.heading.cites.empty() && !alternatives_cite) missing(rule.heading, sink);
  }
}

}  // namespace frist::analyse
