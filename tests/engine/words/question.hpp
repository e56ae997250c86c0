// SPDX-License-Identifier: Apache-2.0
// A question of a golden file, asked of the small bureau of tests/golden/explain, and its answer in every form.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "engine/explain/explain.hpp"
#include "engine/words/narrate.hpp"
#include "rules/program/compile.hpp"
#include "tests/rules/bind/bound.hpp"

namespace frist::testing {

// The policy of a file below tests/golden, bound and compiled for answers.
class Bureau {
 public:
  explicit Bureau(const std::string& file = "explain/bureau.frist");

  const model::RuleSet& rules() const { return *bound_.rules; }
  std::shared_ptr<const program::Program> program(model::RecordId record) const;
  model::Entry entry(const nlohmann::json& object) const;
  model::AsOf as_of(const std::string& text) const;

  // What `question` asks: {"ask": "why" | "when" | "decide" | "may" | "score" | "deadline", "as_of": ..., ...}.
  words::Lines answer(const nlohmann::json& question, words::Language language) const;
  nlohmann::json answer_as_json(const nlohmann::json& question) const;

 private:
  decide::AccessQuestion access_question(const nlohmann::json& question) const;
  model::Value score_value(const nlohmann::json& question) const;

  Bound bound_;
};

}  // namespace frist::testing
