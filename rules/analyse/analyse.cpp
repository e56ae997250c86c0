// SPDX-License-Identifier: Apache-2.0
#include "rules/analyse/analyse.hpp"

#include "rules/analyse/questions.hpp"

namespace frist::analyse {

void analyse(const model::RuleSet& rules, text::DiagnosticSink& sink) {
  Cases cases(rules);
  overlapping_specials(rules, cases, sink);
  duties_and_limits(rules, cases, sink);
  constant_conditions(rules, cases, sink);
  unused(rules, sink);
  missing_citations(rules, sink);
  processor_purposes(rules, sink);
  never_erased(rules, sink);
}

}  // namespace frist::analyse
