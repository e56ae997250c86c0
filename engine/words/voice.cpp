// SPDX-License-Identifier: Apache-2.0
#include "engine/words/voice.hpp"

#include <fmt/core.h>

#include "engine/words/names.hpp"

namespace frist::words {

using explain::FactSaid;
using model::kNoId;
using model::Value;

Voice::Voice(const model::RuleSet& rules, Language language)
    : rules_(rules), language_(language), zone_(calendar::Zone::find(rules.zone)) {}

std::string Voice::record(model::RecordId record) const {
  return title_of(language_, rules_.records[record].titles, rules_.records[record].name);
}

std::string Voice::entry(model::RecordId record_id, const std::string& key) const {
  const std::string title = record(record_id);
  return key.empty() ? title : say(Word::row_numbered, {{"record", title}, {"number", key}});
}

std::string Voice::field(model::RecordId record, model::FieldId field) const {
  const model::Field& f = rules_.records[record].fields[field];
  return title_of(language_, f.titles, f.name);
}

std::string Voice::plain_rule(model::RuleId rule) const {
  return rule == kNoId ? say(Word::fact_on_hold) : heading(rules_.retention[rule].heading);
}

std::string Voice::rule(model::RuleId rule) const { return quoted(plain_rule(rule)); }

std::string Voice::party(model::PartyId party) const { return heading(rules_.parties[party].heading); }

std::string Voice::citation(const model::Citation& citation) const {
  if (citation.source == kNoId) return citation.place;
  const model::Source& source = rules_.sources[citation.source];
  const std::string& title = source.title.empty() ? source.name : source.title;
  return citation.place.empty() ? title : say(Word::told, {{"what", title}, {"that", citation.place}});
}

std::string Voice::act(const model::Effect& effect, model::RecordId record) const {
  std::vector<std::string> parties, fields;
  for (const model::PartyId p : effect.parties) parties.push_back(party(p));
  for (const model::FieldId f : effect.fields) fields.push_back(field(record, f));
  const std::string name = say(word_of(effect.kind), {{"parties", joined(parties)}});
  return fields.empty() ? name : say(Word::with_fields, {{"act", name}, {"fields", joined(fields)}});
}

std::string Voice::choice(const explain::OtherReading& reading) const {
  return heading(rules_.choices[reading.choice].heading);
}

std::string Voice::reading(const explain::OtherReading& other) const {
  const model::Reading& reading = rules_.choices[other.choice].readings[other.reading];
  return title_of(language_, reading.titles, reading.name);
}

std::string Voice::row_name(const explain::RowRef& row) const {
  const std::string number = row.key.empty() ? fmt::format("{}", row.number) : row.key;
  return say(Word::row_numbered, {{"record", record(row.record)}, {"number", number}});
}

std::string Voice::fact_name(const FactSaid& fact) const {
  std::string name;
  switch (fact.kind) {
    case FactSaid::Kind::Engine:
      return say(word_of(static_cast<model::Fact>(fact.id)));
    case FactSaid::Kind::Others:
      return say(Word::told, {{"what", say(Word::other_records)}, {"that", record(fact.id)}});
    case FactSaid::Kind::List: {
      const model::List& list = rules_.records[fact.row.record].lists[fact.id];
      return title_of(language_, list.titles, list.name);
    }
    case FactSaid::Kind::Field:
      name = field(fact.row.record, fact.id);
  }
  return fact.row.number == 0 ? name : say(Word::fact_of_row, {{"fact", name}, {"row", row_name(fact.row)}});
}

const model::Type* Voice::type_of(const FactSaid& fact) const {
  return fact.kind == FactSaid::Kind::Field ? &rules_.records[fact.row.record].fields[fact.id].type : nullptr;
}

std::string Voice::value(const FactSaid& fact, const Value& value) const {
  if (value.state == Value::State::None)
    return say(fact.kind == FactSaid::Kind::List || fact.kind == FactSaid::Kind::Others ? Word::empty_list
                                                                                        : Word::not_happened);
  if (value.state == Value::State::NotReadable) return quoted(value.text);
  if (!value.known()) return say(Word::not_known);
  const bool hold = fact.kind == FactSaid::Kind::Engine && fact.id == static_cast<std::uint32_t>(model::Fact::OnHold);
  if (hold) return say(value.number != 0 ? Word::yes : Word::no);
  const model::Type* type = type_of(fact);
  if (!type) return date(static_cast<calendar::Day>(value.number));
  if (type->base == model::Base::Text || type->base == model::Base::Link) return quoted(value.text);
  return typed_text(language_, rules_, *type, value.number, value.currency, zone_);
}

std::string Voice::fact_value(const FactSaid& fact) const { return value(fact, fact.value); }

std::string Voice::computed(const explain::Computed& c) const {
  if (c.state == Value::State::None) return say(Word::not_happened);
  if (c.state != Value::State::Known) return say(Word::not_known);
  const model::Type& type = rules_.expr(c.expr).type;
  const auto text = [&](std::int64_t n) { return typed_text(language_, rules_, type, n, c.currency, zone_); };
  if (c.low == c.high) return text(c.low);
  if (c.high == std::numeric_limits<std::int64_t>::max()) return say(Word::at_least_number, {{"low", text(c.low)}});
  return say(Word::between_numbers, {{"low", text(c.low)}, {"high", text(c.high)}});
}

// Labels have one language, that of the policy; a definition may have a title in the reader's.
std::string Voice::condition(const explain::Said& said) const {
  std::string text = said.label;
  if (said.define != kNoId) {
    const model::Titles& titles = rules_.defines[said.define].heading.titles;
    const std::string title = title_or_nothing(language_, titles);
    if (text.empty() || (language_ != Language::English && title != titles.en)) text = title;
  }
  const bool bare = rules_.expr(said.expr).op == model::Op::Field && said.facts.size() == 1;
  if (text.empty() && bare) return quoted(fact_name(said.facts[0]));
  if (text.empty()) text = said.written.empty() ? say(Word::not_known) : quoted(said.written);
  return said.row ? say(Word::fact_of_row, {{"fact", text}, {"row", row_name(*said.row)}}) : text;
}

}  // namespace frist::words
