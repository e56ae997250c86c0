// SPDX-License-Identifier: Apache-2.0
#include <set>

#include <fmt/core.h>

#include "rules/analyse/questions.hpp"

namespace frist::analyse {
namespace {

using model::EffectKind;

/// Erasing and anonymising end personal data; keeping them permanently is a decision that somebody wrote down.
bool settles(EffectKind kind) {
  return kind == EffectKind::Erase || kind == EffectKind::EraseOnRequest || kind == EffectKind::Anonymise ||
         kind == EffectKind::KeepPermanently;
}

std::set<model::RecordId> settled_records(const model::RuleSet& rules) {
  std::set<model::RecordId> result;
  for (const model::RetentionRule& rule : rules.retention) {
    if (!rule.heading.reading.chosen) continue;
    for (const model::Effect& effect : rule.effects) {
      if (settles(effect.kind)) result.insert(rule.record);
    }
  }
  return result;
}

}  // namespace

/// GDPR Art. 5(1)(e). Children go with their parents.
void never_erased(const model::RuleSet& rules, text::DiagnosticSink& sink) {
  const auto settled = settled_records(rules);
  for (model::RecordId id = 0; id < rules.records.size(); ++id) {
    const model::Record& record = rules.records[id];
    if (record.subject == model::kNoId || record.is_child() || settled.count(id) > 0) continue;
    report(sink, text::Kind::NeverErased, record.span,
           fmt::format("no rule ever erases `{}`, which is about a person", record.name),
           fmt::format("add a `retention ... of {}` that erases it, or say `keep permanently` with its source",
                       record.name),
           {{record.fields[record.subject].span, "the person it is about"}});
  }
}

}  // namespace frist::analyse
