// SPDX-License-Identifier: Apache-2.0
// The end of every night: pages that hold what was erased leave the write-ahead log.
#pragma once

#include <string>

#include "engine/store/sqlite.hpp"

namespace frist::run {

/// Why the log could not be emptied; empty where it was. That it was not stays noted until a later night has done it.
/// `now`: epoch seconds.
std::string empty_log(store::Connection& connection, std::int64_t now);

}  // namespace frist::run
