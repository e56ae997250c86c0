// SPDX-License-Identifier: Apache-2.0
#include "engine/service/deed.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "dsl/text/utf8.hpp"
#include "engine/run/head.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/ask.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/policies.hpp"

namespace frist::service {
namespace {

constexpr int kTurns = 60;                   // times that the write lock is waited for; each takes some seconds
const std::string kOutsideRuns(32, '0');     // the run in leaves of what no run did
constexpr std::size_t kMostOfLine = 10'000;  // bytes

text::Result<store::Transaction> begin_in_turn(store::Connection& connection) {
  for (int turn = 1;; ++turn) {
    auto transaction = store::Transaction::begin_write(connection);
    if (transaction || transaction.error().kind != text::ErrorKind::Busy || turn == kTurns) return transaction;
  }
}

text::Status require_same_policy(OpenDatabase& database) {
  if (auto attached = store::require_attached(database.connection); !attached) return attached;
  const auto policy = store::attached_policy(database.connection);
  if (!policy) return policy.error();
  if (policy.value() && policy.value()->hash == database.policy_hash) return {};
  return text::Error{text::ErrorKind::Refused, "another policy was attached meanwhile; look again, then repeat this"};
}

}  // namespace

text::Result<EntryRef> find_entry(OpenDatabase& database, const std::string& written) {
  const auto name = entry_name(database.rules(), written);
  if (!name) return name.error();
  const model::Record& record = database.rules().records[name.value().record];
  const auto kind = store::find_kind(database.connection, record.name);
  if (!kind) return kind.error();
  if (!kind.value())
    return text::Error{text::ErrorKind::Usage,
                       fmt::format("a {} is no entry of its own; name the entry that it belongs to", record.name)};
  const auto key = store::find_key(database.connection, record, name.value().id);
  if (!key) return key.error();
  if (!key.value()) return text::Error{text::ErrorKind::Data, fmt::format("there is no entry `{}`", written)};
  return EntryRef{*kind.value(), *key.value(), record.name + "/" + store::to_text(*key.value())};
}

text::Result<std::string> written_entry(store::Connection& connection, std::int64_t kind, const store::Key& key) {
  const auto record = store::record_of(connection, kind);
  if (!record) return record.error();
  return record.value() + "/" + store::to_text(key);
}

text::Result<calendar::Day> day_of(OpenDatabase& database, const std::string& written) {
  const auto day = as_of(written.empty() ? std::nullopt : std::optional(written), database.rules());
  if (!day) return day.error();
  return day.value().day;
}

text::Result<calendar::Day> day_so_far(OpenDatabase& database, const std::string& written) {
  const auto today = day_of(database, "");
  if (!today) return today;
  const auto day = day_of(database, written);
  if (day && day.value() > today.value())
    return text::Error{text::ErrorKind::Usage, fmt::format("{} has not come yet", calendar::to_iso(day.value()))};
  return day;
}

text::Status require_line(const char* what, const std::string& text) {
  const bool odd = std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (!odd && text.size() <= kMostOfLine && !text::first_invalid(text)) return {};
  return text::Error{text::ErrorKind::Usage,
                     fmt::format("{} is one line of UTF-8 of at most {} bytes", what, kMostOfLine)};
}

text::Status require_who_and_why(const std::string& by, const std::string& reason) {
  if (auto good = require_line("the name behind --by", by); !good) return good;
  return require_line("the reason", reason);
}

codec::EntryBody deed_body(const char* action, calendar::Day on, const std::string& by, const std::string& reason) {
  codec::EntryBody body;
  body.action = action;
  body.on = on;
  body.by = by;
  body.reason = reason;
  return body;
}

text::Status do_deed(OpenDatabase& database, const std::function<text::Status()>& work) {
  {
    auto transaction = begin_in_turn(database.connection);
    if (!transaction) return transaction.error();
    if (auto same = require_same_policy(database); !same) return same;
    if (auto done = work(); !done) return done;
    if (auto done = transaction.value().commit(); !done) return done;
  }
  auto followed = run::follow_log(database.connection, now());
  return followed ? followed : run::done_but_not_followed(followed.error());
}

text::Status note_deed(OpenDatabase& database, audit::Happening happening, const EntryRef& entry,
                       codec::EntryBody body) {
  const auto today = day_of(database, "");
  if (!today) return today.error();
  body.entry = entry.name;
  body.policy = database.policy_hash;
  body.as_of = today.value();
  const auto zone = calendar::Zone::find(database.rules().zone);
  auto log = store::AuditStore::open(database.connection);
  if (!log) return log.error();
  const auto seq = log.value().size();
  if (!seq) return seq.error();
  audit::Hasher hasher;
  const audit::LeafContext context{audit::utc_time(now()), kOutsideRuns, database.policy_hash};
  auto sealed = audit::seal(hasher, context, happening, static_cast<std::uint64_t>(seq.value()),
                            codec::text_of(body, database.rules(), *zone));
  const std::vector<store::AuditEntry> one = {{std::move(sealed.leaf),
                                               std::string(audit::bytes_of(sealed.leaf_hash)),
                                               std::string(audit::bytes_of(sealed.salt)),
                                               std::move(sealed.body),
                                               {entry.kind, entry.key},
                                               {}}};
  return log.value().append(seq.value(), one);
}

}  // namespace frist::service
