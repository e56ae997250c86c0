// SPDX-License-Identifier: Apache-2.0
// Names and texts of the user's inside SQL: always quoted, whatever characters they hold. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace frist::store {

/// "name" with its double quotes doubled. Names with a zero byte never reach SQL: they are refused where tables are
/// looked up, because SQLite has none.
std::string sql_name(std::string_view name);

/// 'text' as an SQL literal.
std::string sql_text(std::string_view text);

/// ASCII letters only, as SQLite compares names.
bool same_name(std::string_view a, std::string_view b);
std::string lower_ascii(std::string_view text);

}  // namespace frist::store
