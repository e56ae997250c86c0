// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/deadline.hpp"

#include "engine/explain/conditions.hpp"
#include "engine/explain/explain.hpp"
#include "engine/explain/missing.hpp"
#include "engine/explain/versions.hpp"

namespace frist::explain {
namespace {

using model::kNoId;

void add_readings(const Run& run, std::string_view name, Deadline& d) {
  const auto& all = run.rules().deadlines;
  for (std::uint32_t k = 0; k < all.size(); ++k) {
    const model::ReadingOf& reading = all[k].heading.reading;
    if (!is_named(run, all[k], name) || reading.chosen || k == d.rule ||
        run.truth(all[k].heading.force.holds) == Truth::No)
      continue;
    const decide::DeadlineAnswer answer = decide::deadline_of(run.machine(), 0, k, run.as_of().day);
    Deadline::Other other;
    other.reading.choice = reading.choice;
    other.reading.reading = reading.reading;
    other.reading.rule = k;
    other.reading.same = answer.kind == d.kind && answer.due == d.due;
    other.kind = answer.kind;
    other.due = answer.due;
    d.readings.push_back(other);
  }
}

Truth both(Truth a, Truth b) {
  if (a == Truth::No || b == Truth::No) return Truth::No;
  return a == Truth::Yes && b == Truth::Yes ? Truth::Yes : Truth::Unknown;
}

}  // namespace

std::optional<Deadline> explain_deadline(const program::Program& program, std::string_view name,
                                         const model::Entry& entry, const model::AsOf& as_of) {
  const Run run(program, entry, as_of);
  Deadline d;
  d.rule = version_of(run, run.rules().deadlines, name);
  if (d.rule == kNoId) return std::nullopt;
  const model::Deadline& rule = run.rules().deadlines[d.rule];
  const decide::DeadlineAnswer answer = decide::deadline_of(run.machine(), 0, d.rule, as_of.day);
  d.asked = {entry.row.record, entry.row.key, as_of};
  d.chosen = rule.heading.reading.chosen;
  d.kind = answer.kind;
  d.applies = both(run.truth(rule.heading.force.holds), run.truth(rule.when));
  if (rule.when != kNoId) d.when = said_of(run, rule.when);
  d.due = answer.due;
  d.unrolled = answer.unrolled;
  d.not_before = answer.not_before;
  d.clause = answer.which;
  d.outside_calendar = answer.outside_calendar;
  for (std::size_t k = 0; k < rule.due.size(); ++k)
    if (answer.which == kNoId || answer.which == k) merge(d.facts, facts_under(run, rule.due[k].date));
  d.missing = as_facts(run, answer.missing);
  add_readings(run, name, d);
  return d;
}

}  // namespace frist::explain
