// SPDX-License-Identifier: Apache-2.0
// What differs between two policies, declaration by declaration. What a definition, a field or a convention means
// stands in each rule that names it, so that a change there shows at every rule it reaches. Pure function; borrows
// both.
#pragma once

#include <string>
#include <vector>

#include "rules/model/rule_set.hpp"

namespace frist::analyse {

/// One difference. `what`: "added", "removed", or the part that changed ("title", "effects", "when", "meaning" ...).
struct RuleChange {
  std::string kind, name;  // "retention", "former of card"
  std::string what;
  std::string before, after;  // as written, or as `frist dump` shows it; empty where there is nothing
  /// May make more data due, or due earlier. Yes wherever that is not certain to be wrong.
  bool widening = true;
};

/// Differences of meaning, in the order of the old policy; what is new comes last. Empty: both mean the same, titles,
/// notes and citations included. Versions of one declaration are compared in the order in which they stand.
std::vector<RuleChange> compare(const model::RuleSet& before, const model::RuleSet& after);

}  // namespace frist::analyse
