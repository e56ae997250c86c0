// SPDX-License-Identifier: Apache-2.0
#include "engine/run/empty_log.hpp"

#include <fmt/core.h>

#include "engine/store/log_kept.hpp"

namespace frist::run {
namespace {

constexpr int kCheckpointTries = 5;

std::string try_to_empty_log(store::Connection& connection) {
  for (int i = 0; i < kCheckpointTries; ++i) {
    const auto emptied = connection.checkpoint();
    if (!emptied) return emptied.error().message;
    if (emptied.value()) return "";
  }
  return "another program is reading";
}

}  // namespace

std::string empty_log(store::Connection& connection, std::int64_t now) {
  std::string because = try_to_empty_log(connection);
  const auto since = store::log_kept_at(connection);
  if (!since) return because.empty() ? since.error().message : because;
  if (because.empty() == !since.value()) return because;
  const auto noted = because.empty() ? store::forget_log_kept(connection) : store::note_log_kept(connection, now);
  if (because.empty()) return noted ? try_to_empty_log(connection) : noted.error().message;
  return noted ? because : fmt::format("{}; {}", because, noted.error().message);
}

}  // namespace frist::run
