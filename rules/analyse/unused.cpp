// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <set>

#include "rules/analyse/questions.hpp"

namespace frist::analyse {
namespace {

template <class Declared>
void add_choices(const std::vector<Declared>& list, std::set<model::ChoiceId>& used) {
  for (const Declared& one : list) used.insert(one.heading.reading.choice);
}

void unused_defines(const model::RuleSet& rules, text::DiagnosticSink& sink) {
  std::set<std::pair<model::RecordId, std::string>> reported;
  for (const model::Define& define : rules.defines) {
    if (define.used || !reported.insert({define.record, define.heading.name}).second) continue;
    report(sink, text::Kind::UnusedDefine, define.heading.name_span,
           fmt::format("nothing uses `{}`", define.heading.name), "use it in a rule, or leave it out");
  }
}

void unused_choices(const model::RuleSet& rules, text::DiagnosticSink& sink) {
  std::set<model::ChoiceId> used;
  add_choices(rules.retention, used);
  add_choices(rules.eligibility, used);
  add_choices(rules.deadlines, used);
  add_choices(rules.bands, used);
  add_choices(rules.parties, used);
  add_choices(rules.purposes, used);
  add_choices(rules.permissions, used);
  add_choices(rules.prohibitions, used);
  add_choices(rules.prohibited_data, used);
  add_choices(rules.approvals, used);
  add_choices(rules.calendars, used);
  for (model::ChoiceId id = 0; id < rules.choices.size(); ++id) {
    if (used.count(id) > 0) continue;
    const model::Heading& heading = rules.choices[id].heading;
    report(sink, text::Kind::ChoiceUnused, heading.name_span,
           fmt::format("nothing depends on the choice `{}`", heading.name),
           fmt::format("write `reading ... of {}` in the rules that differ, or leave the choice out", heading.name));
  }
}

void unused_purposes(const model::RuleSet& rules, text::DiagnosticSink& sink) {
  std::set<model::PurposeId> used;
  for (const model::Access& access : rules.permissions) used.insert(access.purposes.begin(), access.purposes.end());
  for (const model::Access& access : rules.prohibitions) used.insert(access.purposes.begin(), access.purposes.end());
  for (const model::ProhibitedData& data : rules.prohibited_data) used.insert(data.except_purpose);
  for (model::PurposeId id = 0; id < rules.purposes.size(); ++id) {
    if (used.count(id) > 0) continue;
    const model::Heading& heading = rules.purposes[id].heading;
    report(sink, text::Kind::UnusedPurpose, heading.name_span,
           fmt::format("no permission is for the purpose `{}`", heading.name),
           fmt::format("write `for {}` in a permission, or leave the purpose out", heading.name));
  }
}

}  // namespace

void unused(const model::RuleSet& rules, text::DiagnosticSink& sink) {
  unused_defines(rules, sink);
  unused_choices(rules, sink);
  unused_purposes(rules, sink);
}

}  // namespace frist::analyse
