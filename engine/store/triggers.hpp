// SPDX-License-Identifier: Apache-2.0
// The triggers on the user's tables that note an entry in frist_changed whenever a row that its rules read is inserted,
// changed, deleted or pushed out. They hold under every conflict clause of the outer statement:
// - an outer OR REPLACE, IGNORE, FAIL ... overrides the conflict clauses inside a trigger, so a trigger inserts only
// what
//   is not there yet, which never meets a conflict;
// - REPLACE deletes rows without firing delete triggers, so triggers before INSERT and UPDATE note the entries of every
//   row that shares a unique value with the new one.
// An entry may be noted for nothing, but never missed. Each trigger looks first, so that a second change of an entry,
// and a row that pushes nobody out, cost a look-up and no more. Pure functions. For this room only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/dependencies.hpp"
#include "engine/store/table_info.hpp"

namespace frist::store {

/// Tables by record; nothing where a record has no table.
using Tables = std::vector<std::optional<TableInfo>>;

struct Trigger {
  std::string name;  // frist_RECORD_before_insert ...
  std::string table;
  std::string event;  // "BEFORE INSERT", "AFTER INSERT", "BEFORE UPDATE", "AFTER UPDATE", "AFTER DELETE"
  std::string sql;    // the whole CREATE TRIGGER
};

/// All triggers that a rule set needs. `kinds` gives each record's number in frist_kind.
std::vector<Trigger> marking_triggers(const model::RuleSet& rules, const Tables& tables,
                                      const std::vector<std::int64_t>& kinds);

}  // namespace frist::store
