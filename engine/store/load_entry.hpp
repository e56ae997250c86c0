// SPDX-License-Identifier: Apache-2.0
// One entry with everything that rules may ask of it, for answers and explanations: every field (also those that no
// rule reads), what was stored where it is not readable, children at all levels, the subject's other records, linked
// records and the engine's own facts. One thread; reads are consistent inside one transaction of the caller's.
#pragma once

#include <optional>

#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::store {

/// Nothing where the table has no such row. Facts of ours are read where the policy is attached, else they are the
/// facts of an entry nobody has touched.
Result<std::optional<model::Entry>> load_entry(Connection& connection, const model::RuleSet& rules,
                                               model::RecordId record, const Key& key);

/// The engine's facts of an entry alone.
Result<model::EngineFacts> load_facts(Connection& connection, const std::string& record, const Key& key);

}  // namespace frist::store
