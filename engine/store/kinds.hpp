// SPDX-License-Identifier: Apache-2.0
// Kinds of entries by number, as our tables refer to them, and entries by what people write. Borrow the connection.
#pragma once

#include <functional>
#include <string>

#include "engine/store/sqlite.hpp"
#include "rules/model/record.hpp"

namespace frist::store {

/// The number of a kind of record in our tables; nothing where it was never attached.
Result<std::optional<std::int64_t>> find_kind(Connection& connection, const std::string& record);

/// The record of that number; empty where there is none.
Result<std::string> record_of(Connection& connection, std::int64_t kind);

/// The key of an entry in its table by the text behind `kind/`, as it is stored there: a number where the key column
/// holds numbers. Nothing where there is no such row. Error (Data): two rows are written alike, one as a number and one
/// as a text.
Result<std::optional<Key>> find_key(Connection& connection, const model::Record& record, const std::string& text);

/// The same for an entry that may be gone from its table: the keys under which our own tables (log, holds) know it.
Result<std::vector<Key>> known_keys(Connection& connection, std::int64_t kind, const std::string& text);

/// The key of every row of the record's table, in no order; ends with the first error of `take`, which changes nothing
/// there.
Status each_key(Connection& connection, const model::Record& record, const std::function<Status(const Key&)>& take);

/// How many rows have nothing or a fraction as key, so that they are no entries that rules could be asked for.
Result<std::int64_t> count_without_key(Connection& connection, const model::Record& record);

/// How many rows the record's table has.
Result<std::int64_t> count_rows(Connection& connection, const model::Record& record);
/// The same, counting no further than `limit`.
Result<std::int64_t> count_rows(Connection& connection, const model::Record& record, std::int64_t limit);

}  // namespace frist::store
