// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/decide/timeline.hpp"
#include "engine/explain/conditions.hpp"
#include "engine/explain/explain.hpp"
#include "engine/explain/missing.hpp"
#include "engine/explain/steps.hpp"
#include "engine/explain/trials.hpp"
#include "engine/explain/versions.hpp"

namespace frist::explain {
namespace {

using model::kNoId;

Truth all_of(const std::vector<Said>& conditions) {
  Truth all = Truth::Yes;
  for (const Said& said : conditions) {
    if (said.value == Truth::No) return Truth::No;
    if (said.value == Truth::Unknown) all = Truth::Unknown;
  }
  return all;
}

std::vector<Said> tell(const Run& run, const std::vector<model::Requirement>& requirements) {
  std::vector<Said> said;
  for (const model::Requirement& r : requirements) said.push_back(said_of(run, r.condition));
  return said;
}

// Of alternatives those that hold decide; where none does, all that are as near as the answer.
void add_alternatives(const Run& run, const model::Eligibility& rule, Eligibility& e) {
  for (std::uint32_t k = 0; k < rule.alternatives.size(); ++k) {
    AlternativeSaid said;
    said.alternative = k;
    said.requires_all = tell(run, rule.alternatives[k].requires_all);
    said.holds = all_of(said.requires_all);
    e.alternatives.push_back(std::move(said));
  }
  Truth best = Truth::No;
  for (const AlternativeSaid& a : e.alternatives) {
    if (a.holds == Truth::Yes) best = Truth::Yes;
    if (a.holds == Truth::Unknown && best == Truth::No) best = Truth::Unknown;
  }
  for (AlternativeSaid& a : e.alternatives) a.decisive = a.holds == best;
}

Day first_not_permitted(const program::Program& program, model::ExprId permitted, const model::Entry& entry, Day from) {
  Day day = from;
  for (std::size_t n = 0; n < kMostDays && calendar::is_day(day); ++n) {
    const Run run(program, entry, decide::start_of(program, day));
    if (run.truth(permitted) != Truth::Yes) return day;
    day = run.next(permitted, run.entry_place());
  }
  return calendar::kNever;
}

void add_days(const Run& run, const model::Eligibility& rule, Eligibility& e) {
  const Day next = run.next(rule.permitted, run.entry_place());
  if (e.permitted == Truth::Yes) {
    e.first_permitted = run.as_of().day;
    e.permitted_until = first_not_permitted(run.program(), rule.permitted, run.entry(), next);
    return;
  }
  e.first_permitted = calendar::is_day(next)
                          ? decide::first_day(run.program(), rule.permitted, run.entry(), next, kMostDays)
                          : calendar::kNever;
}

std::vector<OtherReading> readings(const Run& run, std::string_view name, std::uint32_t asked) {
  std::vector<OtherReading> found;
  const auto& all = run.rules().eligibility;
  for (std::uint32_t k = 0; k < all.size(); ++k) {
    const model::ReadingOf& reading = all[k].heading.reading;
    if (!is_named(run, all[k], name) || reading.chosen || k == asked ||
        run.truth(all[k].heading.force.holds) == Truth::No)
      continue;
    OtherReading other;
    other.choice = reading.choice;
    other.reading = reading.reading;
    other.rule = k;
    other.permitted = run.truth(all[k].permitted);
    found.push_back(other);
  }
  return found;
}

}  // namespace

std::optional<Eligibility> explain_eligibility(const program::Program& program, std::string_view name,
                                               const model::Entry& entry, const model::AsOf& as_of) {
  const Run run(program, entry, as_of);
  const std::uint32_t id = version_of(run, run.rules().eligibility, name);
  if (id == kNoId) return std::nullopt;
  const model::Eligibility& rule = run.rules().eligibility[id];
  Eligibility e;
  e.asked = {entry.row.record, entry.row.key, as_of};
  e.rule = id;
  e.chosen = rule.heading.reading.chosen;
  e.permitted = run.truth(rule.permitted);
  e.in_force = run.truth(rule.heading.force.holds);
  if (rule.when != kNoId) e.when = said_of(run, rule.when);
  e.requires_all = tell(run, rule.requires_all);
  add_alternatives(run, rule, e);
  e.missing = missing_for(run, rule.permitted);
  add_days(run, rule, e);
  if (e.permitted != Truth::Yes) e.changes = permitting(run, rule.permitted);
  e.readings = readings(run, name, id);
  for (OtherReading& other : e.readings) other.same = other.permitted == e.permitted;
  return e;
}

}  // namespace frist::explain
