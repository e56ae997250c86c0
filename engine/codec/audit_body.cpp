// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/audit_body.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "engine/codec/canonical.hpp"
#include "engine/codec/entry_json.hpp"
#include "engine/codec/parse_json.hpp"

namespace frist::codec {
namespace {

using nlohmann::json;

constexpr std::string_view kSchema = "frist/audit-body/1";

json heading(std::string_view action, std::string_view policy_hash, calendar::Day as_of) {
  return {{"schema", kSchema}, {"action", action}, {"policy", policy_hash}, {"as_of", calendar::to_iso(as_of)}};
}

text::Error no_body() { return {text::ErrorKind::Data, "this audit body is not in a form that this program knows"}; }

}  // namespace

std::string text_of(const EntryBody& body, const model::RuleSet& rules, const calendar::Zone& zone) {
  CanonicalObject object;
  object.add_text("schema", kSchema);
  object.add_text("action", body.action);
  object.add_text("policy", body.policy);
  object.add_text("as_of", calendar::to_iso(body.as_of));
  object.add_text("entry", body.entry);
  object.add_text("rule", body.rule);
  object.add_text("on", calendar::to_iso(body.on));
  for (const auto& [name, value] :
       {std::pair{"by", &body.by}, {"reason", &body.reason}, {"mandate", &body.mandate}, {"outcome", &body.outcome}})
    if (!value->empty()) object.add_text(name, *value);
  if (body.facts) object.add_json("facts", text_of_entry(rules, *body.facts, zone));
  return object.text();
}

text::Result<EntryBody> entry_body(std::string_view text, const model::RuleSet& rules, const calendar::Zone& zone) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  const json& object = parsed.value();
  if (!object.is_object() || object.value("schema", "") != kSchema || !object.contains("entry")) return no_body();
  const auto on = calendar::parse_day(object.value("on", "")), as_of = calendar::parse_day(object.value("as_of", ""));
  if (!on || !as_of) return no_body();
  EntryBody body{object.value("action", ""),
                 object.value("entry", ""),
                 object.value("rule", ""),
                 *on,
                 *as_of,
                 object.value("policy", ""),
                 {}};
  body.by = object.value("by", "");
  body.reason = object.value("reason", "");
  body.mandate = object.value("mandate", "");
  body.outcome = object.value("outcome", "");
  if (!object.contains("facts")) return body;
  auto facts = entry_of_json(rules, object.at("facts"), zone);
  if (!facts) return facts.error();
  body.facts = std::move(facts).value();
  return body;
}

std::string policy_in(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed || !parsed.value().is_object() || parsed.value().value("schema", "") != kSchema) return {};
  return parsed.value().value("policy", "");
}

std::string run_start_body(const model::RuleSet& rules, const RunStart& start) {
  json object = heading("run-start", start.policy, start.as_of);
  if (!start.plan.empty()) {
    object["plan"] = start.plan;
    object["approved_by"] = start.approved_by;
  }
  object["name"] = rules.name;
  object["version"] = rules.version;
  object["time_zone_data"] = calendar::tz_version();
  return canonical(object);
}

std::string run_end_body(std::string_view policy_hash, calendar::Day as_of, const std::vector<BodyCount>& counts) {
  json object = heading("run-end", policy_hash, as_of);
  object["counts"] = json::array();
  for (const BodyCount& c : counts)
    object["counts"].push_back({{"record", c.record}, {"rule", c.rule}, {"what", c.what}, {"n", c.n}});
  return canonical(object);
}

}  // namespace frist::codec
