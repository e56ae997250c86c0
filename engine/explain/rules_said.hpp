// SPDX-License-Identifier: Apache-2.0
// What each retention rule of a record said about one entry. Part of this room only.
#pragma once

#include "engine/explain/explanation.hpp"
#include "engine/explain/run.hpp"

namespace frist::explain {

/// All rules of the record, in order, with the part that each clause has in the verdict.
std::vector<RuleSaid> rules_said(const Run& run, const Verdict& verdict);

/// The rule and clause of the earliest live limit; nothing if there is none.
struct LimitRef {
  model::RuleId rule = model::kNoId;
  std::uint32_t effect = 0;
};
std::optional<LimitRef> earliest_limit(const Run& run, Day limit);

/// Whether a hold of any kind keeps it: placed by a person, or by a rule.
bool is_held(const Run& run);
bool is_placed_hold(const Run& run);

constexpr bool erases(model::EffectKind kind) {
  return kind == model::EffectKind::Erase || kind == model::EffectKind::EraseOnRequest;
}
constexpr bool is_review(model::EffectKind kind) {
  return kind == model::EffectKind::Review || kind == model::EffectKind::ReviewOnce;
}

}  // namespace frist::explain
