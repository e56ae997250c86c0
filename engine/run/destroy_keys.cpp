// SPDX-License-Identifier: Apache-2.0
#include "engine/run/destroy_keys.hpp"

#include "engine/codec/audit_body.hpp"
#include "engine/store/identity.hpp"

namespace frist::run {
namespace {

// Nobody can put a row back while its key goes: the write lock of the database is taken first.
text::Status destroy_and_tell(store::Connection& connection, const NightOptions& options, Journal& journal,
                              NightReport& report) {
  const auto pending = store::pending_keys(connection);
  if (!pending) return pending.error();
  const std::string path = store::key_path(connection, options.keys);
  auto file = store::open_keys(connection, path, keys::KeyFile::Use::Write);
  const auto gone = file ? file.value().destroy(pending.value()) : text::Result<std::size_t>(file.error());
  if (!gone) return report.keys_kept_because = gone.error().message, text::Status();
  report.keys_destroyed = static_cast<std::int64_t>(pending.value().size());
  if (auto forgotten = store::forget_pending_keys(connection, pending.value()); !forgotten) return forgotten;
  return journal.write(audit::Happening::KeyDestroyed, codec::keys_destroyed_body(report.policy_hash, options.as_of.day,
                                                                                  "erased", report.keys_destroyed));
}

}  // namespace

text::Status destroy_pending_keys(
    store::Connection& connection, const NightOptions& options, Journal& journal,
    const std::function<text::Status(const std::function<text::Status()>&)>& in_transaction, NightReport& report) {
  const auto any = store::any_pending_keys(connection);
  if (!any || !any.value()) return any ? text::Status() : text::Status(any.error());
  return in_transaction([&] { return destroy_and_tell(connection, options, journal, report); });
}

}  // namespace frist::run
