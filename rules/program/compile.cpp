// SPDX-License-Identifier: Apache-2.0
#include "rules/program/compile.hpp"

#include <atomic>

#include "dsl/text/check.hpp"
#include "rules/program/lazy.hpp"
#include "rules/program/prune.hpp"
#include "rules/program/verdict_stage.hpp"

namespace frist::program {
namespace {

using model::kNoId;
using model::RecordId;
using model::RuleSet;

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

bool is_chosen(const model::ReadingOf& reading, std::span<const model::ReadingChosen> choosing) {
  if (reading.choice == kNoId) return true;
  for (const model::ReadingChosen& c : choosing)
    if (c.choice == reading.choice) return c.reading == reading.reading;
  return reading.chosen;
}

std::vector<bool> chosen_rules(const RuleSet& rules, std::span<const model::ReadingChosen> choosing) {
  std::vector<bool> chosen;
  for (const model::RetentionRule& r : rules.retention) chosen.push_back(is_chosen(r.heading.reading, choosing));
  return chosen;
}

void want_retention(Lowering& lowering, const RuleSet& rules, const Program& program, const std::vector<bool>& chosen) {
  for (std::size_t k = 0; k < rules.retention.size(); ++k) {
    const model::RetentionRule& rule = rules.retention[k];
    if (rule.record != program.record || (program.purpose == Purpose::Night && !chosen[k])) continue;
    if (program.purpose == Purpose::Answers) {
      lowering.want(rule.when);
      lowering.want(rule.heading.force.holds);
    }
    for (const model::Effect& e : rule.effects) {
      lowering.want(e.date);
      lowering.want(e.stands);
      if (program.purpose == Purpose::Answers) lowering.want(e.start);
    }
  }
}

void want_eligibility(Lowering& lowering, const model::Eligibility& e) {
  lowering.want(e.heading.force.holds);
  lowering.want(e.when);
  lowering.want(e.permitted);
  for (const model::Requirement& r : e.requires_all) lowering.want(r.condition);
  for (const model::Alternative& a : e.alternatives)
    for (const model::Requirement& r : a.requires_all) lowering.want(r.condition);
}

void want_deadline(Lowering& lowering, const model::Deadline& d) {
  lowering.want(d.heading.force.holds);
  lowering.want(d.when);
  lowering.want(d.not_before);
  for (const model::Due& due : d.due) lowering.want(due.date);
}

void want_access(Lowering& lowering, const model::Access& a, RecordId record) {
  if (a.object.kind == model::Object::Kind::Record && a.object.id != record) return;
  lowering.want(a.heading.force.holds);
  lowering.want(a.when);
  lowering.want(a.until);
}

void want_answers(Lowering& lowering, const RuleSet& rules, RecordId record, const Options& options) {
  for (const auto& e : rules.eligibility)
    if (e.record == record) want_eligibility(lowering, e);
  for (const auto& d : rules.deadlines)
    if (d.record == record) want_deadline(lowering, d);
  for (const auto& d : rules.defines)
    if (d.record == record) {
      lowering.want(d.heading.force.holds);
      lowering.want(d.value);
    }
  for (const auto& a : rules.permissions) want_access(lowering, a, record);
  for (const auto& a : rules.prohibitions) want_access(lowering, a, record);
  for (const auto& p : rules.prohibited_data) lowering.want(p.heading.force.holds);
  for (const auto& b : rules.bands) lowering.want(b.heading.force.holds);
  for (const model::ExprId id : options.extra) lowering.want(id);
}

void give_literals(Program& program) {
  for (Input& input : program.inputs) {
    if (input.is_fact || input.storage != Storage::Day) continue;
    const model::RecordId record = program.spaces[input.space].record;
    const model::Base base = program.rules->records[record].fields[input.field].type.base;
    if (base == model::Base::Text || base == model::Base::Link) input.literals = program.texts;
  }
}

}  // namespace

std::shared_ptr<const Program> compile(std::shared_ptr<const RuleSet> rules, RecordId record, Purpose purpose,
                                       const Options& options) {
  FRIST_CHECK(record == kNoId || record < rules->records.size());
  auto program = std::make_shared<Program>();
  program->id = next_id();
  program->rules = rules;
  program->record = record;
  program->purpose = purpose;
  program->spaces.push_back({.kind = Space::Kind::Entries, .record = record});
  program->zone = calendar::Zone::find(rules->zone);

  const std::vector<bool> chosen = chosen_rules(*rules, options.choosing);
  Builder builder(*program);
  Lowering lowering(builder, *rules);
  if (record != kNoId) want_retention(lowering, *rules, *program, chosen);
  if (purpose == Purpose::Answers) want_answers(lowering, *rules, record, options);
  lowering.lower_all();
  if (record != kNoId) VerdictStage(builder, lowering, *rules, chosen).build();
  prune(*program);
  if (purpose == Purpose::Night) mark_lazy(*program);
  give_literals(*program);
  program->schedule = schedule_of(*program);
  return program;
}

}  // namespace frist::program
