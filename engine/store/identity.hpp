// SPDX-License-Identifier: Apache-2.0
// Identity fields that are sealed: which columns `frist schema` marked, which key file is theirs, which keys must go.
// Three tables of ours that live with the user's tables and not with the attached policy: attaching, detaching and
// migrating leave them as they are. A database without them has no sealed columns, and all of this finds nothing.
// Functions over a borrowed connection.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/keys/key_file.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::store {

/// A column whose values are sealed. Of one row, columns with the same `share` have one data key, because every rule
/// that empties one of them empties them all.
struct IdentityColumn {
  std::string table, column, key_column;
  std::int64_t share = 0;
};

/// What `frist schema` says of a record: which of its columns are to be sealed. Keys, parents, subjects and links stay
/// as they are, because rows are found by them; so does everything in a table without a key.
std::vector<IdentityColumn> identity_columns_of(const model::RuleSet& rules, model::RecordId record);
/// The tables that hold the marks, then marks and triggers of these columns; empty where there are none.
std::string identity_sql(const std::vector<std::vector<IdentityColumn>>& tables);

/// The marked columns of the database, in the order of the schema.
Result<std::vector<IdentityColumn>> identity_columns(Connection& connection);
/// Those of one table.
std::vector<IdentityColumn> of_table(const std::vector<IdentityColumn>& columns, std::string_view table);
/// Tables with marks whose triggers are not as `frist schema` makes them: erasing rows there would spare their keys.
Result<std::vector<std::string>> unwatched_identity(Connection& connection);

/// Where the keys are: `given`, else beside the database.
std::string key_path(const Connection& connection, const std::string& given);

/// The id that the database's key file has, whether it was made and used, and the lowest number that no key ever had.
struct KeyState {
  std::string file;
  bool made = false;
  std::uint64_t next = 1;
};
Result<KeyState> key_state(Connection& connection);
Status set_key_state(Connection& connection, const KeyState& state);

/// The key file at `path`, which must be the database's own. Errors: those of KeyFile::open, another's file (Refused).
Result<keys::KeyFile> open_keys(Connection& connection, const std::string& path, keys::KeyFile::Use use);

/// Whether keys wait to be destroyed; cheap, also where nothing is marked.
Result<bool> any_pending_keys(Connection& connection);
/// Their numbers, ascending.
Result<std::vector<std::uint64_t>> pending_keys(Connection& connection);
Status forget_pending_keys(Connection& connection, std::span<const std::uint64_t> numbers);
/// The numbers that sealed values ask for, ascending, each once. Reads every row of the marked tables.
Result<std::vector<std::uint64_t>> keys_in_use(Connection& connection);

/// A key of a row, or a value, as the bytes that are sealed or authenticated.
std::string sealed_bytes(const Key& value);
/// Nothing where the bytes are not those of a value.
std::optional<Key> value_of_bytes(std::string_view bytes);

}  // namespace frist::store
