// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/said_json.hpp"

#include "engine/codec/value_text.hpp"

namespace frist::codec {
namespace {

using explain::Cause;
using explain::FactSaid;
using explain::Said;
using explain::Truth;
using model::kNoId;
using model::Value;

// Values as texts are written by the codec of fields; what is computed gets a field of its type for the purpose.
model::Field field_of(const model::Type& type) {
  model::Field field;
  field.type = type;
  return field;
}

}  // namespace

using Json = SaidJson::Json;

SaidJson::SaidJson(const model::RuleSet& rules) : rules_(rules), zone_(calendar::Zone::find(rules.zone)) {
  if (!zone_) zone_ = calendar::Zone::find("UTC");
}

Json SaidJson::day(calendar::Day day) {
  if (day == calendar::kNone) return nullptr;
  return calendar::to_iso(day);
}

Json SaidJson::truth(Truth truth) { return truth == Truth::Yes ? "yes" : truth == Truth::No ? "no" : "unknown"; }

Json SaidJson::instant(std::int64_t instant) const {
  return zone_ ? calendar::to_iso(instant, *zone_) : calendar::to_iso(instant);
}

Json SaidJson::answer(const char* schema, const explain::Asked& asked) const {
  Json json{{"schema", schema},
            {"policy", {{"name", rules_.name}, {"version", rules_.version}}},
            {"as_of", day(asked.as_of.day)}};
  if (asked.record != kNoId) json["record"] = rules_.records[asked.record].name;
  if (!asked.key.empty()) json["key"] = asked.key;
  return json;
}

Json SaidJson::rule(model::RuleId rule) const {
  return rule == kNoId ? Json(nullptr) : Json(rules_.retention[rule].heading.name);
}

Json SaidJson::heading(const model::Heading& h) const {
  Json json{{"name", h.name}, {"title", h.titles.en}, {"cites", Json::array()}};
  for (const model::Citation& c : h.cites) {
    const bool known = c.source < rules_.sources.size();
    json["cites"].push_back(
        {{"source", known ? Json(rules_.sources[c.source].name) : Json(nullptr)}, {"place", c.place}});
  }
  if (h.force.from != calendar::kFirstDay) json["in_force_from"] = day(h.force.from);
  if (h.force.through != calendar::kLastDay) json["in_force_through"] = day(h.force.through);
  return json;
}

Json SaidJson::row(const explain::RowRef& row) const {
  Json json{{"record", rules_.records[row.record].name}};
  if (row.number != 0) json["number"] = row.number;
  if (!row.key.empty()) json["key"] = row.key;
  return json;
}

std::string SaidJson::number_text(const model::Type& type, std::int64_t number, model::Currency currency) const {
  return text_of_value(rules_, field_of(type), Value{Value::State::Known, number, currency, {}}, *zone_);
}

Json SaidJson::value(const FactSaid& fact, const Value& value) const {
  if (value.state == Value::State::NotReadable) return value.text;
  if (!value.known()) return nullptr;
  if (fact.kind == FactSaid::Kind::Field)
    return text_of_value(rules_, rules_.records[fact.row.record].fields[fact.id], value, *zone_);
  if (fact.kind == FactSaid::Kind::Engine && fact.id == static_cast<std::uint32_t>(model::Fact::OnHold))
    return value.number != 0 ? "yes" : "no";
  return day(static_cast<calendar::Day>(value.number));
}

Json SaidJson::fact_place(const FactSaid& fact) const {
  Json json{{"of", row(fact.row)}};
  const model::Record& record = rules_.records[fact.row.record];
  switch (fact.kind) {
    case FactSaid::Kind::Field:
      json["field"] = record.fields[fact.id].name;
      break;
    case FactSaid::Kind::Engine:
      json["fact"] = name_of(static_cast<model::Fact>(fact.id));
      break;
    case FactSaid::Kind::List:
      json["list"] = record.lists[fact.id].name;
      break;
    case FactSaid::Kind::Others:
      json["others"] = rules_.records[fact.id].name;
      break;
  }
  return json;
}

Json SaidJson::fact(const FactSaid& fact) const {
  Json json = fact_place(fact);
  static constexpr const char* kStates[] = {"known", "none", "unknown", "not_readable"};
  json["state"] = kStates[static_cast<std::size_t>(fact.value.state)];
  json["value"] = value(fact, fact.value);
  if (fact.cause != Cause::None) json["cause"] = name_of(fact.cause);
  return json;
}

Json SaidJson::facts(const std::vector<FactSaid>& facts) const {
  Json list = Json::array();
  for (const FactSaid& f : facts) list.push_back(fact(f));
  return list;
}

Json SaidJson::computed(const explain::Computed& c) const {
  const model::Expr& expr = rules_.expr(c.expr);
  Json json{{"written", rules_.as_written(expr.span)}};
  if (c.state != Value::State::Known) {
    json["value"] = nullptr;
  } else if (c.low == c.high) {
    json["value"] = number_text(expr.type, c.low, c.currency);
  } else {
    json["at_least"] = number_text(expr.type, c.low, c.currency);
    if (c.high != std::numeric_limits<std::int64_t>::max())
      json["at_most"] = number_text(expr.type, c.high, c.currency);
  }
  return json;
}

Json SaidJson::condition(const Said& said) const {
  Json json{{"written", said.written}, {"value", truth(said.value)}, {"decisive", said.decisive}};
  if (!said.label.empty()) json["label"] = said.label;
  if (said.define != kNoId) json["define"] = rules_.defines[said.define].heading.name;
  if (said.next_change != calendar::kNever) json["next_change"] = day(said.next_change);
  if (said.row) json["row"] = row(*said.row);
  if (said.cut) json["cut"] = true;
  if (said.cause != Cause::None) json["cause"] = name_of(said.cause);
  if (!said.parts.empty()) json["parts"] = conditions(said.parts);
  if (!said.facts.empty()) json["facts"] = facts(said.facts);
  for (const explain::Computed& c : said.computed) json["computed"].push_back(computed(c));
  return json;
}

Json SaidJson::conditions(const std::vector<Said>& said) const {
  Json list = Json::array();
  for (const Said& s : said) list.push_back(condition(s));
  return list;
}

Json SaidJson::sets(const std::vector<explain::SetFact>& sets) const {
  Json list = Json::array();
  for (const explain::SetFact& set : sets) {
    Json json = fact_place(set.now);
    json["now"] = value(set.now, set.now.value);
    json["then"] = value(set.now, set.then);
    list.push_back(std::move(json));
  }
  return list;
}

Json SaidJson::reading(const explain::OtherReading& other) const {
  const model::Choice& choice = rules_.choices[other.choice];
  return {{"choice", choice.heading.name}, {"reading", choice.readings[other.reading].name}, {"same", other.same}};
}

}  // namespace frist::codec
