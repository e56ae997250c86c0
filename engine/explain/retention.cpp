// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/decide/timeline.hpp"
#include "engine/explain/conditions.hpp"
#include "engine/explain/explain.hpp"
#include "engine/explain/missing.hpp"
#include "engine/explain/readings.hpp"
#include "engine/explain/rules_said.hpp"
#include "engine/explain/steps.hpp"
#include "engine/explain/trials.hpp"
#include "engine/explain/versions.hpp"

namespace frist::explain {
namespace {

using calendar::is_day;
using calendar::kNever;
using model::kNoId;

model::RuleId rule_of(std::uint16_t rule) { return rule >= decide::kPlacedHold ? kNoId : model::RuleId{rule}; }

Day day_of(const model::Value& fact) { return fact.known() ? static_cast<Day>(fact.number) : calendar::kNone; }

Verdict verdict_of(const Run& run) {
  const decide::Verdict now = decide::verdict_of(run.verdicts(), 0);
  Verdict v;
  v.erase_due = now.erase_due;
  v.restricted = now.restricted;
  v.review_due = now.review_due;
  v.placed_hold = now.rule == decide::kPlacedHold;
  v.hold_unknown = !run.entry().engine.on_hold.known();
  v.held = is_held(run);
  v.restricted_on = day_of(run.entry().engine.restricted_on);
  v.erasure_requested_on = day_of(run.entry().engine.erasure_requested_on);
  v.rule = rule_of(now.rule);
  v.limit = run.day_at(run.program().outcome.limit, kNever);
  v.duty = run.day_at(run.program().outcome.duty, calendar::kNone);
  v.due = now.due;
  v.next_change = now.next_change;
  v.review_on = now.review_on;
  v.review_rule = rule_of(now.review_rule);
  return v;
}

// By the timeline, which ends with the erasure or where the search was given up.
void add_the_end(const Run& run, const decide::Timeline& line, Verdict& v) {
  v.searched_until = line.searched_until;
  v.gone_from = line.searched_until == kNever ? kNever : calendar::kUnknown;
  for (const decide::Step& step : line.steps) {
    if (!step.verdict.erase_due) continue;
    v.gone_from = step.from;
    v.gone_by = rule_of(step.verdict.rule);
    break;
  }
  if (v.erase_due) v.gone_from = v.due;
  const auto limit = earliest_limit(run, v.limit);
  // A duty that ends does not erase; the limit that it outlasted does.
  if (limit && (v.gone_by == kNoId || v.gone_by == v.rule)) v.gone_by = limit->rule;
}

void add_next_review(const std::vector<RuleSaid>& rules, Verdict& v) {
  for (const RuleSaid& rule : rules)
    for (const EffectSaid& e : rule.effects) {
      if (e.part != Part::Reviews || e.next_review >= v.next_review) continue;
      v.next_review = e.next_review;
      v.next_review_rule = rule.rule;
    }
}

// What is open in rules that could matter: whether they stand, and from when.
std::vector<FactSaid> missing_facts(const Run& run, const std::vector<RuleSaid>& rules) {
  std::vector<FactSaid> missing;
  if (!run.entry().engine.on_hold.known()) merge(missing, {fact_of(run.entry(), model::Fact::OnHold)});
  for (const RuleSaid& rule : rules) {
    if (!rule.chosen || rule.replaced == Truth::Yes) continue;
    for (const EffectSaid& e : rule.effects) {
      if (e.stands == Truth::No) continue;
      const model::Effect& effect = run.rules().retention[rule.rule].effects[e.effect];
      if (e.stands == Truth::Unknown)
        merge(missing, missing_for(run, effect.stands));
      else if (effect.date != kNoId && run.day(effect.date) == calendar::kUnknown)
        merge(missing, missing_for(run, effect.date));
    }
  }
  return missing;
}

}  // namespace

model::RuleId rule_named(const model::RuleSet& rules, const Retention& retention, std::string_view name) {
  Versions versions;
  for (const RuleSaid& said : retention.rules)
    if (rules.retention[said.rule].heading.name == name) versions.add(said.rule, said.chosen, said.in_force);
  return versions.best();
}

Retention explain_retention(const program::Program& program, const model::Entry& entry, const model::AsOf& as_of) {
  const Run run(program, entry, as_of);
  Retention r;
  r.asked = {entry.row.record, entry.row.key, as_of};
  r.verdict = verdict_of(run);
  const decide::Timeline line =
      decide::timeline(program, run.batch(), run.other_machine(), as_of.day, calendar::kLastDay, kMostDays);
  add_the_end(run, line, r.verdict);
  r.rules = rules_said(run, r.verdict);
  add_next_review(r.rules, r.verdict);
  const decide::Bounds bounds = decide::bounds(run.machine(), r.verdict.due, entry, as_of);
  r.bounds = {bounds.earliest, bounds.latest};
  r.missing = missing_facts(run, r.rules);
  if (!r.verdict.erase_due) {
    const Day gone = is_day(r.verdict.gone_from) ? r.verdict.gone_from : kNever;
    r.changes = earlier_than(run, std::min(gone, r.verdict.due));
  }
  r.timeline = steps(run, r, line);
  r.readings = other_readings(run, r.verdict);
  return r;
}

}  // namespace frist::explain
