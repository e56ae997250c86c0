// SPDX-License-Identifier: Apache-2.0
// `score`: what a value means, and when it is computed again.
#include "engine/words/page.hpp"

namespace frist::words {
namespace {

using explain::Score;
using model::kNoId;

// Bounds are in millionths whatever the type.
std::string bound_text(const Voice& voice, const model::Bands& bands, std::int64_t value) {
  return bands.type.percent ? percent_text(voice.language(), value) : number_text(voice.language(), value, 6);
}

std::string range_text(const Voice& voice, const model::Bands& bands, const model::Band& band) {
  std::string text;
  if (band.lower)
    text = voice.say(band.lower->inclusive ? Word::band_from : Word::band_above,
                     {{"low", bound_text(voice, bands, band.lower->value)}});
  if (!band.upper) return text;
  const std::string high = voice.say(band.upper->inclusive ? Word::band_through : Word::band_below,
                                     {{"high", bound_text(voice, bands, band.upper->value)}});
  return text.empty() ? high : text + ", " + high;
}

std::string band_text(const Voice& voice, const model::Bands& bands, std::uint32_t band) {
  return band == kNoId ? voice.say(Word::no_band)
                       : title_of(voice.language(), bands.bands[band].titles, bands.bands[band].name);
}

void add_answer(Page& page, const model::Bands& bands, const Score& s) {
  const Voice& voice = page.voice();
  const std::string score = voice.heading(bands.heading),
                    value = typed_text(voice.language(), voice.rules(), bands.type, s.value.number, model::kAnyCurrency,
                                       std::nullopt);
  Word word = Word::score_band;
  if (!s.value.known())
    word = Word::score_not_known;
  else if (s.refused)
    word = Word::score_refused;
  else if (s.band == kNoId)
    word = Word::score_no_band;
  page.answer(voice.say(word, {{"score", score}, {"value", value}, {"band", band_text(voice, bands, s.band)}}));
  if (!s.chosen) page.answer(voice.say(Word::reading_not_chosen));
  if (s.in_force != explain::Truth::Yes) page.answer(voice.say(Word::rule_not_in_force));
  if (s.band != kNoId)
    page.text(voice.say(Word::band_range, {{"range", range_text(voice, bands, bands.bands[s.band])}}));
}

void add_schedule(Page& page, const model::Bands& bands, const Score& s) {
  const Voice& voice = page.voice();
  if (bands.recalculated_daily)
    page.text(voice.say(Word::recalculated_daily));
  else if (calendar::is_day(s.last) && calendar::is_day(s.next))
    page.text(voice.say(Word::recalculated, {{"last", voice.date(s.last)}, {"next", voice.date(s.next)}}));
}

}  // namespace

Lines narrate(const model::RuleSet& rules, const Score& s, const Manner& manner) {
  Page page(rules, manner);
  const model::Bands& bands = rules.bands[s.bands];
  add_answer(page, bands, s);
  add_schedule(page, bands, s);
  page.heading(Word::heading_rule);
  page.text(page.voice().say(Word::rule_named, {{"title", page.voice().heading(bands.heading)},
                                                {"name", bands.heading.name},
                                                {"policy", title_of(manner.language, rules.titles, rules.name)},
                                                {"version", rules.version}}));
  page.sources(bands.heading, 1);
  if (!s.readings.empty()) page.heading(Word::heading_readings);
  for (const Score::Other& other : s.readings) {
    page.item(page.voice().say(Word::reading_band,
                               {{"choice", page.voice().choice(other.reading)},
                                {"reading", page.voice().reading(other.reading)},
                                {"band", band_text(page.voice(), rules.bands[other.reading.rule], other.band)}}));
  }
  return page.take();
}

}  // namespace frist::words
