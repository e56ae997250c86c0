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
  const std::string facts = body.facts ? text_of_entry(rules, *body.facts, zone) : "";
  std::string out;
  append_text_of({body.action, body.entry, body.rule, body.on, body.as_of, body.policy, facts, body.by, body.reason,
                  body.mandate, body.outcome},
                 out);
  return out;
}

// The names are all our own, so they stand here in the order that canonical JSON wants.
SharedEnds append_text_of(const BodyParts& body, std::string& out) {
  const std::size_t start = out.size();
  const auto text = [&](std::string_view start, std::string_view value) {
    out += start;
    append_canonical(value, out);
  };
  const auto text_if_any = [&](std::string_view start, std::string_view value) {
    if (!value.empty()) text(start, value);
  };
  text(R"({"action":)", body.action);
  text(R"(,"as_of":)", calendar::to_iso(body.as_of));
  text_if_any(R"(,"by":)", body.by);
  const std::size_t entry = out.size();
  text(R"(,"entry":)", body.entry);
  if (!body.facts.empty()) out.append(R"(,"facts":)").append(body.facts);
  text_if_any(R"(,"mandate":)", body.mandate);
  text(R"(,"on":)", calendar::to_iso(body.on));
  text_if_any(R"(,"outcome":)", body.outcome);
  const std::size_t policy = out.size();
  text(R"(,"policy":)", body.policy);
  text_if_any(R"(,"reason":)", body.reason);
  text(R"(,"rule":)", body.rule);
  text(R"(,"schema":)", kSchema);
  out += '}';
  if (!body.by.empty() || !body.reason.empty()) return {};
  return {entry - start, out.size() - policy};
}

namespace {

// Throws where a member that should be a text is something else.
text::Result<EntryBody> body_of_members(const json& object, const model::RuleSet& rules, const calendar::Zone& zone) {
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

}  // namespace

text::Result<EntryBody> entry_body(std::string_view text, const model::RuleSet& rules, const calendar::Zone& zone) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  try {
    return body_of_members(parsed.value(), rules, zone);
  } catch (const json::exception&) {
    return no_body();
  }
}

std::string policy_in(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed || !parsed.value().is_object()) return {};
  try {
    return parsed.value().value("schema", "") == kSchema ? parsed.value().value("policy", "") : "";
  } catch (const json::exception&) {
    return {};
  }
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

std::string keys_destroyed_body(std::string_view policy_hash, calendar::Day as_of, std::string_view why,
                                std::int64_t keys) {
  json object = heading("destroy keys", policy_hash, as_of);
  object["keys"] = keys;
  object["reason"] = why;
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
