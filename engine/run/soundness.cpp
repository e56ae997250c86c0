// SPDX-License-Identifier: Apache-2.0
#include "engine/run/soundness.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/audit/hash.hpp"
#include "engine/audit/leaf.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/checksums.hpp"

namespace frist::run {

using text::Error;
using text::ErrorKind;
using text::Status;

namespace {

constexpr std::int64_t kLeavesLookedAt = 16;

Error damaged_log(std::int64_t seq) {
  return {ErrorKind::Data, fmt::format("leaf {} at the end of the log is not as it was written: nothing more is done "
                                       "with this database. `frist audit verify` tells more; use a backup",
                                       seq)};
}

Status require_sound_end_of_log(store::Connection& connection) {
  auto log = store::AuditStore::open(connection);
  if (!log) return log.error();
  const auto size = log.value().size();
  if (!size) return size.error();
  const std::int64_t first = std::max<std::int64_t>(0, size.value() - kLeavesLookedAt);
  const auto leaves = log.value().leaves(first, kLeavesLookedAt);
  if (!leaves) return leaves.error();
  audit::Hasher hasher;
  std::int64_t seq = first;
  for (const store::AuditLeaf& leaf : leaves.value()) {
    if (leaf.seq != seq || leaf.hash != audit::bytes_of(hasher.leaf_hash(leaf.leaf))) return damaged_log(seq);
    const auto body = log.value().body(seq);
    if (!body) return body.error();
    if (body.value()) {
      const auto& [number, salt, text] = *body.value();
      const bool opens = salt.size() == sizeof(audit::Digest) && audit::opens(hasher, leaf.leaf, salt, text) == true;
      if (!opens) return damaged_log(seq);
    }
    ++seq;
  }
  return seq == size.value() ? Status() : Status(damaged_log(seq));
}

}  // namespace

Status require_sound_pages(store::Connection& connection) {
  const auto found = connection.text("PRAGMA integrity_check(1)");
  if (!found) return found.error();
  const std::string says = found.value().value_or("nothing");
  if (says == "ok") return {};
  return Error{ErrorKind::Data, fmt::format("the database `{}` is damaged ({}); nothing more is done with it, use a "
                                            "backup",
                                            connection.path(), says)};
}

Status require_sound(store::Connection& connection, bool pages) {
  if (auto sound = pages ? require_sound_pages(connection) : Status(); !sound) return sound;
  if (auto sound = store::require_sound_rows(connection, store::CheckedTables::OfANight); !sound) return sound;
  return require_sound_end_of_log(connection);
}

}  // namespace frist::run
