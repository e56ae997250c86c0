// SPDX-License-Identifier: Apache-2.0
// The parts that all answers share as JSON: days, facts, conditions, headings. Part of this room only. Borrows the rule
// set.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "engine/explain/explanation.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::codec {

class SaidJson {
 public:
  using Json = nlohmann::json;
  explicit SaidJson(const model::RuleSet& rules);

  const model::RuleSet& rules() const { return rules_; }
  // The beginning of every answer.
  Json answer(const char* schema, const explain::Asked& asked) const;

  static Json day(calendar::Day day);
  static Json truth(explain::Truth truth);
  Json instant(std::int64_t instant) const;
  Json rule(model::RuleId rule) const;  // its name, null where there is none
  Json heading(const model::Heading& heading) const;
  Json fact(const explain::FactSaid& fact) const;
  Json facts(const std::vector<explain::FactSaid>& facts) const;
  Json condition(const explain::Said& said) const;  // as deep as the tree, at most explain::kMostDepth
  Json conditions(const std::vector<explain::Said>& said) const;
  Json sets(const std::vector<explain::SetFact>& sets) const;
  Json reading(const explain::OtherReading& reading) const;

 private:
  Json value(const explain::FactSaid& fact, const model::Value& value) const;
  Json fact_place(const explain::FactSaid& fact) const;
  Json row(const explain::RowRef& row) const;
  Json computed(const explain::Computed& computed) const;
  std::string number_text(const model::Type& type, std::int64_t number, model::Currency currency) const;

  const model::RuleSet& rules_;
  std::optional<calendar::Zone> zone_;
};

/// The name of what the model enumerates, as JSON and policies write it: "erase", "on_hold".
const char* name_of(model::EffectKind kind);
using model::name_of;  // of facts that the engine keeps
const char* name_of(model::Action action);
const char* name_of(explain::Cause cause);
const char* name_of(explain::Part part);
const char* name_of(explain::Step::Kind kind);
const char* name_of(decide::AccessMatch match);

}  // namespace frist::codec
