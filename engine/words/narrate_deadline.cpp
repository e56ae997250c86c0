// SPDX-License-Identifier: Apache-2.0
// When something is due.
#include "engine/words/page.hpp"

namespace frist::words {
namespace {

using explain::Deadline;
using explain::Truth;
using Kind = decide::DeadlineAnswer::Kind;
using model::kNoId;

std::string when_text(const Voice& voice, const decide::When& when) {
  return when.moment ? voice.moment(*when.moment) : voice.date(when.day);
}

void add_answer(Page& page, const model::Deadline& rule, const Deadline& d) {
  const Voice& voice = page.voice();
  const std::string title = voice.heading(rule.heading);
  Word word = Word::deadline_not_known;
  if (d.kind == Kind::NotDue) word = d.applies == Truth::No ? Word::no_deadline : Word::deadline_not_started;
  if (d.kind == Kind::Due) word = d.due.moment ? Word::due_at : Word::due_on;
  page.answer(voice.say(word, {{"rule", title}, {"date", voice.date(d.due.day)}, {"moment", when_text(voice, d.due)}}));
  if (!d.chosen) page.answer(voice.say(Word::reading_not_chosen));
  if (d.outside_calendar) page.answer(voice.say(Word::outside_calendar));
  page.answer(voice.say(Word::as_of, {{"as_of", voice.date(d.asked.as_of.day)}}));
}

void add_counting(Page& page, const model::Deadline& rule, const Deadline& d) {
  const Voice& voice = page.voice();
  if (d.kind != Kind::Due) return;
  if (d.unrolled.day != d.due.day && rule.rolls_in != kNoId)
    page.text(voice.say(Word::rolled_from,
                        {{"date", voice.date(d.unrolled.day)},
                         {"calendar", voice.quoted(voice.heading(voice.rules().calendars[rule.rolls_in].heading))}}));
  if (d.not_before) page.text(voice.say(Word::not_before, {{"date", when_text(voice, *d.not_before)}}));
  if (d.clause >= rule.due.size()) return;
  const model::Due& due = rule.due[d.clause];
  if (due.calendar != kNoId && due.open_minutes > 0)
    page.text(voice.say(Word::open_hours_counted,
                        {{"calendar", voice.quoted(voice.heading(voice.rules().calendars[due.calendar].heading))},
                         {"period", minutes_text(voice.language(), due.open_minutes)}}));
}

void add_readings(Page& page, const Deadline& d) {
  const Voice& voice = page.voice();
  if (!d.readings.empty()) page.heading(Word::heading_readings);
  for (const Deadline::Other& other : d.readings) {
    Word word = other.kind == Kind::NotDue ? Word::reading_not_due : Word::reading_undetermined;
    if (other.kind == Kind::Due) word = other.due.moment ? Word::reading_due_at : Word::reading_due_on;
    if (other.reading.same) word = Word::reading_same;
    page.item(voice.say(word, {{"choice", voice.choice(other.reading)},
                               {"reading", voice.reading(other.reading)},
                               {"date", voice.date(other.due.day)},
                               {"moment", when_text(voice, other.due)}}));
  }
}

}  // namespace

Lines narrate(const model::RuleSet& rules, const Deadline& d, const Manner& manner) {
  Page page(rules, manner);
  const model::Deadline& rule = rules.deadlines[d.rule];
  add_answer(page, rule, d);
  page.heading(Word::heading_why);
  page.text(page.voice().say(Word::rule_named, {{"title", page.voice().heading(rule.heading)},
                                                {"name", rule.heading.name},
                                                {"policy", title_of(manner.language, rules.titles, rules.name)},
                                                {"version", rules.version}}));
  add_counting(page, rule, d);
  page.in_force(rule.heading, rule.record, 1);
  page.sources(rule.heading, 1);
  if (d.when) {
    page.heading(Word::heading_conditions);
    page.condition(*d.when, 1);
  }
  page.facts(d.facts);
  add_readings(page, d);
  page.missing(d.missing);
  return page.take();
}

}  // namespace frist::words
