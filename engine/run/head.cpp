// SPDX-License-Identifier: Apache-2.0
#include "engine/run/head.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/audit/leaf.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/copy_mark.hpp"
#include "engine/store/policies.hpp"
#include "rules/calendar/day.hpp"

namespace frist::run {
namespace {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr std::size_t kDigestBytes = 16;
const std::string kNoRun(32, '0');

// What the leaves from ?1 on did to whom is in their bodies.
constexpr const char* kNewLeaves =
    "SELECT seq, leaf, leaf_hash, body ->> '$.entry', body ->> '$.action', body ->> '$.rule', body ->> '$.on' FROM "
    "(SELECT seq, leaf, leaf_hash, CAST(body AS TEXT) AS body FROM frist_audit_log WHERE seq >= ?1) ORDER BY seq";

Error rolled_back(const std::string& database, std::int64_t has, std::int64_t had) {
  return {ErrorKind::Refused,
          fmt::format("the log of `{0}` has {1} leaves and had {2}: an older copy has taken the place of the database, "
                      "and what was erased since is in it. `frist restore --db {0}` erases it again",
                      database, has, had)};
}

Error another_log(const std::string& database, const std::string& head, std::int64_t size) {
  return {ErrorKind::Refused,
          fmt::format("the log of `{0}` is not the one that its head file `{1}` knows ({2} leaves): a copy of the "
                      "database went on by itself, or the log was changed. `frist audit verify --db {0}` tells more",
                      database, head, size)};
}

class Follower {
 public:
  Follower(store::Connection& connection, store::HeadFile& head, std::int64_t now)
      : connection_(connection), head_(head), now_(now) {}

  // The head file is locked before the database is looked at, so that what it knows is in what is looked at.
  Status go() {
    auto writing = head_.begin();
    if (!writing) return writing.error();
    auto view = store::Transaction::begin_read(connection_);
    if (!view) return view.error();
    auto mark = head_.mark();
    if (!mark) return mark.error();
    mark_ = std::move(mark).value();
    if (auto same = require_same_log(); !same) return same;
    for (auto step : {&Follower::add_leaves, &Follower::add_policies, &Follower::set_standing, &Follower::forget})
      if (auto done = (this->*step)(); !done) return done;
    return changed_ ? writing.value().commit() : Status();
  }

 private:
  Status require_same_log() {
    auto log = store::AuditStore::open(connection_);
    if (!log) return log.error();
    const auto size = log.value().size();
    if (!size) return size.error();
    size_ = size.value();
    if (size_ < mark_.size) return rolled_back(connection_.path(), size_, mark_.size);
    if (mark_.size == 0) return {};
    const auto last = log.value().leaf(mark_.size - 1);
    if (!last) return last.error();
    if (last.value() && last.value()->hash == mark_.last) return {};
    return another_log(connection_.path(), head_.path(), mark_.size);
  }

  Status add_leaves() {
    if (size_ == mark_.size) return {};
    auto range = range_of(hasher_, mark_);
    if (!range)
      return Error{ErrorKind::Data,
                   fmt::format("the head file `{}` was changed: its root is not that of its subtrees", head_.path())};
    auto rows = connection_.prepare(kNewLeaves);
    if (!rows) return rows.error();
    store::Statement& row = rows.value().bind(1, mark_.size);
    for (std::int64_t seq = mark_.size;; ++seq) {
      const auto more = row.step();
      if (!more) return more.error();
      if (!more.value()) break;
      if (auto added = add_leaf(row, seq, *range); !added) return added;
    }
    mark_.size = static_cast<std::int64_t>(range->size());
    set_range(hasher_, *range, mark_);
    changed_ = true;
    return {};
  }

  // Read back from the file, the leaf must have the hash that was stored with it.
  Status add_leaf(const store::Statement& row, std::int64_t seq, audit::CompactRange& range) {
    const std::string_view text = row.blob(1);
    const auto lines = audit::read_leaf(text);
    const audit::Digest hash = hasher_.leaf_hash(text);
    if (row.integer(0) != seq || !lines || lines->seq != static_cast<std::uint64_t>(seq) ||
        audit::bytes_of(hash) != row.blob(2))
      return Error{ErrorKind::Data, fmt::format("leaf {} of the log is not as it was written; `frist audit verify --db "
                                                "{}` tells more",
                                                seq, connection_.path())};
    range.append(hasher_, hash);
    mark_.last = audit::bytes_of(hash);
    leaf_.seq = seq;
    leaf_.kind = lines->kind, leaf_.time = lines->time, leaf_.run = lines->run, leaf_.policy = lines->policy_hash;
    leaf_.body = store::bytes_of_text(fmt::format("x'{}'", lines->commitment)).value_or("");
    leaf_.entry.clear(), leaf_.action.clear(), leaf_.rule.clear(), leaf_.since.reset();
    const bool act = lines->kind == "act" && lines->run != kNoRun;  // by a rule; people's are in what stands
    if (lines->kind == "erase" || lines->kind == "officer-retired" || act) {
      if (!row.is_null(3)) leaf_.entry = head_digest(hasher_, mark_, row.text(3));
      if (act) {
        leaf_.action = row.text(4), leaf_.rule = row.text(5);
        leaf_.since = calendar::parse_day(row.text(6));
      }
    }
    return head_.add_leaf(leaf_, now_);
  }

  Status add_policies() {
    auto known = head_.policies();
    if (!known) return known.error();
    auto hashes = connection_.cached("SELECT hash FROM frist_policy ORDER BY attached_at, hash");
    if (!hashes) return hashes.error();
    std::vector<std::string> unknown;
    for (;;) {
      const auto more = hashes.value()->step();
      if (!more) return more.error();
      if (!more.value()) break;
      const std::string hash(hashes.value()->text(0));
      if (std::none_of(known.value().begin(), known.value().end(), [&](const auto& p) { return p.hash == hash; }))
        unknown.push_back(hash);
    }
    for (const std::string& hash : unknown) {
      const auto policy = store::policy_by_hash(connection_, hash);
      if (!policy) return policy.error();
      if (auto added = policy.value() ? head_.add_policy(*policy.value()) : Status(); !added) return added;
      changed_ = true;
    }
    const auto in_force = connection_.text("SELECT value FROM frist_meta WHERE key = 'policy'");
    if (!in_force) return in_force.error();
    changed_ |= mark_.policy != in_force.value().value_or("");
    mark_.policy = in_force.value().value_or("");
    return {};
  }

  Status set_standing() {
    const auto numbers = store::last_numbers(connection_);
    if (!numbers) return numbers.error();
    auto standing = store::standing_of(connection_);
    if (!standing) return standing.error();
    const auto before = head_.standing();
    if (!before) return before.error();
    if (before.value() == standing.value() && mark_.numbers == numbers.value()) return {};
    mark_.numbers = numbers.value();
    changed_ = true;
    return head_.set_standing(standing.value());
  }

  Status forget() {
    if (!changed_) return {};
    const auto first = head_.forget_before(now_ - mark_.days_kept * kSecondsOfDay, mark_);
    if (!first) return first.error();
    mark_.first = first.value();
    return head_.set_mark(mark_);
  }

  store::Connection& connection_;
  store::HeadFile& head_;
  std::int64_t now_, size_ = 0;
  audit::Hasher hasher_;
  store::HeadMark mark_;
  store::HeadLeaf leaf_;
  bool changed_ = false;
};

// Once, when a head file begins: of every leaf that is there.
Result<audit::CompactRange> range_of_log(store::Connection& connection, audit::Hasher& hasher, std::string& last) {
  auto log = store::AuditStore::open(connection);
  if (!log) return log.error();
  audit::CompactRange range;
  auto read = log.value().each([&](const store::AuditRow& row) -> Status {
    const auto hash = audit::digest_of(row.hash);
    if (!hash || hasher.leaf_hash(row.leaf) != *hash)
      return Error{ErrorKind::Data, fmt::format("leaf {} of the log is not as it was written", row.seq)};
    range.append(hasher, *hash);
    last = row.hash;
    return {};
  });
  if (!read) return read.error();
  return range;
}

}  // namespace

Result<std::optional<store::HeadFile>> head_of(store::Connection& connection) {
  using Nothing = std::optional<store::HeadFile>;
  const auto place = store::head_place(connection);
  if (!place) return place.error();
  if (!place.value()) return Nothing();
  auto head = store::HeadFile::open(place.value()->path);
  if (!head) return head.error();
  const auto mark = head.value().mark();
  if (!mark) return mark.error();
  if (mark.value().id == place.value()->id) return Nothing(std::move(head).value());
  return Error{ErrorKind::Refused, fmt::format("the head file `{}` is that of another database than `{}`",
                                               place.value()->path, connection.path())};
}

Status follow_log(store::Connection& connection, std::int64_t now) {
  auto head = head_of(connection);
  if (!head) return head.error();
  if (!head.value()) return {};
  return Follower(connection, *head.value(), now).go();
}

Error done_but_not_followed(const Error& error) {
  return error.with_context("done and in the log, but the head file does not know it yet; the next command tells it");
}

Status begin_head(store::Connection& connection, const std::string& path, std::int64_t days_kept, std::int64_t now) {
  audit::Hasher hasher;
  store::HeadMark mark;
  mark.id = audit::to_hex(hasher.random_salt()).substr(0, 32);
  mark.key = audit::bytes_of(hasher.random_salt());
  mark.days_kept = days_kept;
  const auto range = range_of_log(connection, hasher, mark.last);
  if (!range) return range.error();
  mark.first = mark.size = static_cast<std::int64_t>(range.value().size());
  set_range(hasher, range.value(), mark);
  // Named before it is made: where this ends in between, it is missed and begun again.
  if (auto set = store::set_head_place(connection, {path, mark.id}); !set) return set;
  const auto made = store::HeadFile::create(path, mark);
  if (!made) return made.error();
  return follow_log(connection, now);
}

std::string head_digest(audit::Hasher& hasher, const store::HeadMark& mark, std::string_view entry) {
  return std::string(audit::bytes_of(hasher.hmac(mark.key, entry)).substr(0, kDigestBytes));
}

std::optional<audit::CompactRange> range_of(audit::Hasher& hasher, const store::HeadMark& mark) {
  std::vector<audit::Digest> subtrees;
  constexpr std::size_t kBytes = sizeof(audit::Digest);
  for (std::size_t at = 0; at < mark.subtrees.size(); at += kBytes) {
    const auto digest = audit::digest_of(std::string_view(mark.subtrees).substr(at, kBytes));
    if (!digest) return std::nullopt;
    subtrees.push_back(*digest);
  }
  auto range = audit::CompactRange::of(static_cast<std::uint64_t>(mark.size), std::move(subtrees));
  if (!range || audit::bytes_of(range->root(hasher)) != mark.root) return std::nullopt;
  return range;
}

void set_range(audit::Hasher& hasher, const audit::CompactRange& range, store::HeadMark& mark) {
  mark.root = audit::bytes_of(range.root(hasher));
  mark.subtrees.clear();
  for (const audit::Digest& subtree : range.subtrees()) mark.subtrees += audit::bytes_of(subtree);
}

}  // namespace frist::run
