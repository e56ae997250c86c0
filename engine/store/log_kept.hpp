// SPDX-License-Identifier: Apache-2.0
// That a night could not empty the write-ahead log, kept in `frist_meta` until one can: erased values may be in it.
#pragma once

#include "engine/store/sqlite.hpp"

namespace frist::store {

/// `at`: epoch seconds.
Status note_log_kept(Connection& connection, std::int64_t at);
Status forget_log_kept(Connection& connection);
/// Since when; nothing where the last night emptied it.
Result<std::optional<std::int64_t>> log_kept_at(Connection& connection);

}  // namespace frist::store
