// SPDX-License-Identifier: Apache-2.0
// What entries and milder acts are called in the log, in frist_act and in counts.
#pragma once

#include <string>
#include <vector>

#include "engine/store/acts.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::run {

inline constexpr const char* kDutyRestricts = "restrict: a duty outlasts the limit";

// "claim/12"
std::string entry_name(const model::Record& record, const store::Key& key);
// "restrict", "anonymise name, address", "transfer to archive"
std::string act_words(const model::RuleSet& rules, const model::Record& record, const model::Effect& effect);
// "anonymised"; empty for effects that are no milder act.
const char* word_of(model::EffectKind kind);
// Whether the rule did this to the entry in an earlier night.
bool was_done(const std::vector<store::DoneAct>& done, const std::string& act, const std::string& rule);

}  // namespace frist::run
