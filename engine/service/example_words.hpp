// SPDX-License-Identifier: Apache-2.0
// Expectations and outcomes of examples in the words of the policy language. Part of run_examples only.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "engine/decide/access.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::service {

// "erased on 2020-04-17 by settled_claim".
std::string words_of(const model::RuleSet& rules, const model::Expectation& expected);

// " by settled_claim", or nothing.
std::string by_words(const std::string& rule);

// Answers a `may` expectation from a kept run.
std::optional<std::string> access_outcome(const model::RuleSet& rules, const decide::Machine& machine,
                                          const model::Expectation& expected, calendar::Day today, bool restricted,
                                          std::set<std::string>& said);

// Names of missing facts of an entry, each once.
std::set<std::string> names_of(const model::RuleSet& rules, model::RecordId entry,
                               const std::vector<decide::MissingFact>& missing);

}  // namespace frist::service
