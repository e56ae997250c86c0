// SPDX-License-Identifier: Apache-2.0
#include "engine/pack/pack.hpp"

#include <fmt/core.h>

#include "engine/store/migrations.hpp"
#include "engine/store/policies.hpp"

namespace frist::pack {
namespace {

using text::Result;
using text::Status;

// The pack that the database names, and the path that it had then: both empty where it names none.
struct Named {
  std::string id, path;
};
Result<Named> named_in(store::Connection& connection) {
  const auto attached = store::schema_version(connection);
  if (!attached) return attached.error();
  if (attached.value() != store::kSchemaVersion) return Named();
  const auto value = connection.text("SELECT value FROM frist_meta WHERE key = 'packed'");
  if (!value) return value.error();
  const std::string text = value.value().value_or("");
  const auto space = text.find(' ');
  return space == std::string::npos ? Named{text, ""} : Named{text.substr(0, space), text.substr(space + 1)};
}

}  // namespace

Result<std::optional<Pack>> Pack::open(store::Connection& connection) {
  using Nothing = std::optional<Pack>;
  const auto named = named_in(connection);
  if (!named) return named.error();
  if (named.value().id.empty()) return Nothing();
  auto file = SealedReader::open(connection.path());
  if (!file) return file.error();
  if (!file.value() || file.value()->id() != named.value().id) return Nothing();
  Pack pack(std::move(*file.value()));
  const auto bytes = pack.file_.directory();
  if (!bytes) return bytes.error();
  auto directory = codec::pack_directory(bytes.value());
  if (!directory) return directory.error();
  pack.directory_ = std::move(directory).value();
  const auto changes = connection.integer("PRAGMA schema_version");
  if (!changes) return changes.error();
  const auto run = last_run(connection);
  if (!run) return run.error();
  const auto policy = store::attached_policy(connection);
  if (!policy) return policy.error();
  const bool watched = changes.value() == pack.directory_.schema && run.value() == pack.directory_.run &&
                       policy.value() && policy.value()->hash == pack.directory_.policy;
  return watched ? Nothing(std::move(pack)) : Nothing();
}

PackReport Pack::report() const {
  PackReport report{directory_.policy, directory_.made_at, 0, file_.size()};
  for (const codec::PackKind& kind : directory_.kinds) report.entries += kind.rows;
  return report;
}

bool any_pack(const store::Connection& connection) { return any_sealed(connection.path()); }

Result<std::int64_t> last_run(store::Connection& connection) {
  const auto run = connection.integer("SELECT max(id) FROM frist_run");
  if (!run) return run.error();
  return run.value().value_or(0);
}

// A database that was moved has left its pack behind, under the path that it had.
Status destroy_pack(store::Connection& connection) {
  if (auto gone = destroy_sealed(connection.path()); !gone) return gone;
  const auto named = named_in(connection);
  if (!named) return named.error();
  if (named.value().id.empty()) return {};
  if (const std::string& path = named.value().path; !path.empty() && path != connection.path()) {
    const auto left = SealedReader::open(path);
    if (left && left.value() && left.value()->id() == named.value().id)
      if (auto gone = destroy_sealed(path); !gone) return gone;
  }
  return connection.execute("DELETE FROM frist_meta WHERE key = 'packed'");
}

}  // namespace frist::pack
