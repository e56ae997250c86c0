// SPDX-License-Identifier: Apache-2.0
// What SQLite reports, as an error that says who can do something about it. For this room only.
#pragma once

#include <string>

#include "dsl/text/result.hpp"

struct sqlite3;

namespace frist::store {

/// The sentence for a result code of SQLite at the database file `path`; `detail` is what SQLite says itself.
text::Error describe(int code, const std::string& path, const std::string& detail);

/// The same for the latest failure of a connection.
text::Error latest_error(sqlite3* database, int code);

/// Why `path` cannot be opened, looked up in the file system: missing, a folder, no permission.
text::Error cannot_open(const std::string& path, const std::string& detail);

}  // namespace frist::store
