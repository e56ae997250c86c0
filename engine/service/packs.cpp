// SPDX-License-Identifier: Apache-2.0
#include "engine/service/packs.hpp"

#include "engine/run/kind_night.hpp"
#include "engine/run/readiness.hpp"
#include "engine/store/work_lock.hpp"

namespace frist::service {
namespace {

// How many entries there are. Changes are noted beside what nights have decided, so each must be.
text::Result<std::int64_t> require_decided(OpenDatabase& database) {
  auto kinds = run::open_kinds(database.connection, database.policy->rules, database.policy_hash);
  if (!kinds) return kinds.error();
  std::int64_t entries = 0;
  for (auto& kind : kinds.value()) {
    const auto progress = store::progress_of(database.connection, kind->kind());
    if (!progress) return progress.error();
    if (progress.value())
      return text::Error{text::ErrorKind::Refused,
                         "not every entry was decided by the attached policy yet; run a night first"};
    const auto n = kind->count_entries();
    if (!n) return n;
    entries += n.value();
  }
  return entries;
}

// What nights have erased stays noted for some nights, and would count as changed since the pack was made.
text::Status forget_what_is_gone(store::Connection& connection) {
  constexpr std::uint32_t kAtOnce = 4'096;
  for (std::uint32_t gone = kAtOnce; gone == kAtOnce;) {
    auto transaction = store::Transaction::begin_write(connection);
    if (!transaction) return transaction.error();
    const auto forgotten = store::Schedule::forget_gone(connection, kAtOnce);
    if (!forgotten) return forgotten.error();
    if (auto kept = transaction.value().commit(); !kept) return kept;
    gone = forgotten.value();
  }
  return {};
}

}  // namespace

text::Result<pack::PackReport> pack_database(
    OpenDatabase& database, std::int64_t now,
    const std::function<void(const char*, std::uint64_t, std::uint64_t)>& progress) {
  const auto alone = store::WorkLock::take(database.connection.path());
  if (!alone) return alone.error();
  if (auto trusted = run::require_trusted(database.connection, database.rules()); !trusted) return trusted.error();
  const auto entries = require_decided(database);
  if (!entries) return entries.error();
  if (auto forgotten = forget_what_is_gone(database.connection); !forgotten) return forgotten.error();
  return pack::make_pack(database.connection, database.policy->rules, database.policy_hash, now,
                         [&](std::uint64_t done) {
                           if (progress) progress("packing", done, static_cast<std::uint64_t>(entries.value()));
                         });
}

text::Result<std::optional<pack::PackReport>> pack_of(OpenDatabase& database) {
  const auto opened = pack::Pack::open(database.connection);
  if (!opened) return opened.error();
  return opened.value() ? std::optional(opened.value()->report()) : std::nullopt;
}

text::Result<bool> drop_pack(OpenDatabase& database) {
  const auto alone = store::WorkLock::take(database.connection.path());
  if (!alone) return alone.error();
  const bool any = pack::any_pack(database.connection);
  if (auto gone = pack::destroy_pack(database.connection); !gone) return gone.error();
  return any;
}

}  // namespace frist::service
