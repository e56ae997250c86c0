// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "engine/service/example_run.hpp"
#include "engine/service/example_words.hpp"

namespace frist::service {
namespace {

using calendar::Day;
using calendar::to_iso;
using Kind = model::Expectation::Kind;

// The day on which the entry really goes, and by which rule. On the first day that was looked at it may have been due
// for long; later it goes on the day on which that becomes so.
struct Going {
  Day day = calendar::kNever;
  std::uint16_t rule = decide::kNoRule;
};
Going going_in(const decide::Timeline& timeline) {
  for (std::size_t i = 0; i < timeline.steps.size(); ++i) {
    const decide::Step& step = timeline.steps[i];
    if (step.verdict.erase_due) return {i == 0 ? step.verdict.due : step.from, step.verdict.rule};
  }
  return {calendar::kNever, timeline.steps.empty() ? decide::kNoRule : timeline.steps.back().verdict.rule};
}

std::string going_words(const Going& going, const std::string& rule) {
  if (going.day == calendar::kNever) return "never erased" + by_words(rule);
  return fmt::format("kept through {}, erased on {}{}", to_iso(going.day - 1), to_iso(going.day), by_words(rule));
}

}  // namespace

ExampleRun::Outcome ExampleRun::kept_or_erased(const model::Expectation& e, const program::Program& p,
                                               std::set<std::string>& said) {
  const decide::Timeline timeline = decide::timeline(p, *example_.entry, as_of_.day, calendar::kLastDay);
  const Going going = going_in(timeline);
  const decide::Verdict& now = timeline.steps.at(0).verdict;
  const std::string rule = rule_name(e.kind == Kind::Kept ? now.rule : going.rule);
  if (!rule.empty()) said.insert(rule);
  if (e.dates.size() == 2) {
    const decide::Bounds b = decide::bounds(p, *example_.entry, as_of_);
    if (b.earliest == e.dates[0] && b.latest == e.dates[1]) return {};
    return fmt::format("erased between {} and {}", to_iso(b.earliest),
                       b.latest == calendar::kNever ? "never" : to_iso(b.latest));
  }
  bool holds = false;
  switch (e.kind) {
    case Kind::KeptThrough:
      holds = going.day != calendar::kNever && going.day - 1 == e.dates[0];
      break;
    case Kind::Act:
      holds = going.day == e.dates[0];
      break;
    case Kind::Kept:
      holds = !now.erase_due;
      break;
    default:
      holds = going.day == calendar::kNever;
      break;
  }
  if (holds && (e.by.empty() || e.by == rule)) return {};
  return going_words(going, rule);
}

ExampleRun::Outcome ExampleRun::milder_act(const model::Expectation& e, const program::Program& p,
                                           std::set<std::string>& said) {
  std::string got = "not done";
  for (const decide::Step& step : decide::timeline(p, *example_.entry, earliest_, calendar::kLastDay).steps) {
    std::set<std::string> rules;
    for (std::size_t bit = 0; bit < p.acts.size(); ++bit)
      if ((step.verdict.acts >> bit & 1) &&
          rules_->retention[p.acts[bit].rule].effects[p.acts[bit].effect].kind == e.act)
        rules.insert(rules_->retention[p.acts[bit].rule].heading.name);
    if (e.act == model::EffectKind::Restrict && step.verdict.restricted) rules.insert(rule_name(step.verdict.rule));
    if (rules.empty()) continue;
    said.insert(rules.begin(), rules.end());
    if (step.from == e.dates[0] && (e.by.empty() || rules.contains(e.by))) return {};
    got = fmt::format("on {}{}", to_iso(step.from), by_words(*rules.begin()));
    break;
  }
  return got;
}

ExampleRun::Outcome ExampleRun::reviewed(const model::Expectation& e, const program::Program& p,
                                         std::set<std::string>& said) {
  std::vector<Day> days;
  bool by_that_rule = true;
  for (const decide::Step& step : decide::timeline(p, *example_.entry, earliest_, e.dates.back()).steps) {
    if (!step.verdict.review_due || (!days.empty() && days.back() == step.verdict.review_on)) continue;
    days.push_back(step.verdict.review_on);
    const std::string rule = rule_name(step.verdict.review_rule);
    said.insert(rule);
    by_that_rule &= e.by.empty() || e.by == rule;
  }
  if (days == e.dates && by_that_rule) return {};
  std::vector<std::string> words;
  for (Day day : days) words.push_back(to_iso(day));
  return words.empty() ? "not reviewed" : fmt::format("reviewed on {}", fmt::join(words, ", "));
}

}  // namespace frist::service
