// SPDX-License-Identifier: Apache-2.0
#include "engine/run/journal.hpp"

#include <fmt/core.h>

namespace frist::run {

text::Result<Journal> Journal::open(store::Connection& connection, const store::Run& run) {
  auto log = store::AuditStore::open(connection);
  if (!log) return log.error();
  audit::Hasher hasher;
  // The run's name in its leaves follows from what is stored of it, so that a run that goes on keeps it.
  const std::string seed = fmt::format("{}/{}/{}/{}", run.id, run.policy, run.as_of, run.started);
  audit::LeafContext context{audit::utc_time(run.started), audit::to_hex(hasher.sha256(seed)).substr(0, 32),
                             run.policy};
  return Journal(std::move(log).value(), std::move(context));
}

text::Result<std::int64_t> Journal::append(audit::Happening happening, std::string body) {
  const auto size = log_.size();
  if (!size) return size.error();
  const audit::SealedEntry entry =
      audit::seal(hasher_, context_, happening, static_cast<std::uint64_t>(size.value()), std::move(body));
  const auto appended = log_.append(size.value(), entry.leaf, std::string(audit::bytes_of(entry.leaf_hash)),
                                    std::string(audit::bytes_of(entry.salt)), entry.body);
  if (!appended) return appended.error();
  return size;
}

text::Status Journal::write(audit::Happening happening, std::int64_t kind, const store::Key& key, std::string body) {
  const auto seq = append(happening, std::move(body));
  if (!seq) return seq.error();
  return log_.refer(kind, key, seq.value());
}

text::Status Journal::write(audit::Happening happening, std::string body) {
  const auto seq = append(happening, std::move(body));
  if (!seq) return seq.error();
  return {};
}

}  // namespace frist::run
