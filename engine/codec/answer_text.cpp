// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/answer_text.hpp"

#include <nlohmann/json.hpp>

#include "engine/codec/entry_json.hpp"
#include "engine/codec/explanation_json.hpp"
#include "engine/codec/parse_json.hpp"

namespace frist::codec {
namespace {

using nlohmann::json;

std::string text_of(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n"; }

json json_of(const LoggedAct& act) {
  return {{"seq", act.seq},
          {"time", act.time},
          {"action", act.action},
          {"rule", act.rule},
          {"on", calendar::to_iso(act.on)},
          {"as_of", calendar::to_iso(act.as_of)}};
}

}  // namespace

std::string why_text(const model::RuleSet& rules, const explain::Retention& retention,
                     const std::optional<LoggedAct>& erased, const std::vector<LoggedAct>& history) {
  json answer = codec::json_of(rules, retention);
  answer["erased"] = erased ? json_of(*erased) : json(nullptr);
  answer["history"] = json::array();
  for (const LoggedAct& act : history) answer["history"].push_back(json_of(act));
  return text_of(answer);
}

std::string answer_text(const model::RuleSet& rules, const explain::Retention& answer, model::RuleId asked) {
  json told = json_of(rules, answer);
  for (std::size_t k = 0; k < answer.rules.size(); ++k)
    if (answer.rules[k].rule == asked) told["asked"] = told["rules"][k];
  return text_of(told);
}
std::string answer_text(const model::RuleSet& rules, const explain::Eligibility& answer) {
  return text_of(json_of(rules, answer));
}
std::string answer_text(const model::RuleSet& rules, const explain::Deadline& answer) {
  return text_of(json_of(rules, answer));
}
std::string answer_text(const model::RuleSet& rules, const explain::Access& answer) {
  return text_of(json_of(rules, answer));
}
std::string answer_text(const model::RuleSet& rules, const explain::Score& answer) {
  return text_of(json_of(rules, answer));
}

text::Result<model::Entry> entry_of_text(const model::RuleSet& rules, std::string_view text,
                                         const calendar::Zone& zone) {
  const auto object = parse_json(text);
  if (!object) return object.error();
  return entry_of_json(rules, object.value(), zone);
}

}  // namespace frist::codec
