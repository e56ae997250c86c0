// SPDX-License-Identifier: Apache-2.0
// The first lines of `why` and `when`: until when, and what a person has to do.
#include <algorithm>

#include "engine/words/retention_parts.hpp"

namespace frist::words {
namespace {

using calendar::Day;
using calendar::is_day;
using explain::Part;
using explain::Retention;
using model::EffectKind;
using model::kNoId;

constexpr Day kFarAway = 36500;  // a search that got so far found no end

// The duty or hold that sets the day; null where something else does.
const explain::EffectSaid* keeper(const Retention& r) {
  for (const auto& rule : r.rules)
    for (const auto& effect : rule.effects)
      if (rule.rule == r.verdict.rule && effect.part == Part::Keeps) return &effect;
  return nullptr;
}

Word word_of_keeper(const explain::EffectSaid* said) {
  if (!said) return Word::kept_by_open_duty;
  if (said->stands == explain::Truth::Unknown) return Word::kept_may_apply;
  if (said->kind == EffectKind::Hold) return Word::kept_by_hold;
  return said->kind == EffectKind::Keep ? Word::kept_by_open_duty : Word::kept_permanently;
}

void add_undated(Page& page, const Retention& r, const std::string& entry) {
  const Voice& voice = page.voice();
  const explain::Verdict& v = r.verdict;
  if (v.hold_unknown) return page.answer(voice.say(Word::kept_not_known, {{"entry", entry}}));
  if (v.placed_hold) return page.answer(voice.say(Word::kept_by_person, {{"entry", entry}}));
  if (v.duty == calendar::kNever && v.rule != kNoId)
    return page.answer(voice.say(word_of_keeper(keeper(r)), {{"entry", entry}, {"rule", voice.rule(v.rule)}}));
  if (may_still_erase(r)) return page.answer(voice.say(Word::kept_not_known, {{"entry", entry}}));
  const bool near = v.gone_from == calendar::kUnknown && v.searched_until - r.asked.as_of.day < kFarAway;
  page.answer(near ? voice.say(Word::kept_so_far, {{"entry", entry}, {"until", voice.date(v.searched_until)}})
                   : voice.say(Word::kept_no_end, {{"entry", entry}}));
}

void add_day(Page& page, const Retention& r) {
  const Voice& voice = page.voice();
  const explain::Verdict& v = r.verdict;
  const std::string entry = voice.entry(r.asked.record, r.asked.key);
  const Day today = r.asked.as_of.day;
  const Day gone = v.erase_due ? v.due : v.gone_from;
  const std::string as_of = voice.date(today);
  if (!is_day(gone)) {
    add_undated(page, r, entry);
    return page.answer(voice.say(Word::as_of, {{"as_of", as_of}}));
  }
  const Word word = v.erase_due ? Word::gone_since : Word::kept_through;
  page.answer(voice.say(
      word, {{"entry", entry}, {"last", voice.date(calendar::plus_days(gone, -1))}, {"gone", voice.date(gone)}}));
  if (const auto* duty = keeper(r); duty && duty->stands == explain::Truth::Unknown && !v.erase_due)
    page.answer(voice.say(Word::counts_as_applying, {{"rule", voice.rule(v.rule)}}));
  if (today == gone) return page.answer(voice.say(Word::as_of, {{"as_of", as_of}}));
  page.answer(voice.say(v.erase_due ? Plural::days_over : Plural::days_remain,
                        v.erase_due ? today - gone : gone - today, {{"as_of", as_of}}));
}

// The day from which the entry would be gone if no hold stood: its limit, or the end of a duty that outlasts it.
Day gone_without_holds(const Retention& r) {
  Day gone = r.verdict.limit;
  for (const auto& rule : r.rules)
    for (const auto& effect : rule.effects) {
      const bool duty = effect.kind == EffectKind::Keep || effect.kind == EffectKind::KeepPermanently;
      if (!duty || !rule.chosen || rule.replaced == explain::Truth::Yes || effect.stands == explain::Truth::No)
        continue;
      if (!is_day(effect.kept_through)) return calendar::kNever;
      gone = std::max(gone, calendar::plus_days(effect.kept_through, 1));
    }
  return gone;
}

void add_restriction(Page& page, const Retention& r) {
  const Voice& voice = page.voice();
  const explain::Verdict& v = r.verdict;
  if (v.erase_due || !is_day(v.limit) || v.due <= v.limit) return;
  const std::string limit = voice.date(v.limit);
  if (v.held) {
    const Day gone = gone_without_holds(r);
    if (is_day(gone)) page.answer(voice.say(Word::held_back, {{"limit", voice.date(gone)}}));
    return;
  }
  const Word word = v.restricted ? Word::restricted_now : Word::restricted_later;
  page.answer(voice.say(word, {{"limit", limit}, {"duty", voice.rule(v.rule)}}));
}

void add_bounds(Page& page, const Retention& r) {
  if (!r.bounds.open()) return;
  const Voice& voice = page.voice();
  const Word word = is_day(r.bounds.latest) ? Word::bounds : Word::bounds_no_end;
  page.answer(voice.say(word, {{"earliest", voice.date(r.bounds.earliest)}, {"latest", voice.date(r.bounds.latest)}}));
}

void add_acts(Page& page, const Retention& r) {
  for (const auto& rule : r.rules)
    for (const auto& effect : rule.effects) {
      if (effect.part != Part::Acts) continue;
      const model::RetentionRule& declared = page.voice().rules().retention[rule.rule];
      page.answer(page.voice().say(Word::act_done_since,
                                   {{"date", page.voice().date(effect.limit)},
                                    {"act", page.voice().act(declared.effects[effect.effect], declared.record)},
                                    {"rule", page.voice().plain_rule(rule.rule)}}));
    }
}

void add_reviews(Page& page, const Retention& r) {
  const Voice& voice = page.voice();
  const explain::Verdict& v = r.verdict;
  if (v.erase_due) return;
  if (v.review_due)
    page.answer(
        voice.say(Word::review_now, {{"date", voice.date(v.review_on)}, {"rule", voice.plain_rule(v.review_rule)}}));
  else if (is_day(v.next_review) && (!is_day(v.gone_from) || v.next_review < v.gone_from))
    page.answer(voice.say(Word::review_next,
                          {{"date", voice.date(v.next_review)}, {"rule", voice.plain_rule(v.next_review_rule)}}));
}

}  // namespace

void add_answer(Page& page, const Retention& r) {
  add_day(page, r);
  add_bounds(page, r);
  add_restriction(page, r);
  add_acts(page, r);
  add_reviews(page, r);
}

}  // namespace frist::words
