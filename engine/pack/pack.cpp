// SPDX-License-Identifier: Apache-2.0
#include "engine/pack/pack.hpp"

#include <fmt/core.h>

#include "engine/store/migrations.hpp"
#include "engine/store/policies.hpp"

namespace frist::pack {
namespace {

using text::Result;
using text::Status;

Result<std::string> named_in(store::Connection& connection) {
  const auto attached = store::schema_version(connection);
  if (!attached) return attached.error();
  if (attached.value() != store::kSchemaVersion) return std::string();
  auto id = connection.text("SELECT value FROM frist_meta WHERE key = 'packed'");
  if (!id) return id.error();
  return id.value().value_or("");
}

}  // namespace

Result<std::optional<Pack>> Pack::open(store::Connection& connection) {
  using Nothing = std::optional<Pack>;
  const auto named = named_in(connection);
  if (!named) return named.error();
  if (named.value().empty()) return Nothing();
  auto file = SealedReader::open(connection.path());
  if (!file) return file.error();
  if (!file.value() || file.value()->id() != named.value()) return Nothing();
  Pack pack(std::move(*file.value()));
  const auto bytes = pack.file_.directory();
  if (!bytes) return bytes.error();
  auto directory = codec::pack_directory(bytes.value());
  if (!directory) return directory.error();
  pack.directory_ = std::move(directory).value();
  const auto changes = connection.integer("PRAGMA schema_version");
  if (!changes) return changes.error();
  const auto policy = store::attached_policy(connection);
  if (!policy) return policy.error();
  const bool watched =
      changes.value() == pack.directory_.schema && policy.value() && policy.value()->hash == pack.directory_.policy;
  return watched ? Nothing(std::move(pack)) : Nothing();
}

PackReport Pack::report() const {
  PackReport report{directory_.policy, directory_.made_at, 0, file_.size()};
  for (const codec::PackKind& kind : directory_.kinds) report.entries += kind.rows;
  return report;
}

bool any_pack(const store::Connection& connection) { return any_sealed(connection.path()); }

Status destroy_pack(store::Connection& connection) {
  if (auto gone = destroy_sealed(connection.path()); !gone) return gone;
  const auto named = named_in(connection);
  if (!named) return named.error();
  if (named.value().empty()) return {};
  return connection.execute("DELETE FROM frist_meta WHERE key = 'packed'");
}

}  // namespace frist::pack
