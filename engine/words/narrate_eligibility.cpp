// SPDX-License-Identifier: Apache-2.0
// `decide`: whether something is permitted, what is met and what is not, what is missing, from when on.
#include <algorithm>

#include "engine/words/names.hpp"
#include "engine/words/page.hpp"

namespace frist::words {
namespace {

using calendar::is_day;
using explain::Eligibility;
using explain::Truth;

constexpr std::size_t kChangesShown = 5;

void add_answer(Page& page, const Eligibility& e) {
  const Voice& voice = page.voice();
  const model::Heading& heading = voice.rules().eligibility[e.rule].heading;
  const Word word = e.permitted == Truth::Yes  ? Word::permitted
                    : e.permitted == Truth::No ? Word::refused
                                               : Word::undetermined;
  page.answer(voice.say(word, {{"rule", voice.heading(heading)}}));
  page.answer(voice.say(Word::as_of, {{"as_of", voice.date(e.asked.as_of.day)}}));
  if (!e.chosen) page.answer(voice.say(Word::reading_not_chosen));
  if (e.in_force == Truth::No) page.answer(voice.say(Word::rule_not_in_force));
  if (e.permitted == Truth::Yes) {
    if (is_day(e.permitted_until))
      page.answer(voice.say(Word::permitted_until, {{"date", voice.date(calendar::plus_days(e.permitted_until, -1))}}));
    return;
  }
  if (is_day(e.first_permitted))
    page.answer(voice.say(Word::permitted_from, {{"date", voice.date(e.first_permitted)}}));
  else if (e.first_permitted == calendar::kNever && e.permitted == Truth::No)
    page.answer(voice.say(Word::permitted_never));
}

void add_requirements(Page& page, const Eligibility& e) {
  if (e.when || !e.requires_all.empty()) page.heading(Word::heading_requirements);
  const auto whole = [&](explain::Said said) {
    said.decisive = true;  // every requirement is shown, also those that the answer did not turn on
    page.condition(said, 1);
  };
  if (e.when) whole(*e.when);
  for (const explain::Said& said : e.requires_all) whole(said);
}

void add_alternatives(Page& page, const Eligibility& e) {
  if (e.alternatives.empty()) return;
  const Voice& voice = page.voice();
  page.heading(Word::heading_alternatives);
  for (const explain::AlternativeSaid& said : e.alternatives) {
    const model::Alternative& alternative = voice.rules().eligibility[e.rule].alternatives[said.alternative];
    const std::string title = title_of(voice.language(), alternative.titles, alternative.name);
    const Style style = said.holds == Truth::Yes ? Style::Yes : said.holds == Truth::No ? Style::No : Style::Open;
    page.add(1, style, voice.say(Word::said_line, {{"truth", voice.say(word_of(said.holds))}, {"condition", title}}));
    if (said.decisive || page.all())
      for (const explain::Said& condition : said.requires_all) page.condition(condition, 2);
  }
}

void add_changes(Page& page, const Eligibility& e) {
  if (e.changes.empty()) return;
  page.heading(Word::heading_flips);
  const std::size_t most = page.all() ? e.changes.size() : std::min(e.changes.size(), kChangesShown);
  for (std::size_t k = 0; k < most; ++k)
    page.item(page.voice().say(Word::change_permits, {{"sets", page.sets(e.changes[k])}}));
}

void add_readings(Page& page, const Eligibility& e) {
  if (e.readings.empty()) return;
  page.heading(Word::heading_readings);
  for (const explain::OtherReading& other : e.readings) {
    const Word word = other.permitted == Truth::Yes  ? Word::reading_permits
                      : other.permitted == Truth::No ? Word::reading_refuses
                                                     : Word::reading_undetermined;
    page.item(
        page.voice().say(word, {{"choice", page.voice().choice(other)}, {"reading", page.voice().reading(other)}}));
  }
}

}  // namespace

Lines narrate(const model::RuleSet& rules, const Eligibility& e, const Manner& manner) {
  Page page(rules, manner);
  const model::Eligibility& rule = rules.eligibility[e.rule];
  add_answer(page, e);
  add_requirements(page, e);
  add_alternatives(page, e);
  page.missing(e.missing);
  add_changes(page, e);
  add_readings(page, e);
  page.heading(Word::heading_rule);
  page.text(page.voice().say(Word::rule_named, {{"title", page.voice().heading(rule.heading)},
                                                {"name", rule.heading.name},
                                                {"policy", title_of(manner.language, rules.titles, rules.name)},
                                                {"version", rules.version}}));
  page.in_force(rule.heading, rule.record, 1);
  page.sources(rule.heading, 1);
  return page.take();
}

}  // namespace frist::words
