// SPDX-License-Identifier: Apache-2.0
// Ties a policy to a database: checks that they fit, keeps the policy's texts, makes our tables, and watches the user's
// tables by triggers; and takes all of that away again. One transaction each: it is done in full or not at all.
#pragma once

#include <cstdint>

#include "engine/store/mapping.hpp"
#include "engine/store/policies.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::store {

struct AttachReport {
  MappingReport mapping;
  bool attached = false;      // false: the mapping has errors and nothing was changed
  bool decide_again = false;  // every entry has to be decided: see progress_of()
};

/// Attaches a policy, or another version of it. Entries of kinds that stay keep their holds, requests and reviews.
Result<AttachReport> attach(Connection& connection, const model::RuleSet& rules, const StoredPolicy& policy);

/// Whether the user's tables are watched as the attached policy needs it. False where a trigger or an index was taken
/// away, or a table was changed so that other triggers are needed: changes may have gone unseen, so attach again.
Result<bool> is_watched(Connection& connection, const model::RuleSet& rules);

/// A table whose rows the database would erase along with an entry (ON DELETE CASCADE) though they are no part of it;
/// nothing where there is none, as attach saw to it.
Result<std::optional<std::string>> table_that_goes_along(Connection& connection, const model::RuleSet& rules);

/// Removes all that is ours. With `keep_audit` the log of what was erased stays, and what it refers to.
Status detach(Connection& connection, bool keep_audit);

}  // namespace frist::store
