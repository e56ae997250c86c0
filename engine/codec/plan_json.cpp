// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/plan_json.hpp"

#include <nlohmann/json.hpp>

#include "engine/codec/canonical.hpp"
#include "engine/codec/parse_json.hpp"

namespace frist::codec {
namespace {

constexpr std::string_view kPlanSchema = "frist/plan/1";

nlohmann::json counts_json(const std::vector<BodyCount>& counts) {
  nlohmann::json rows = nlohmann::json::array();
  for (const BodyCount& c : counts)
    rows.push_back({{"record", c.record}, {"rule", c.rule}, {"what", c.what}, {"n", c.n}});
  return rows;
}

nlohmann::json comparison_json(const BodyComparison& c) {
  if (!c.not_compared.empty()) return {{"former", c.former}, {"not_compared", c.not_compared}};
  nlohmann::json counts = nlohmann::json::array(), acts = nlohmann::json::array();
  for (const ComparedEntries& e : c.counts)
    counts.push_back(
        {{"record", e.record}, {"old_rule", e.old_rule}, {"new_rule", e.new_rule}, {"change", e.change}, {"n", e.n}});
  for (const ComparedActs& a : c.acts)
    acts.push_back(
        {{"record", a.record}, {"act", a.act}, {"what", a.what}, {"rule", a.rule}, {"change", a.change}, {"n", a.n}});
  return {{"former", c.former},
          {"looked_at", c.looked_at},
          {"without_key", c.without_key},
          {"counts", std::move(counts)},
          {"acts", std::move(acts)}};
}

// These throw where the JSON is of another shape.
void read_counts(const nlohmann::json& rows, std::vector<BodyCount>& counts) {
  for (const auto& c : rows) counts.push_back({c.at("record"), c.at("rule"), c.at("what"), c.at("n")});
}
BodyComparison read_comparison(const nlohmann::json& object) {
  BodyComparison c;
  object.at("former").get_to(c.former);
  if (object.contains("not_compared")) {
    object.at("not_compared").get_to(c.not_compared);
    return c;
  }
  object.at("looked_at").get_to(c.looked_at);
  object.at("without_key").get_to(c.without_key);
  for (const auto& e : object.at("counts"))
    c.counts.push_back({e.at("record"), e.at("old_rule"), e.at("new_rule"), e.at("change"), e.at("n")});
  for (const auto& a : object.at("acts"))
    c.acts.push_back({a.at("record"), a.at("act"), a.at("what"), a.at("rule"), a.at("change"), a.at("n")});
  return c;
}

}  // namespace

std::string text_of(const PlanBody& body) {
  nlohmann::json object = {{"schema", kPlanSchema},
                           {"number", body.number},
                           {"policy", body.policy},
                           {"name", body.name},
                           {"version", body.version},
                           {"as_of", calendar::to_iso(body.as_of)},
                           {"made_at", body.made_at},
                           {"policy_changed", body.policy_changed},
                           {"entries", body.entries},
                           {"chain", body.chain},
                           {"counts", counts_json(body.counts)},
                           {"last_night", counts_json(body.last_night)},
                           {"brake", body.brake}};
  if (body.change) object["change"] = comparison_json(*body.change);
  return canonical(object);
}

text::Result<PlanBody> plan_body(std::string_view text) {
  const text::Error wrong{text::ErrorKind::Data, "this plan is not in a form that this program knows"};
  const auto parsed = parse_json(text);
  if (!parsed) return wrong;
  const nlohmann::json& object = parsed.value();
  if (!object.is_object() || !numbers_are_exact(object)) return wrong;
  try {
    if (object.value("schema", "") != kPlanSchema) return wrong;
    PlanBody body;
    const auto day = calendar::parse_day(object.at("as_of").get<std::string>());
    if (!day) return wrong;
    body.as_of = *day;
    object.at("number").get_to(body.number);
    object.at("policy").get_to(body.policy);
    object.at("name").get_to(body.name);
    object.at("version").get_to(body.version);
    object.at("made_at").get_to(body.made_at);
    object.at("policy_changed").get_to(body.policy_changed);
    object.at("entries").get_to(body.entries);
    object.at("chain").get_to(body.chain);
    object.at("brake").get_to(body.brake);
    read_counts(object.at("counts"), body.counts);
    if (object.contains("last_night")) read_counts(object.at("last_night"), body.last_night);
    if (object.contains("change")) body.change = read_comparison(object.at("change"));
    return body;
  } catch (const nlohmann::json::exception&) {
    return wrong;
  }
}

}  // namespace frist::codec
