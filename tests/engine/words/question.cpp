// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/words/question.hpp"

#include "engine/codec/entry_json.hpp"
#include "engine/codec/explanation_json.hpp"
#include "engine/decide/timeline.hpp"
#include "rules/model/value_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/golden.hpp"

namespace frist::testing {
namespace {

using nlohmann::json;

calendar::Zone berlin() { return *calendar::Zone::find("Europe/Berlin"); }

template <class Declared>
std::uint32_t named(const std::vector<Declared>& all, const std::string& name) {
  for (std::uint32_t k = 0; k < all.size(); ++k)
    if (all[k].heading.name == name) return k;
  FAIL("no declaration " << name);
  return model::kNoId;
}

// What an answer of any kind is turned into.
template <class Visit>
void with_answer(const Bureau& bureau, const json& q, const decide::AccessQuestion* access, const model::Value& score,
                 Visit visit) {
  const std::string ask = q["ask"];
  const model::AsOf as_of = bureau.as_of(q["as_of"]);
  if (ask == "score")
    return visit(*explain::explain_score(bureau.rules(), q["score"].get<std::string>(), score, as_of.day));
  const model::Entry entry = bureau.entry(q["entry"]);
  const auto program = bureau.program(entry.row.record);
  if (ask == "why" || ask == "when") return visit(explain::explain_retention(*program, entry, as_of));
  if (ask == "decide")
    return visit(*explain::explain_eligibility(*program, q["rule"].get<std::string>(), entry, as_of));
  if (ask == "deadline") return visit(*explain::explain_deadline(*program, q["rule"].get<std::string>(), entry, as_of));
  return visit(explain::explain_access(*program, *access, entry, as_of));
}

words::Lines told(const model::RuleSet& rules, const explain::Retention& r, const words::Manner& manner, bool when) {
  return when ? words::narrate_when(rules, r, manner) : words::narrate_why(rules, r, manner);
}
template <class Answer>
words::Lines told(const model::RuleSet& rules, const Answer& answer, const words::Manner& manner, bool) {
  return words::narrate(rules, answer, manner);
}

}  // namespace

Bureau::Bureau(const std::string& file)
    : bound_(read_whole_file(std::string(FRIST_SOURCE_DIR) + "/tests/golden/" + file)) {
  INFO(bound_.findings());
  REQUIRE(bound_.rules);
}

std::shared_ptr<const program::Program> Bureau::program(model::RecordId record) const {
  return program::compile(bound_.rules, record, program::Purpose::Answers);
}

model::Entry Bureau::entry(const json& object) const {
  auto entry = codec::entry_of_json(rules(), object, berlin());
  if (!entry) FAIL(entry.error().message);
  return std::move(entry).value();
}

model::AsOf Bureau::as_of(const std::string& text) const {
  const calendar::Day day = *calendar::parse_day(text);
  return {day, *berlin().start_of_day(day)};
}

decide::AccessQuestion Bureau::access_question(const json& q) const {
  decide::AccessQuestion access;
  access.party = named(rules().parties, q["party"]);
  access.action = q.value("action", "read") == "use" ? model::Action::Use : model::Action::Read;
  access.object = {model::Object::Kind::Record, *rules().find_record(q["entry"]["record"].get<std::string>())};
  access.purpose = named(rules().purposes, q["purpose"]);
  const auto& fields = rules().records[access.object.id].fields;
  for (const json& name : q.value("showing", json::array()))
    for (model::FieldId f = 0; f < fields.size(); ++f)
      if (fields[f].name == name) access.showing.push_back(f);
  return access;
}

model::Value Bureau::score_value(const json& q) const {
  model::Value value;
  const auto scaled = model::scaled_of_text(q["value"].get<std::string>(), model::kDecimalScale);
  value.state = scaled ? model::Value::State::Known : model::Value::State::NotReadable;
  value.number = scaled.value_or(0);
  return value;
}

words::Lines Bureau::answer(const json& q, words::Language language) const {
  words::Lines lines;
  const words::Manner manner{language, q.value("all", false)};
  const decide::AccessQuestion access = q["ask"] == "may" ? access_question(q) : decide::AccessQuestion{};
  const model::Value score = q["ask"] == "score" ? score_value(q) : model::Value{};
  with_answer(*this, q, &access, score,
              [&](const auto& answer) { lines = told(rules(), answer, manner, q["ask"] == "when"); });
  return lines;
}

json Bureau::answer_as_json(const json& q) const {
  json out;
  const decide::AccessQuestion access = q["ask"] == "may" ? access_question(q) : decide::AccessQuestion{};
  const model::Value score = q["ask"] == "score" ? score_value(q) : model::Value{};
  with_answer(*this, q, &access, score, [&](const auto& answer) { out = codec::json_of(rules(), answer); });
  return out;
}

}  // namespace frist::testing
