// SPDX-License-Identifier: Apache-2.0
// A copy of the database brought up to what its head file knows: the log goes on with the very leaves that it had, what
// was erased since is erased again, milder acts by rules are done again, what people laid down stands as it stood.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/store/head_file.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::run {

struct ReplayReport {
  std::int64_t leaves = 0;               // that the log had since
  std::int64_t erased = 0, changed = 0;  // entries, again
  std::int64_t absent = 0;               // erased or changed since, and not in the copy
  std::int64_t placed = 0, lifted = 0;   // holds, requests and restrictions
};

/// The rules of the policy with that hash. Borrowed for the replay.
using RulesOf = std::function<text::Result<std::shared_ptr<const model::RuleSet>>(const std::string& hash)>;

/// Requires a write transaction, the policy in force as it was, and what was laid down kept (keep_the_held). Errors
/// (Refused): the head file does not reach back to the copy, or is of another log; (Data): an entry cannot be erased.
/// After an error the transaction must be undone.
text::Result<ReplayReport> replay(store::Connection& connection, store::HeadFile& head, const RulesOf& rules_of,
                                  std::int64_t now);

/// In whose name things are placed and lifted by it.
inline constexpr const char* kReplayedBy = "frist restore";

/// Whether a log of `size` leaves can be brought up to the head file. Errors as above.
text::Status require_reach(const store::HeadFile& head, const store::HeadMark& mark, std::int64_t size);

}  // namespace frist::run
