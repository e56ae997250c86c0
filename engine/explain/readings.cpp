// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/readings.hpp"

#include <algorithm>

#include "engine/decide/timeline.hpp"
#include "engine/explain/steps.hpp"
#include "rules/program/compile.hpp"

namespace frist::explain {
namespace {

using model::ChoiceId;
using model::kNoId;

std::vector<ChoiceId> choices_of(const model::RuleSet& rules, model::RecordId record) {
  std::vector<ChoiceId> found;
  for (const model::RetentionRule& rule : rules.retention) {
    const ChoiceId choice = rule.heading.reading.choice;
    if (rule.record == record && choice != kNoId && std::find(found.begin(), found.end(), choice) == found.end())
      found.push_back(choice);
  }
  return found;
}

OtherReading ask(const Run& run, const model::ReadingChosen& reading, const Verdict& verdict) {
  const auto program =
      program::compile(run.program().rules, run.program().record, program::Purpose::Night, {{}, {&reading, 1}});
  OtherReading other;
  other.choice = reading.choice;
  other.reading = reading.reading;
  const decide::Timeline line = decide::timeline(*program, run.entry(), run.as_of().day, calendar::kLastDay, kMostDays);
  other.due = line.searched_until == calendar::kNever ? calendar::kNever : calendar::kUnknown;
  for (const decide::Step& step : line.steps) {
    if (!step.verdict.erase_due) continue;
    // On the as-of day it may have been due for long.
    other.due = step.verdict.due;
    other.rule = step.verdict.rule >= decide::kPlacedHold ? kNoId : model::RuleId{step.verdict.rule};
    break;
  }
  other.same = other.due == (verdict.erase_due ? verdict.due : verdict.gone_from);
  return other;
}

}  // namespace

std::vector<OtherReading> other_readings(const Run& run, const Verdict& verdict) {
  std::vector<OtherReading> found;
  const model::RuleSet& rules = run.rules();
  for (const ChoiceId choice : choices_of(rules, run.program().record))
    for (std::uint32_t k = 0; k < rules.choices[choice].readings.size(); ++k)
      if (k != rules.choices[choice].chosen) found.push_back(ask(run, {choice, k}, verdict));
  return found;
}

}  // namespace frist::explain
