// SPDX-License-Identifier: Apache-2.0
// A random policy and an edited version of it: what people do to a policy between two years, and what they do by
// mistake. Both always bind. Deterministic for a seed.
#pragma once

#include <memory>
#include <string>

#include "tests/property/random_policy.hpp"

namespace frist::property {

// Null where the text does not bind.
std::shared_ptr<const model::RuleSet> bound_or_null(const std::string& text);

struct Edited {
  std::string before, after;  // texts
  std::shared_ptr<const model::RuleSet> old_rules, new_rules;
};
// `edits`: at most so many places are edited; where no edit binds, both are the same.
Edited random_edit(std::uint64_t seed, int edits);

}  // namespace frist::property
