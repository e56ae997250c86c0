// SPDX-License-Identifier: Apache-2.0
// What must be so before a night, or its preview, may trust the schedule of a database.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "engine/store/sqlite.hpp"
#include "engine/store/work_lock.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::run {

// The right to change things, alone. Packed columns are destroyed before anything is: what is erased must be nowhere.
// Errors: another one is at work (Busy), the disk (Io).
text::Result<store::WorkLock> take_alone(store::Connection& connection);

// Error (Usage) where the database is attached to another policy, or to none.
text::Status require_policy(store::Connection& connection, const std::string& hash);

// Error (Refused) where changes of the tables may have gone unseen, or a hold or request is written with a key that no
// row has in that spelling.
text::Status require_trusted(store::Connection& connection, const model::RuleSet& rules);

// Refused where this policy, or another one since the last night that did anything, asks for approval: then only plans
// do something.
text::Status require_no_approval(const store::Connection& connection, const model::RuleSet& rules,
                                 std::span<const std::shared_ptr<const model::RuleSet>> former);

}  // namespace frist::run
