// SPDX-License-Identifier: Apache-2.0
// The declarations of a policy, read from its dump, and which of them is which in another policy. For this room only.
#pragma once

#include <string>
#include <vector>

#include "rules/analyse/compare_nodes.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::analyse {

/// One declaration, or one version of it.
struct Declaration {
  std::string kind, name;          // "retention", "former of card"
  std::vector<std::string> lines;  // what it says, nodes as numbers
  std::string from, through;       // the days on which it is the law, as written; empty: open
  std::string reading;             // "half_year of insolvency"
  const model::RetentionRule* retention = nullptr;
  bool says(const std::string& line) const;
};

/// In the order of the dump. Borrows the rule set.
std::vector<Declaration> declarations(const model::RuleSet& rules, SameTexts& texts);

/// The same declaration in two policies; null where one has it not.
struct Pair {
  const Declaration* before = nullptr;
  const Declaration* after = nullptr;
};
/// In the order of the old policy; what only the new one has comes last. Versions are paired where they mean the same,
/// else where they begin or end on the same day, else where their days meet. Borrows both.
std::vector<Pair> pair_up(const std::vector<Declaration>& before, const std::vector<Declaration>& after);

}  // namespace frist::analyse
