// SPDX-License-Identifier: Apache-2.0
// `may`: who asked for what, the answer, the permission or prohibition behind it, and the near misses.
#include "engine/words/names.hpp"
#include "engine/words/page.hpp"

namespace frist::words {
namespace {

using explain::Access;
using explain::AccessSaid;
using Match = decide::AccessMatch;
using model::kNoId;
using model::Object;

const model::Access& declared(const model::RuleSet& rules, const AccessSaid& said) {
  return said.prohibition ? rules.prohibitions[said.rule] : rules.permissions[said.rule];
}

std::string object_text(const Voice& voice, const Access& a) {
  const model::RuleSet& rules = voice.rules();
  switch (a.question.object.kind) {
    case Object::Kind::Record:
      return voice.entry(a.question.object.id, a.asked.key);
    case Object::Kind::Bands:
      return voice.heading(rules.bands[a.question.object.id].heading);
    case Object::Kind::Data: {
      const model::DataCategory& data = rules.data_names[a.question.object.id];
      return title_of(voice.language(), data.titles, data.name);
    }
    case Object::Kind::Anything:
      break;
  }
  return voice.say(Word::anything);
}

std::string party_text(const Voice& voice, model::PartyId id) {
  const model::Party& party = voice.rules().parties[id];
  const std::string of = party.of == kNoId ? std::string() : voice.party(party.of);
  return voice.say(Word::in_brackets,
                   {{"text", voice.party(id)}, {"more", voice.say(word_of(party.role), {{"party", of}})}});
}

void add_question(Page& page, const Access& a) {
  const Voice& voice = page.voice();
  const auto line = [&](Word what, const std::string& that) {
    page.text(voice.say(Word::told, {{"what", voice.say(what)}, {"that", that}}));
  };
  line(Word::who, party_text(voice, a.question.party));
  line(Word::does_what, voice.say(word_of(a.question.action)));
  line(Word::to_what, object_text(voice, a));
  std::vector<std::string> fields;
  if (a.question.object.kind == Object::Kind::Record)
    for (const model::FieldId f : a.question.showing) fields.push_back(voice.field(a.question.object.id, f));
  if (!fields.empty()) line(Word::fields_asked, voice.joined(fields));
  if (a.question.purpose == kNoId) return;
  const model::Purpose& purpose = voice.rules().purposes[a.question.purpose];
  const std::string title = voice.heading(purpose.heading);
  line(Word::what_for,
       purpose.basis.empty() ? title : voice.say(Word::purpose_basis, {{"purpose", title}, {"basis", purpose.basis}}));
}

void add_rule(Page& page, const Access& a, const AccessSaid& said) {
  const Voice& voice = page.voice();
  const model::Access& rule = declared(voice.rules(), said);
  Word word = word_of(said.match);
  if (said.match == Match::Matches && said.prohibition) word = Word::rule_forbids;
  if (said.match == Match::OtherPurpose && a.question.purpose == kNoId) word = Word::rule_no_purpose;
  page.item(voice.say(word, {{"rule", voice.heading(rule.heading)}, {"date", voice.date(said.until)}}));
  const bool close = said.match == Match::Matches || said.match == Match::Open || said.match == Match::ConditionNotMet;
  if (said.when && (close || page.all())) page.condition(*said.when, 2);
  if (said.match == Match::Matches && calendar::is_day(said.until))
    page.add(2, Style::Detail, voice.say(Word::rule_until, {{"date", voice.date(said.until)}}));
  const bool decides = said.rule == (said.prohibition ? a.prohibition : a.permission);
  if (decides) page.sources(rule.heading, 2);
}

void add_prohibited_data(Page& page, const model::ProhibitedData& prohibited) {
  std::vector<std::string> names;
  for (const std::uint32_t d : prohibited.data) {
    const model::DataCategory& data = page.voice().rules().data_names[d];
    names.push_back(title_of(page.voice().language(), data.titles, data.name));
  }
  page.text(page.voice().say(Word::data_prohibited, {{"data", page.voice().joined(names)}}));
  page.sources(prohibited.heading, 1);
}

// What the answer turned on; a prohibition that is not about the question says nothing.
bool is_shown(const AccessSaid& said) {
  switch (said.match) {
    case Match::Matches:
    case Match::Open:
      return true;
    case Match::OtherPurpose:
    case Match::OtherFields:
    case Match::Restricted:
    case Match::ConditionNotMet:
    case Match::Expired:
      return !said.prohibition;
    default:
      return false;
  }
}

}  // namespace

Lines narrate(const model::RuleSet& rules, const Access& a, const Manner& manner) {
  Page page(rules, manner);
  const Voice& voice = page.voice();
  page.answer(voice.say(a.permitted ? Word::access_permitted : a.open ? Word::access_open : Word::access_refused));
  page.answer(voice.say(Word::as_of, {{"as_of", voice.date(a.asked.as_of.day)}}));
  if (a.refer_to != kNoId) page.answer(voice.say(Word::refer_to, {{"party", voice.party(a.refer_to)}}));
  if (a.prohibition != kNoId && !rules.prohibitions[a.prohibition].refer_text.empty())
    page.answer(rules.prohibitions[a.prohibition].refer_text);
  add_question(page, a);
  page.heading(Word::heading_why);
  if (a.prohibited_data != kNoId)
    add_prohibited_data(page, rules.prohibited_data[a.prohibited_data]);
  else if (!a.permitted && a.permission == kNoId && a.prohibition == kNoId)
    page.text(voice.say(Word::no_permission));
  for (const AccessSaid& said : a.rules) {
    if (!is_shown(said) && !page.all()) continue;
    add_rule(page, a, said);
  }
  page.missing(a.missing);
  return page.take();
}

}  // namespace frist::words
