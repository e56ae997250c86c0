// SPDX-License-Identifier: Apache-2.0
// That a night could not empty the write-ahead log, kept in `frist_meta` until one can: erased values may be in it.
#pragma once

#include <fmt/core.h>

#include "engine/store/sqlite.hpp"

namespace frist::store {

/// `at`: epoch seconds.
inline Status note_log_kept(Connection& connection, std::int64_t at) {
  return connection.execute(fmt::format("INSERT OR REPLACE INTO frist_meta(key, value) VALUES ('log_kept', {})", at));
}
inline Status forget_log_kept(Connection& connection) {
  return connection.execute("DELETE FROM frist_meta WHERE key = 'log_kept'");
}
/// Since when; nothing where the last night emptied it.
inline Result<std::optional<std::int64_t>> log_kept_at(Connection& connection) {
  return connection.integer("SELECT value FROM frist_meta WHERE key = 'log_kept'");
}

}  // namespace frist::store
