// SPDX-License-Identifier: Apache-2.0
// Our own tables inside the user's database, all with the prefix `frist_`: numbered versions, forward only. What each
// table holds is told in docs/storage.md. The SQL stays with what SQLite 3.8.2 can read, because the user's own program
// may bring an older library than ours and would not open a file with newer table forms at all.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "engine/store/sqlite.hpp"

namespace frist::store {

/// The version that this program writes.
inline constexpr std::int64_t kSchemaVersion = 9;

/// The version in the database; 0 where we have no tables in it.
Result<std::int64_t> schema_version(Connection& connection);

/// Error (Refused) where the database was written by a newer program, (Data) where somebody else's tables use our
/// prefix.
Status check_version(Connection& connection);

/// Brings our tables to kSchemaVersion, from nothing or from any older version. Requires a write transaction.
Status migrate(Connection& connection);

/// Error (Usage) where nothing was attached to this database yet or its tables are older than this program's, (Refused)
/// where it is a copy that was not restored.
Status require_attached(Connection& connection);

/// Drops everything of ours: triggers, indexes, tables. With `keep_audit` the log of what was erased and what it refers
/// to stay (frist_meta, frist_kind, frist_policy*, frist_run*, frist_audit*). Requires a write transaction.
Status drop_everything(Connection& connection, bool keep_audit);

/// Drop our triggers, and our indexes but those with the names `kept`, from the user's tables. Require a write
/// transaction.
Status drop_triggers(Connection& connection);
Status drop_indexes(Connection& connection, const std::set<std::string>& kept);

}  // namespace frist::store
