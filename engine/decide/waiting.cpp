// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/waiting.hpp"

#include <algorithm>

namespace frist::decide {
namespace {

using model::kNoId;
using program::EffectRegisters;
using program::RuleRegisters;

void add_missing(const std::vector<MissingFact>& found, std::vector<MissingFact>& all) {
  for (const MissingFact& fact : found) {
    const bool is_new = std::none_of(all.begin(), all.end(), [&](const MissingFact& f) { return f.same_fact(fact); });
    if (is_new) all.push_back(fact);
  }
}

bool surely_replaced(const Machine& machine, const RuleRegisters& rule, std::uint32_t entry) {
  return rule.always_replaced || (rule.replaced != program::kNoRegister && machine.truth(rule.replaced, entry) == kYes);
}

bool date_unknown(const Machine& machine, model::ExprId date, std::uint32_t entry) {
  const Register r = date == kNoId ? program::kNoRegister : machine.program().register_of(date);
  return r != program::kNoRegister && machine.value(r, entry).state == model::Value::State::Unknown;
}

void add_effect(const Machine& machine, const EffectRegisters& registers, const model::Effect& effect,
                std::uint32_t entry, std::vector<MissingFact>& all) {
  const Truth stands = registers.stands == program::kNoRegister ? kYes : machine.truth(registers.stands, entry);
  if (stands == kTruthUnknown && effect.stands != kNoId)
    add_missing(missing_facts(machine, effect.stands, entry), all);
  else if (stands == kYes && date_unknown(machine, effect.date, entry))
    add_missing(missing_facts(machine, effect.date, entry), all);
}

}  // namespace

std::vector<MissingFact> waits_for(const Machine& machine, std::uint32_t entry) {
  std::vector<MissingFact> all;
  const program::Program& program = machine.program();
  for (const RuleRegisters& rule : program.traces) {
    if (!rule.chosen || surely_replaced(machine, rule, entry)) continue;
    const auto& effects = program.rules->retention[rule.rule].effects;
    for (std::size_t k = 0; k < rule.effects.size(); ++k) add_effect(machine, rule.effects[k], effects[k], entry, all);
  }
  return all;
}

}  // namespace frist::decide
