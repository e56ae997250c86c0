// SPDX-License-Identifier: Apache-2.0
// The entries of a plan for people to read. Borrows the connection.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/store/plans.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::run {

struct ListedEntry {
  std::string entry;  // "claim/12"
  calendar::Day due = 0;
  std::string action, rule;
};

// Every entry in the order of kinds and keys, until `take` is false.
text::Status list_plan(store::Connection& connection, const model::RuleSet& rules, std::int64_t plan,
                       const std::function<bool(const ListedEntry&)>& take);

}  // namespace frist::run
