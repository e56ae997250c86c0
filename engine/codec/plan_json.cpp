// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/plan_json.hpp"

#include <nlohmann/json.hpp>

#include "engine/codec/canonical.hpp"
#include "engine/codec/parse_json.hpp"

namespace frist::codec {
namespace {

constexpr std::string_view kPlanSchema = "frist/plan/1";

}  // namespace

std::string text_of(const PlanBody& body) {
  nlohmann::json counts = nlohmann::json::array();
  for (const BodyCount& c : body.counts)
    counts.push_back({{"record", c.record}, {"rule", c.rule}, {"what", c.what}, {"n", c.n}});
  return canonical({{"schema", kPlanSchema},
                    {"number", body.number},
                    {"policy", body.policy},
                    {"name", body.name},
                    {"version", body.version},
                    {"as_of", calendar::to_iso(body.as_of)},
                    {"made_at", body.made_at},
                    {"policy_changed", body.policy_changed},
                    {"entries", body.entries},
                    {"chain", body.chain},
                    {"counts", std::move(counts)},
                    {"brake", body.brake}});
}

text::Result<PlanBody> plan_body(std::string_view text) {
  const text::Error wrong{text::ErrorKind::Data, "this plan is not in a form that this program knows"};
  const auto parsed = parse_json(text);
  if (!parsed) return wrong;
  const nlohmann::json& object = parsed.value();
  if (!object.is_object() || object.value("schema", "") != kPlanSchema) return wrong;
  try {
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
    for (const auto& c : object.at("counts"))
      body.counts.push_back({c.at("record"), c.at("rule"), c.at("what"), c.at("n")});
    return body;
  } catch (const nlohmann::json::exception&) {
    return wrong;
  }
}

}  // namespace frist::codec
