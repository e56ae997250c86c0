// SPDX-License-Identifier: Apache-2.0
// The rules behind `why`: those that the answer rests on in full, the others in a line each.
#include <algorithm>

#include "engine/explain/conditions.hpp"
#include "engine/words/retention_parts.hpp"

namespace frist::words {
namespace {

using calendar::is_day;
using explain::EffectSaid;
using explain::FactSaid;
using explain::Part;
using explain::Retention;
using explain::RuleSaid;
using explain::Truth;
using model::Effect;
using model::EffectKind;
using model::kNoId;

void add_start(Page& page, const model::RetentionRule& rule, const Effect& effect, const EffectSaid& said) {
  const Voice& voice = page.voice();
  const std::string start = voice.start(effect.start, rule.record), date = voice.date(said.start);
  if (effect.kind == EffectKind::EraseOnRequest) return page.text(voice.say(Word::requested_on, {{"date", date}}));
  if (effect.at_once) {
    const Word word = effect.kind == EffectKind::Erase ? Word::at_once_from : Word::act_at_once_from;
    return page.text(voice.say(word, {{"start", start}, {"date", date}, {"act", voice.act(effect, rule.record)}}));
  }
  page.text(voice.say(Word::period_runs, {{"period", voice.period(effect.period)}, {"start", start}, {"date", date}}));
  if (said.clipped)
    page.text(voice.say(effect.month_end == calendar::MonthEnd::NextDay ? Word::clipped_to_next_day
                                                                        : Word::clipped_to_last_day));
  if (is_day(said.kept_through))
    page.text(voice.say(said.from_day_itself ? Word::counted_itself : Word::counted_next,
                        {{"last", voice.date(said.kept_through)}}));
}

void add_review(Page& page, const model::RetentionRule& rule, const Effect& effect, const EffectSaid& said) {
  const Voice& voice = page.voice();
  const model::ExprId start = effect.start == kNoId ? effect.date : effect.start;
  page.text(voice.say(effect.kind == EffectKind::ReviewOnce ? Word::review_runs_once : Word::review_runs,
                      {{"period", voice.period(effect.period)},
                       {"start", voice.start(start, rule.record)},
                       {"date", voice.date(said.start)}}));
}

void add_effect(Page& page, const model::RetentionRule& rule, const EffectSaid& said) {
  const Voice& voice = page.voice();
  const Effect& effect = rule.effects[said.effect];
  if (effect.kind == EffectKind::Hold || effect.kind == EffectKind::KeepPermanently) return;
  if (said.part == Part::Reviews) return add_review(page, rule, effect, said);
  add_start(page, rule, effect, said);
  if (is_day(said.floored_to))
    page.text(voice.say(Word::floored, {{"date", voice.date(said.gone_from)}, {"from", voice.date(said.floored_to)}}));
  for (const model::RuleId by : said.extended_by) {
    const auto& effects = voice.rules().retention[by].effects;
    const auto extend =
        std::find_if(effects.begin(), effects.end(), [](const Effect& e) { return e.kind == EffectKind::Extend; });
    if (extend == effects.end()) continue;
    page.text(voice.say(
        Word::extended_by,
        {{"rule", voice.rule(by)}, {"period", voice.period(extend->period)}, {"date", voice.date(said.limit)}}));
  }
}

// Where it is not known whether a rule applies, or from when, that comes before what it says.
void add_doubt(Page& page, const Retention& r, const RuleSaid& said) {
  const auto has = [&](Part part, Truth stands) {
    return std::any_of(said.effects.begin(), said.effects.end(), [&](const EffectSaid& e) {
      return is_a_reason(r, said, e) && e.part == part && e.stands == stands;
    });
  };
  if (has(Part::Keeps, Truth::Unknown))
    page.text(page.voice().say(Word::counts_as_applying, {{"rule", page.voice().rule(said.rule)}}));
  else if (has(Part::Open, Truth::Unknown))
    page.text(page.voice().say(Word::may_not_count));
  else if (has(Part::DateUnknown, Truth::Yes))
    page.text(page.voice().say(Word::day_not_known));
}

void add_rule(Page& page, const Retention& r, const RuleSaid& said) {
  const Voice& voice = page.voice();
  const model::RuleSet& rules = voice.rules();
  const model::RetentionRule& rule = rules.retention[said.rule];
  page.text(voice.say(Word::rule_named, {{"title", voice.heading(rule.heading)},
                                         {"name", rule.heading.name},
                                         {"policy", title_of(voice.language(), rules.titles, rules.name)},
                                         {"version", rules.version}}));
  add_doubt(page, r, said);
  for (const EffectSaid& effect : said.effects)
    if (is_a_reason(r, said, effect)) add_effect(page, rule, effect);
  page.in_force(rule.heading, rule.record, 1);
  page.sources(rule.heading, 1);
}

std::vector<const RuleSaid*> reasons(const Retention& r) {
  std::vector<const RuleSaid*> out;
  for (const RuleSaid& rule : r.rules)
    if (std::any_of(rule.effects.begin(), rule.effects.end(),
                    [&](const EffectSaid& e) { return is_a_reason(r, rule, e); }))
      out.push_back(&rule);
  // What keeps it comes before what it outlasts.
  const auto keeps = [](const RuleSaid* rule) {
    return std::any_of(rule->effects.begin(), rule->effects.end(),
                       [](const EffectSaid& e) { return e.part == Part::Keeps; });
  };
  std::stable_partition(out.begin(), out.end(), keeps);
  return out;
}

bool may_erase(const EffectSaid& e) {
  return (e.kind == EffectKind::Erase || e.kind == EffectKind::EraseOnRequest) &&
         (e.part == Part::Open || e.part == Part::DateUnknown);
}

// The facts of starts, and of conditions that are not shown as trees.
void add_facts(Page& page, const Retention& r, const std::vector<const RuleSaid*>& rules) {
  std::vector<FactSaid> facts;
  for (const RuleSaid* rule : rules)
    for (const EffectSaid& effect : rule->effects)
      if (page.all() || is_a_reason(r, *rule, effect)) explain::merge(facts, effect.facts);
  page.facts(facts);
}

std::string other_rules(const Voice& voice, const std::vector<model::RuleId>& ids) {
  std::vector<std::string> names;
  for (const model::RuleId id : ids) names.push_back(voice.rule(id));
  return voice.joined(names);
}

Word word_of_part(const RuleSaid& rule, const EffectSaid& e) {
  const bool met = rule.in_force == Truth::Yes && (!rule.when || rule.when->value == Truth::Yes);
  if (e.part == Part::DoesNotApply && met && e.start == calendar::kNone) return Word::part_not_started;
  switch (e.part) {
    case Part::Decides:
      return Word::part_decides;
    case Part::Keeps:
    case Part::AlsoKeeps:
      if (e.stands == Truth::Unknown) return Word::part_may_keep;
      return is_day(e.kept_through) ? Word::part_keeps : Word::part_keeps_open;
    case Part::RunsOutLater:
      return Word::part_runs_out_later;
    case Part::Acts:
      return Word::part_acts;
    case Part::ActsLater:
      return Word::part_acts_later;
    case Part::Reviews:
      return is_day(e.next_review) ? Word::part_reviews : Word::part_reviews_no_more;
    case Part::Extends:
      return Word::part_extends;
    case Part::Replaced:
      return Word::part_replaced;
    case Part::Open:
      return Word::part_open;
    case Part::DateUnknown:
      return Word::part_date_unknown;
    case Part::DoesNotApply:
      return Word::part_does_not_apply;
    case Part::NotInForce:
      return Word::part_not_in_force;
    case Part::NotChosen:
      return Word::part_not_chosen;
  }
  return Word::part_does_not_apply;
}

// Where an open special keeps the general rule back, its day is the later of both.
calendar::Day date_of_part(const EffectSaid& e) {
  if (e.part == Part::Keeps || e.part == Part::AlsoKeeps) return e.kept_through;
  return e.part == Part::Reviews ? e.next_review : e.limit;
}

bool is_silent(Part part) {
  return part == Part::DoesNotApply || part == Part::NotInForce || part == Part::NotChosen || part == Part::Acts;
}

}  // namespace

bool may_still_erase(const Retention& r) {
  for (const RuleSaid& rule : r.rules)
    if (std::any_of(rule.effects.begin(), rule.effects.end(), may_erase)) return true;
  return false;
}

bool is_a_reason(const Retention& r, const RuleSaid& rule, const EffectSaid& effect) {
  if (effect.part == Part::Decides || effect.part == Part::Keeps) return true;
  // What nothing erases is there because a person looks at it from time to time.
  const bool looked_at =
      effect.part == Part::Reviews && !is_day(r.verdict.gone_from) && r.verdict.duty != calendar::kNever;
  if (looked_at) return true;
  // What would erase if more were known is why no day can be told.
  if (!is_day(r.verdict.gone_from) && r.verdict.duty != calendar::kNever && may_erase(effect)) return true;
  const bool later = rule.rule == r.verdict.gone_by && rule.rule != r.verdict.rule && is_day(r.verdict.gone_from);
  return later && (effect.kind == EffectKind::Erase || effect.kind == EffectKind::EraseOnRequest) &&
         is_day(effect.limit);
}

void add_part(Page& page, const RuleSaid& rule, const EffectSaid& e) {
  const Voice& voice = page.voice();
  const model::RetentionRule& declared = voice.rules().retention[rule.rule];
  page.item(voice.say(word_of_part(rule, e), {{"rule", voice.plain_rule(rule.rule)},
                                              {"date", voice.date(date_of_part(e))},
                                              {"act", voice.act(declared.effects[e.effect], declared.record)},
                                              {"other", other_rules(voice, rule.replaced_by)}}));
}

// A rule that erases on request says itself when erasure was asked for.
bool says_the_request(const std::vector<const RuleSaid*>& rules) {
  return std::any_of(rules.begin(), rules.end(), [](const RuleSaid* rule) {
    return std::any_of(rule->effects.begin(), rule->effects.end(),
                       [](const EffectSaid& e) { return e.kind == EffectKind::EraseOnRequest && is_day(e.start); });
  });
}

void add_reasons(Page& page, const Retention& r) {
  page.heading(Word::heading_why);
  if (r.verdict.hold_unknown)
    page.text(page.voice().say(Word::placed_hold_unknown));
  else if (r.verdict.placed_hold)
    page.text(page.voice().say(Word::placed_hold_why));
  if (is_day(r.verdict.restricted_on))
    page.text(page.voice().say(Word::restricted_why, {{"date", page.voice().date(r.verdict.restricted_on)}}));
  const std::vector<const RuleSaid*> rules = reasons(r);
  if (is_day(r.verdict.erasure_requested_on) && !says_the_request(rules))
    page.text(page.voice().say(Word::requested_why, {{"date", page.voice().date(r.verdict.erasure_requested_on)}}));
  const bool erased = is_day(r.verdict.gone_from) || r.verdict.duty == calendar::kNever;
  if (!erased && !may_still_erase(r)) page.text(page.voice().say(Word::no_rule_stands));
  bool conditions = false;
  for (const RuleSaid* rule : rules) {
    add_rule(page, r, *rule);
    conditions |= rule->when.has_value();
  }
  if (conditions) page.heading(Word::heading_conditions);
  for (const RuleSaid* rule : rules)
    if (rule->when) page.condition(*rule->when, 1);
  add_facts(page, r, rules);
}

void add_other_rules(Page& page, const Retention& r) {
  bool headed = false;
  for (const RuleSaid& rule : r.rules) {
    for (const EffectSaid& e : rule.effects) {
      if (is_a_reason(r, rule, e) || (is_silent(e.part) && !page.all())) continue;
      if (!headed) page.heading(Word::heading_other_rules);
      headed = true;
      add_part(page, rule, e);
    }
    if (page.all() && rule.when && headed) page.condition(*rule.when, 2);
  }
}

}  // namespace frist::words
