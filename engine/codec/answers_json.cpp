// SPDX-License-Identifier: Apache-2.0
// Access, scores and deadlines as JSON.
#include "engine/codec/explanation_json.hpp"
#include "engine/codec/said_json.hpp"
#include "rules/model/value_text.hpp"

namespace frist::codec {
namespace {

using model::kNoId;
using model::Object;
using Json = nlohmann::json;

Json object_json(const model::RuleSet& rules, const Object& object) {
  switch (object.kind) {
    case Object::Kind::Record:
      return {{"record", rules.records[object.id].name}};
    case Object::Kind::Bands:
      return {{"score", rules.bands[object.id].heading.name}};
    case Object::Kind::Data:
      return {{"data", rules.data_names[object.id].name}};
    case Object::Kind::Anything:
      break;
  }
  return "anything";
}

Json fields_json(const model::RuleSet& rules, const Object& object, const std::vector<model::FieldId>& fields) {
  Json list = Json::array();
  if (object.kind != Object::Kind::Record) return list;
  for (const model::FieldId f : fields) list.push_back(rules.records[object.id].fields[f].name);
  return list;
}

Json when_json(const SaidJson& to, const decide::When& when) {
  return when.moment ? to.instant(*when.moment) : SaidJson::day(when.day);
}

Json access_rule_json(const SaidJson& to, const explain::AccessSaid& said) {
  const model::Access& rule = said.prohibition ? to.rules().prohibitions[said.rule] : to.rules().permissions[said.rule];
  Json json = to.heading(rule.heading);
  json["kind"] = said.prohibition ? "prohibition" : "permission";
  json["match"] = name_of(said.match);
  json["shows"] = fields_json(to.rules(), rule.object, said.shows);
  if (said.when) json["when"] = to.condition(*said.when);
  if (said.until != calendar::kNone) json["until"] = SaidJson::day(said.until);
  return json;
}

}  // namespace

Json json_of(const model::RuleSet& rules, const explain::Access& a) {
  const SaidJson to(rules);
  Json json = to.answer("frist/may/1", a.asked);
  const decide::AccessQuestion& q = a.question;
  json["party"] = rules.parties[q.party].heading.name;
  json["action"] = name_of(q.action);
  json["object"] = object_json(rules, q.object);
  json["fields"] = fields_json(rules, q.object, q.showing);
  json["purpose"] = q.purpose == kNoId ? Json(nullptr) : Json(rules.purposes[q.purpose].heading.name);
  json["permitted"] = a.permitted;
  json["open"] = a.open;
  json["permission"] = a.permission == kNoId ? Json(nullptr) : Json(rules.permissions[a.permission].heading.name);
  json["prohibition"] = a.prohibition == kNoId ? Json(nullptr) : Json(rules.prohibitions[a.prohibition].heading.name);
  json["refer_to"] = a.refer_to == kNoId ? Json(nullptr) : Json(rules.parties[a.refer_to].heading.name);
  json["prohibited_data"] = Json::array();
  if (a.prohibited_data != kNoId)
    for (const std::uint32_t d : rules.prohibited_data[a.prohibited_data].data)
      json["prohibited_data"].push_back(rules.data_names[d].name);
  json["rules"] = Json::array();
  for (const explain::AccessSaid& said : a.rules) json["rules"].push_back(access_rule_json(to, said));
  json["missing"] = to.facts(a.missing);
  return json;
}

Json json_of(const model::RuleSet& rules, const explain::Score& s) {
  const SaidJson to(rules);
  const model::Bands& bands = rules.bands[s.bands];
  const auto band_name = [](const model::Bands& of, std::uint32_t band) {
    return band == kNoId ? Json(nullptr) : Json(of.bands[band].name);
  };
  explain::Asked asked;
  asked.as_of.day = s.as_of;
  Json json = to.answer("frist/score/1", asked);
  json["score"] = to.heading(bands.heading);
  json["value"] = s.value.known()
                      ? Json(model::scaled_text(
                            s.value.number, bands.type.base == model::Base::Number ? 1 : model::kDecimalScale, false))
                      : Json(nullptr);
  json["refused"] = s.refused;
  json["band"] = band_name(bands, s.band);
  json["in_force"] = SaidJson::truth(s.in_force);
  json["chosen"] = s.chosen;
  json["last_computed"] = SaidJson::day(s.last);
  json["next_computed"] = SaidJson::day(s.next);
  json["readings"] = Json::array();
  for (const explain::Score::Other& other : s.readings) {
    json["readings"].push_back(to.reading(other.reading));
    json["readings"].back()["refused"] = other.refused;
    json["readings"].back()["band"] = band_name(rules.bands[other.reading.rule], other.band);
  }
  return json;
}

Json json_of(const model::RuleSet& rules, const explain::Deadline& d) {
  const SaidJson to(rules);
  Json json = to.answer("frist/deadline/1", d.asked);
  json["rule"] = to.heading(rules.deadlines[d.rule].heading);
  json["applies"] = SaidJson::truth(d.applies);
  json["chosen"] = d.chosen;
  static constexpr const char* kKinds[] = {"not_due", "unknown", "due"};
  json["answer"] = kKinds[static_cast<std::size_t>(d.kind)];
  const bool due = d.kind == decide::DeadlineAnswer::Kind::Due;
  json["due"] = due ? when_json(to, d.due) : Json(nullptr);
  if (due && d.unrolled != d.due) json["before_rolling"] = when_json(to, d.unrolled);
  if (d.not_before) json["not_before"] = when_json(to, *d.not_before);
  json["outside_calendar"] = d.outside_calendar;
  if (d.when) json["when"] = to.condition(*d.when);
  json["facts"] = to.facts(d.facts);
  json["missing"] = to.facts(d.missing);
  json["readings"] = Json::array();
  for (const explain::Deadline::Other& other : d.readings) {
    json["readings"].push_back(to.reading(other.reading));
    json["readings"].back()["answer"] = kKinds[static_cast<std::size_t>(other.kind)];
    const bool other_due = other.kind == decide::DeadlineAnswer::Kind::Due;
    json["readings"].back()["due"] = other_due ? when_json(to, other.due) : Json(nullptr);
  }
  return json;
}

}  // namespace frist::codec
