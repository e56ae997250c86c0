// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/explanation_json.hpp"

#include "engine/codec/said_json.hpp"
#include "engine/codec/value_text.hpp"

namespace frist::codec {
namespace {

using explain::Truth;
using model::kNoId;
using Json = nlohmann::json;

Json verdict_json(const SaidJson& to, const explain::Verdict& v) {
  Json json{{"erase_due", v.erase_due}, {"restricted", v.restricted},   {"review_due", v.review_due},
            {"held", v.held},           {"placed_hold", v.placed_hold}, {"hold_unknown", v.hold_unknown}};
  if (calendar::is_day(v.restricted_on)) json["restricted_on"] = SaidJson::day(v.restricted_on);
  if (calendar::is_day(v.erasure_requested_on)) json["erasure_requested_on"] = SaidJson::day(v.erasure_requested_on);
  json["rule"] = to.rule(v.rule);
  json["limit"] = SaidJson::day(v.limit);
  json["duty_through"] = SaidJson::day(v.duty);
  json["due"] = SaidJson::day(v.due);
  json["next_change"] = SaidJson::day(v.next_change);
  json["kept_through"] = SaidJson::day(calendar::plus_days(v.gone_from, -1));
  json["gone_from"] = SaidJson::day(v.gone_from);
  json["gone_by"] = to.rule(v.gone_by);
  json["searched_until"] = SaidJson::day(v.searched_until);
  if (v.review_due) json["review_on"] = SaidJson::day(v.review_on);
  if (v.review_due) json["review_rule"] = to.rule(v.review_rule);
  json["next_review"] = SaidJson::day(v.next_review);
  json["next_review_rule"] = to.rule(v.next_review_rule);
  return json;
}

Json effect_json(const SaidJson& to, const model::RetentionRule& rule, const explain::EffectSaid& e) {
  const model::Effect& effect = rule.effects[e.effect];
  Json json{{"kind", name_of(e.kind)},
            {"part", name_of(e.part)},
            {"stands", SaidJson::truth(e.stands)},
            {"written", to.rules().as_written(effect.span)}};
  if (effect.date != kNoId) {
    json["start"] = SaidJson::day(e.start);
    if (effect.start != kNoId) json["start_written"] = to.rules().as_written(to.rules().expr(effect.start).span);
    json["counting"] = e.from_day_itself ? "from_the_day_itself" : "from_the_next_day";
    json["clipped"] = e.clipped;
  }
  if (model::is_limit(e.kind)) {
    json["gone_from"] = SaidJson::day(e.gone_from);
    json["limit"] = SaidJson::day(e.limit);
  }
  if (model::is_limit(e.kind) || e.kind == model::EffectKind::Keep)
    json["kept_through"] = SaidJson::day(e.kept_through);
  if (calendar::is_day(e.floored_to)) json["in_force_only_from"] = SaidJson::day(e.floored_to);
  for (const model::RuleId by : e.extended_by) json["extended_by"].push_back(to.rule(by));
  if (calendar::is_day(e.next_review)) json["next_review"] = SaidJson::day(e.next_review);
  if (!e.facts.empty()) json["facts"] = to.facts(e.facts);
  return json;
}

Json rule_json(const SaidJson& to, const explain::RuleSaid& said) {
  const model::RetentionRule& rule = to.rules().retention[said.rule];
  Json json = to.heading(rule.heading);
  json["chosen"] = said.chosen;
  json["in_force"] = SaidJson::truth(said.in_force);
  json["applies"] = SaidJson::truth(said.applies);
  json["replaced"] = SaidJson::truth(said.replaced);
  for (const model::RuleId by : said.replaced_by) json["replaced_by"].push_back(to.rule(by));
  if (said.when) json["when"] = to.condition(*said.when);
  json["effects"] = Json::array();
  for (const explain::EffectSaid& e : said.effects) json["effects"].push_back(effect_json(to, rule, e));
  return json;
}

Json step_json(const SaidJson& to, const explain::Step& step) {
  Json json{{"day", SaidJson::day(step.day)}, {"kind", name_of(step.kind)}};
  if (step.rule != kNoId) json["rule"] = to.rule(step.rule);
  if (step.kind == explain::Step::Kind::Act)
    json["act"] = name_of(to.rules().retention[step.rule].effects[step.effect].kind);
  if (step.start != kNoId) json["start"] = to.rules().as_written(to.rules().expr(step.start).span);
  if (step.kind == explain::Step::Kind::Changes) json["due"] = SaidJson::day(step.due);
  return json;
}

}  // namespace

Json json_of(const model::RuleSet& rules, const explain::Retention& r) {
  const SaidJson to(rules);
  Json json = to.answer("frist/why/1", r.asked);
  json["verdict"] = verdict_json(to, r.verdict);
  json["bounds"] = {{"earliest", SaidJson::day(r.bounds.earliest)},
                    {"latest", SaidJson::day(r.bounds.latest)},
                    {"open", r.bounds.open()}};
  for (const char* list : {"rules", "changes", "timeline", "readings"}) json[list] = Json::array();
  for (const explain::RuleSaid& rule : r.rules) json["rules"].push_back(rule_json(to, rule));
  json["missing"] = to.facts(r.missing);
  for (const explain::Change& c : r.changes)
    json["changes"].push_back(
        {{"sets", to.sets(c.sets)}, {"gone_from", SaidJson::day(c.due)}, {"rule", to.rule(c.rule)}});
  for (const explain::Step& step : r.timeline) json["timeline"].push_back(step_json(to, step));
  for (const explain::OtherReading& other : r.readings) {
    json["readings"].push_back(to.reading(other));
    json["readings"].back()["gone_from"] = SaidJson::day(other.due);
    json["readings"].back()["rule"] = to.rule(other.rule);
  }
  return json;
}

Json json_of(const model::RuleSet& rules, const explain::Eligibility& e) {
  const SaidJson to(rules);
  Json json = to.answer("frist/decide/1", e.asked);
  const model::Eligibility& rule = rules.eligibility[e.rule];
  json["rule"] = to.heading(rule.heading);
  json["answer"] = e.permitted == Truth::Yes ? "permitted" : e.permitted == Truth::No ? "refused" : "undetermined";
  json["in_force"] = SaidJson::truth(e.in_force);
  json["chosen"] = e.chosen;
  if (e.when) json["when"] = to.condition(*e.when);
  json["requires"] = to.conditions(e.requires_all);
  for (const char* list : {"alternatives", "changes", "readings"}) json[list] = Json::array();
  for (const explain::AlternativeSaid& a : e.alternatives)
    json["alternatives"].push_back({{"name", rule.alternatives[a.alternative].name},
                                    {"holds", SaidJson::truth(a.holds)},
                                    {"decisive", a.decisive},
                                    {"requires", to.conditions(a.requires_all)}});
  json["missing"] = to.facts(e.missing);
  json["first_permitted"] = SaidJson::day(e.first_permitted);
  if (e.permitted == Truth::Yes) json["permitted_until"] = SaidJson::day(e.permitted_until);
  for (const explain::Change& c : e.changes)
    json["changes"].push_back({{"sets", to.sets(c.sets)}, {"answer", "permitted"}});
  for (const explain::OtherReading& other : e.readings) {
    json["readings"].push_back(to.reading(other));
    json["readings"].back()["permitted"] = SaidJson::truth(other.permitted);
  }
  return json;
}

}  // namespace frist::codec
