// SPDX-License-Identifier: Apache-2.0
#include "engine/store/log_kept.hpp"

#include <fmt/core.h>

namespace frist::store {

Status note_log_kept(Connection& connection, std::int64_t at) {
  return connection.execute(fmt::format("INSERT OR REPLACE INTO frist_meta(key, value) VALUES ('log_kept', {})", at));
}

Status forget_log_kept(Connection& connection) {
  return connection.execute("DELETE FROM frist_meta WHERE key = 'log_kept'");
}

Result<std::optional<std::int64_t>> log_kept_at(Connection& connection) {
  return connection.integer("SELECT value FROM frist_meta WHERE key = 'log_kept'");
}

}  // namespace frist::store
