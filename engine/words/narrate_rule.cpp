// SPDX-License-Identifier: Apache-2.0
// `decide` with a retention rule, and the lines before the answer about an entry that is no more.
#include <algorithm>

#include "dsl/text/check.hpp"
#include "engine/words/narrate.hpp"
#include "engine/words/retention_parts.hpp"

namespace frist::words {
namespace {

using explain::Retention;
using explain::RuleSaid;
using explain::Truth;

Word word_of(const RuleSaid& said) {
  if (said.applies == Truth::No || said.in_force == Truth::No || said.replaced == Truth::Yes || !said.chosen)
    return Word::rule_does_not_apply;
  const bool sure = said.applies == Truth::Yes && said.replaced == Truth::No;
  return sure ? Word::rule_applies : Word::rule_may_apply;
}

// The rule by its title; where the policy has none of that name any more, by the name.
std::string title_of_rule(const Voice& voice, const std::string& name) {
  for (model::RuleId id = 0; id < voice.rules().retention.size(); ++id)
    if (voice.rules().retention[id].heading.name == name) return voice.rule(id);
  return name;
}

// The answer about the entry, and the clauses that it rests on.
void add_outcome(Page& page, const Retention& r, const Manner& manner) {
  Page whole(page.voice().rules(), manner);
  add_answer(whole, r);
  for (Line& line : whole.take()) page.text(std::move(line.text));
  for (const RuleSaid& rule : r.rules)
    for (const explain::EffectSaid& effect : rule.effects)
      if (is_a_reason(r, rule, effect)) add_part(page, rule, effect);
}

}  // namespace

Lines narrate_rule(const model::RuleSet& rules, const Retention& r, model::RuleId rule, const Manner& manner) {
  Page page(rules, manner);
  const auto said = std::find_if(r.rules.begin(), r.rules.end(), [&](const RuleSaid& s) { return s.rule == rule; });
  FRIST_CHECK(said != r.rules.end());
  const Voice& voice = page.voice();
  const model::Heading& heading = rules.retention[rule].heading;
  page.answer(
      voice.say(word_of(*said), {{"rule", voice.rule(rule)}, {"entry", voice.entry(r.asked.record, r.asked.key)}}));
  if (!said->chosen) page.answer(voice.say(Word::reading_not_chosen));
  page.answer(voice.say(Word::as_of, {{"as_of", voice.date(r.asked.as_of.day)}}));
  page.heading(Word::heading_effects);
  for (const explain::EffectSaid& effect : said->effects) add_part(page, *said, effect);
  page.in_force(heading, rules.retention[rule].record, 1);
  page.sources(heading, 1);
  if (said->when) {
    page.heading(Word::heading_conditions);
    page.condition(*said->when, 1);
  }
  page.heading(Word::heading_in_the_end);
  add_outcome(page, r, manner);
  page.missing(r.missing);
  return page.take();
}

Lines narrate_erasure(const model::RuleSet& rules, const explain::Asked& asked, const Erasure& e,
                      const Manner& manner) {
  Page page(rules, manner);
  const Voice& voice = page.voice();
  page.answer(voice.say(Word::erased_in_night, {{"entry", voice.entry(asked.record, asked.key)},
                                                {"date", voice.date(e.night)},
                                                {"seq", std::to_string(e.seq)},
                                                {"time", e.time},
                                                {"rule", title_of_rule(voice, e.rule)}}));
  if (e.asked) page.answer(voice.say(Word::erased_asked, {{"as_of", voice.date(*e.asked)}}));
  page.add(0, Style::Heading, voice.say(Word::as_it_was, {{"date", voice.date(e.night)}}));
  return page.take();
}

}  // namespace frist::words
