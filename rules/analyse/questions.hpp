// SPDX-License-Identifier: Apache-2.0
// The questions, one by one. Part of this room only.
#pragma once

#include "dsl/text/diagnostic_sink.hpp"
#include "rules/analyse/cases.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::analyse {

/// Two special rules of one general rule that one entry can fall under (F0505).
void overlapping_specials(const model::RuleSet& rules, Cases& cases, text::DiagnosticSink& sink);
/// Duties that last longer than a limit from the same start (F0507).
void duties_and_limits(const model::RuleSet& rules, Cases& cases, text::DiagnosticSink& sink);
/// Alternatives that can never count (F0508) and conditions that are always the same (F0513).
void constant_conditions(const model::RuleSet& rules, Cases& cases, text::DiagnosticSink& sink);
/// Definitions (F0514), choices (F0515) and purposes (F0609) that nothing uses.
void unused(const model::RuleSet& rules, text::DiagnosticSink& sink);
/// Rules of storage and eligibility that cite nothing, in a policy that names sources (F0512).
void missing_citations(const model::RuleSet& rules, text::DiagnosticSink& sink);
/// Purposes that a processor is allowed although its controller did not set them (F0601).
void processor_purposes(const model::RuleSet& rules, text::DiagnosticSink& sink);
/// Personal data that no rule ever erases (F0701).
void never_erased(const model::RuleSet& rules, text::DiagnosticSink& sink);

/// Reports with a help and labels.
inline void report(text::DiagnosticSink& sink, text::Kind kind, text::Span span, std::string message, std::string help,
                   std::vector<text::Label> labels = {}) {
  sink.report({kind, span, std::move(message), std::move(labels), std::move(help)});
}

}  // namespace frist::analyse
