// SPDX-License-Identifier: Apache-2.0
// Where a change of one declaration leads, if nothing else changed. Says "keeps" and "words" only where that is
// certain. Pure functions. For this room only.
#pragma once

#include "rules/analyse/compare.hpp"
#include "rules/analyse/compare_versions.hpp"

namespace frist::analyse {

/// A retention rule with the policy that it stands in. Borrows.
struct RuleOf {
  const model::RuleSet& rules;
  const Declaration& declaration;
};

/// A clause of a declaration that reads otherwise, by its first word.
Leaning leaning_of_part(const std::string& kind, const std::string& what);
/// A declaration that is new, or that is gone.
Leaning leaning_of_whole(const Declaration& declaration, bool added);
/// The effects of a retention rule.
Leaning leaning_of_effects(const RuleOf& before, const RuleOf& after);

}  // namespace frist::analyse
