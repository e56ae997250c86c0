// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "engine/decide/deadline.hpp"
#include "engine/decide/score.hpp"
#include "engine/service/example_run.hpp"
#include "engine/service/example_words.hpp"

namespace frist::service {
namespace {

using calendar::Day;
using calendar::to_iso;
using Kind = model::Expectation::Kind;

std::string when_words(const model::RuleSet& rules, const decide::When& when) {
  if (!when.moment) return to_iso(when.day);
  return calendar::to_iso(*when.moment, *calendar::Zone::find(rules.zone));
}

bool is(const decide::When& when, const model::Expectation& e) {
  return e.instant ? when.moment == e.instant : !e.dates.empty() && when.day == e.dates[0];
}

// Examples give a score in millionths; a score of whole numbers with a fraction is none.
model::Value in_units_of(const model::Type& type, model::Value score) {
  if (type.base != model::Base::Number || !score.known()) return score;
  if (score.number % model::kDecimalScale != 0) return {};
  score.number /= model::kDecimalScale;
  return score;
}

bool in_force(const model::Force& force, Day day) {
  return force.by != model::kNoId || (force.from <= day && day <= force.through);
}

}  // namespace

ExampleRun::Outcome ExampleRun::eligibility(const model::Expectation& e, const Readings& readings,
                                            std::set<std::string>& said) {
  const model::RecordId record = example_.entry->row.record;
  const program::Program& p = program(record, readings);
  keep(p, *example_.entry);
  bool any = false, yes = false, open = false;
  std::set<std::string> missing;
  Day first = calendar::kNever;
  for (const model::Eligibility& rule : rules_->eligibility) {
    if (rule.record != record || !counts(rule.heading, readings) || (!e.by.empty() && rule.heading.name != e.by))
      continue;
    any = true;
    said.insert(rule.heading.name);
    const auto truth = machine_.truth(p.register_of(rule.permitted), 0);
    yes |= truth == decide::kYes;
    open |= truth != decide::kYes && truth != decide::kNo;
    if (truth != decide::kYes && truth != decide::kNo)
      missing.merge(names_of(*rules_, record, decide::missing_facts(machine_, rule.permitted, 0)));
    if (e.permitted_from) first = std::min(first, decide::first_day(p, rule.permitted, *example_.entry, earliest_));
  }
  if (!any) return fmt::format("no rule decides that about a {}", rules_->records[record].name);
  if (e.permitted_from) {
    if (first == e.dates[0]) return {};
    return first == calendar::kNever ? "never permitted" : fmt::format("permitted from {}", to_iso(first));
  }
  const Kind got = yes ? Kind::Permitted : open ? Kind::Undetermined : Kind::Refused;
  const std::set<std::string> wanted(e.missing.begin(), e.missing.end());
  if (got == e.kind && (wanted.empty() || wanted == missing)) return {};
  if (got == Kind::Undetermined) return fmt::format("undetermined missing {}", fmt::join(missing, ", "));
  return got == Kind::Permitted ? "permitted" : "refused";
}

ExampleRun::Outcome ExampleRun::deadline(const model::Expectation& e, const Readings& readings,
                                         std::set<std::string>& said) {
  const model::RecordId record = example_.entry->row.record;
  keep(program(record, readings), *example_.entry);
  std::string got = "not due";
  bool any = false;
  for (std::uint32_t d = 0; d < rules_->deadlines.size(); ++d) {
    const model::Deadline& rule = rules_->deadlines[d];
    if (rule.record != record || !counts(rule.heading, readings) || (!e.by.empty() && rule.heading.name != e.by))
      continue;
    const decide::DeadlineAnswer answer = decide::deadline_of(machine_, 0, d, as_of_.day);
    any = true;
    said.insert(rule.heading.name);
    if (answer.kind == decide::DeadlineAnswer::Kind::Unknown)
      got = answer.outside_calendar ? "outside of the calendar's years" : "not known when it is due";
    if (answer.kind != decide::DeadlineAnswer::Kind::Due) continue;
    if (e.kind == Kind::DueOn && is(answer.due, e)) return {};
    if (e.kind == Kind::NotBefore && answer.not_before && is(*answer.not_before, e)) return {};
    got = fmt::format("due on {}{}", when_words(*rules_, answer.due), by_words(rule.heading.name));
    if (e.kind == Kind::NotBefore && answer.not_before)
      got = fmt::format("not before {}", when_words(*rules_, *answer.not_before));
  }
  if (!any) return fmt::format("no deadline is about a {}", rules_->records[record].name);
  if (e.kind == Kind::NotDue && got == "not due") return {};
  return got;
}

ExampleRun::Outcome ExampleRun::score(const model::Expectation& e, const Readings& readings,
                                      std::set<std::string>& said) {
  const std::string name = !e.by.empty()                    ? e.by
                           : example_.bands == model::kNoId ? ""
                                                            : rules_->bands[example_.bands].heading.name;
  std::string got = "no bands of that name are in force";
  for (const model::Bands& bands : rules_->bands) {
    if ((!name.empty() && bands.heading.name != name) || !counts(bands.heading, readings) ||
        !in_force(bands.heading.force, as_of_.day))
      continue;
    said.insert(bands.heading.name);
    if (e.kind == Kind::Recalculated) {
      const decide::Recalculation r = decide::recalculation(bands, as_of_.day);
      if (e.dates == std::vector<Day>{r.last, r.next}) return {};
      got = r.last == calendar::kNone ? "never recalculated"
                                      : fmt::format("recalculated last {} next {}", to_iso(r.last), to_iso(r.next));
      continue;
    }
    const decide::ScoreAnswer answer = decide::read_score(bands, in_units_of(bands.type, example_.score));
    const std::string band = answer.kind == decide::ScoreAnswer::Kind::Band ? bands.bands[answer.band].name : "";
    if (e.kind == Kind::Band && !band.empty() && band == e.band) return {};
    if (e.kind == Kind::Refused && answer.kind == decide::ScoreAnswer::Kind::Refused) return {};
    got = !band.empty() ? "band " + band : answer.kind == decide::ScoreAnswer::Kind::Refused ? "refused" : "not read";
  }
  return got;
}

}  // namespace frist::service
