// SPDX-License-Identifier: Apache-2.0
// Questions about a whole rule set: what its parts mean together. One file for each question; each is bounded, whatever
// the policy. Pure functions; findings go to the sink.
#pragma once

#include "dsl/text/diagnostic_sink.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::analyse {

/// All questions. Reports errors (OverlappingSpecials, UnreachableAlternative, ProcessorPurpose, NeverErased) and
/// warnings (DutyOutlastsLimit, MissingCitation, ConstantCondition, UnusedDefine, ChoiceUnused, UnusedPurpose).
void analyse(const model::RuleSet& rules, text::DiagnosticSink& sink);

}  // namespace frist::analyse
