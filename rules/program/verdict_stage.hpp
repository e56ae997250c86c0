// SPDX-License-Identifier: Apache-2.0
// The law of overlaps as instructions: what each effect of each rule says becomes the entry's verdict. An entry goes on
// the first day on which some limit has run out and no duty still keeps it. Used by compile() only.
#pragma once

#include "rules/program/lower.hpp"

namespace frist::program {

class VerdictStage {
 public:
  // `chosen` runs parallel to RuleSet::retention: whether the rule's reading is the chosen one.
  VerdictStage(Builder& builder, const Lowering& lowering, const model::RuleSet& rules, const std::vector<bool>& chosen)
      : builder_(builder), lowering_(lowering), rules_(rules), chosen_(chosen) {}

  // Fills Program::traces, specials, acts and outcome. The effects' expressions must have been lowered.
  void build();

 private:
  void read_rules();
  void find_raw(RuleRegisters&);
  void find_replaced(RuleRegisters&);
  void find_extensions();
  void find_limits(RuleRegisters&);
  void combine_with_specials(RuleRegisters&);

  Register extended(model::RuleId, Register limit);
  Register earliest_erasure(const RuleRegisters&);
  Register erasure_by(const RuleRegisters& special);
  Register holds(Code, const RuleRegisters&, const EffectRegisters&);
  void erasures();
  void duties();
  void milder_acts();
  void reviews();

  template <class Visit>
  void each_effect(Visit visit);
  Instruction day(Code) const;
  const model::RetentionRule& rule_of(const RuleRegisters& r) const { return rules_.retention[r.rule]; }
  // The registers of a chosen rule of this record; nullptr for others.
  RuleRegisters* chosen_rule(model::RuleId);

  struct Extension {
    const model::Effect* effect;
    Register binds;
  };

  Builder& builder_;
  const Lowering& lowering_;
  const model::RuleSet& rules_;
  const std::vector<bool>& chosen_;
  std::map<model::RuleId, std::size_t> places_;  // in Program::traces
  std::vector<Extension> extensions_;
  std::map<model::RuleId, Register> erasure_by_;
};

}  // namespace frist::program
