// SPDX-License-Identifier: Apache-2.0
// What the coming nights would do, one after another, if no fact changed: read and decided in one read transaction,
// nothing written. What is done to one entry would change facts of others, and an anonymised or restricted entry its
// own; that is not followed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::run {

struct ComingOptions {
  calendar::Day from = 0, until = 0;  // the nights that are told, both included
  std::int64_t now = 0;               // epoch seconds
  std::function<void(const char* what, std::uint64_t done, std::uint64_t total)> progress;
};

// One day's doings of one kind by one rule. `what` is as in NightCount; "kept" is not among them.
struct ComingCount {
  calendar::Day night = 0;
  std::string record, rule, what;
  std::int64_t n = 0;
};

struct ComingNights {
  calendar::Day first_night = 0;    // from which on nights were followed; what is due before `from` is not told
  std::uint64_t followed = 0;       // entries
  std::vector<ComingCount> counts;  // by night, record, rule, what
};

// By the policy that is attached. A night runs each day at its beginning, from today on, or from `from` where that is
// earlier, but not before the last night. Errors: as preview_night(); another policy is attached (Usage).
text::Result<ComingNights> coming_nights(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                         const std::string& policy_hash, const ComingOptions& options);

}  // namespace frist::run
