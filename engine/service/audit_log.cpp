// SPDX-License-Identifier: Apache-2.0
#include "engine/service/audit_log.hpp"

#include <fmt/core.h>

#include "engine/audit/leaf.hpp"
#include "engine/audit/signature.hpp"
#include "engine/audit/tile.hpp"
#include "engine/run/head.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/durable_file.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/copy_mark.hpp"
#include "engine/store/migrations.hpp"

namespace frist::service {
namespace {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

// What to do is the same whatever was found.
Error tampered(const std::string& what) {
  return {ErrorKind::Data,
          fmt::format("{}; leave the database as it is, and look for a backup whose log agrees with a checkpoint that "
                      "was kept elsewhere",
                      what)};
}

// One row of the log by itself; gives the hash of its leaf.
Result<audit::Digest> good_row(audit::Hasher& hasher, const store::AuditRow& row, std::uint64_t expected) {
  if (row.seq < 0 || static_cast<std::uint64_t>(row.seq) != expected)
    return tampered(fmt::format("the log has no leaf {}: the next one is {}", expected, row.seq));
  const audit::Digest hash = hasher.leaf_hash(row.leaf);
  if (row.hash != audit::bytes_of(hash))
    return tampered(
        fmt::format("leaf {} was changed: its text does not have the hash that is stored with it", row.seq));
  const auto lines = row.leaf.size() <= audit::kMostOfLeaf ? audit::read_leaf(row.leaf) : std::nullopt;
  if (!lines) return tampered(fmt::format("leaf {} is not written as leaves are", row.seq));
  if (lines->seq != expected) return tampered(fmt::format("leaf {} says that it is leaf {}", row.seq, lines->seq));
  const bool opens =
      row.salt.size() == sizeof(audit::Digest) && audit::opens(hasher, row.leaf, row.salt, row.body) == true;
  if (row.has_body && !opens)
    return tampered(fmt::format("the body of leaf {} was changed: it is not what the leaf commits to", row.seq));
  return hash;
}

}  // namespace

struct VerifiedLog::State {
  State(std::string path, store::Transaction read, store::AuditStore log)
      : database(std::move(path)),
        view(std::move(read)),
        store(std::move(log)),
        tree([this](std::uint64_t first, std::size_t count) { return hashes(first, count); }) {}

  // Of leaves that were found good in this same view.
  Result<std::vector<audit::Digest>> hashes(std::uint64_t first, std::size_t count) {
    const auto leaves = store.leaves(static_cast<std::int64_t>(first), static_cast<std::uint32_t>(count));
    if (!leaves) return leaves.error();
    std::vector<audit::Digest> found;
    for (const store::AuditLeaf& leaf : leaves.value())
      if (const auto hash = audit::digest_of(leaf.hash)) found.push_back(*hash);
    return found;
  }

  std::string database;
  store::Transaction view;
  store::AuditStore store;
  audit::Tree tree;
  audit::Digest root{};
  std::uint64_t bodies = 0;
};

VerifiedLog::VerifiedLog(std::unique_ptr<State> state) : state_(std::move(state)) {}
VerifiedLog::VerifiedLog(VerifiedLog&&) noexcept = default;
VerifiedLog::~VerifiedLog() = default;

Result<VerifiedLog> VerifiedLog::read(store::Connection& connection, const LeafSink& leaf) {
  auto view = store::Transaction::begin_read(connection);
  if (!view) return view.error();
  auto store = store::AuditStore::open(connection);
  if (!store) return store.error();
  auto state = std::make_unique<State>(connection.path(), std::move(view).value(), std::move(store).value());
  audit::Hasher hasher;
  auto done = state->store.each([&](const store::AuditRow& row) -> Status {
    const auto hash = good_row(hasher, row, state->tree.size());
    if (!hash) return hash.error();
    state->tree.append(hash.value());
    state->bodies += row.has_body ? 1 : 0;
    return leaf ? leaf(row.leaf, hash.value()) : Status();
  });
  if (!done) return done.error();
  const auto bodies = state->store.bodies();
  if (!bodies) return bodies.error();
  const std::uint64_t strays = static_cast<std::uint64_t>(bodies.value()) - state->bodies;
  if (strays > 0) return tampered(fmt::format("the log has bodies of leaves that it does not have: {}", strays));
  auto root = state->tree.root(state->tree.size());
  if (!root) return root.error();
  state->root = root.value();
  return VerifiedLog(std::move(state));
}

std::uint64_t VerifiedLog::size() const { return state_->tree.size(); }
std::uint64_t VerifiedLog::bodies() const { return state_->bodies; }
const audit::Digest& VerifiedLog::root() const { return state_->root; }
const std::string& VerifiedLog::database() const { return state_->database; }

Status VerifiedLog::require_continues(const audit::Checkpoint& checkpoint) {
  if (checkpoint.size > size())
    return tampered(
        fmt::format("the log has {} leaves and had {} at the checkpoint: its end was cut off, or an older "
                    "copy of the database has taken its place",
                    size(), checkpoint.size));
  const auto root = state_->tree.root(checkpoint.size);
  if (!root) return root.error();
  if (root.value() == checkpoint.root) return {};
  return tampered(fmt::format(
      "the first {} leaves are not those of the checkpoint: the log was changed or written anew", checkpoint.size));
}

Result<audit::Proof> VerifiedLog::inclusion(std::uint64_t index, std::uint64_t size) {
  return state_->tree.inclusion(index, size);
}

Result<audit::Proof> VerifiedLog::consistency(std::uint64_t old_size) {
  if (old_size == 0) return audit::Proof();  // every log begins with no leaf
  return state_->tree.consistency(old_size, size());
}

Result<VerifiedLog::Content> VerifiedLog::content(std::uint64_t seq) {
  const auto leaf = state_->store.leaf(static_cast<std::int64_t>(seq));
  if (!leaf) return leaf.error();
  const auto body = state_->store.body(static_cast<std::int64_t>(seq));
  if (!body) return body.error();
  Content content;
  if (leaf.value()) content.leaf = leaf.value()->leaf;
  if (body.value()) content.salt = body.value()->salt, content.body = body.value()->body;
  return content;
}

Result<store::Connection> open_log(const std::string& path) {
  store::OpenOptions options;
  options.mode = store::OpenOptions::Mode::ReadOnly;
  auto connection = store::Connection::open(path, options);
  if (!connection) return connection;
  if (auto good = store::check_version(connection.value()); !good) return good.error();
  const auto version = store::schema_version(connection.value());
  if (!version) return version.error();
  if (version.value() > 0) return connection;
  return Error{ErrorKind::Usage,
               fmt::format("there is no log in the database `{0}`; it begins with `frist attach POLICY "
                           "--db {0}`",
                           path)};
}

Result<audit::VerifierKey> make_log_key(const std::string& origin, const std::string& key_file) {
  if (auto good = audit::require_key_name("the origin of a log", origin); !good) return good.error();
  const audit::KeyPair pair = audit::make_key_pair();
  if (auto written = write_secret(key_file, pair.private_pem); !written) return written.error();
  return audit::VerifierKey{origin, pair.public_key};
}

Result<std::optional<audit::Checkpoint>> known_beginning(store::Connection& connection) {
  const auto checkpoint = [](std::int64_t size, const std::string& root) {
    const auto digest = audit::digest_of(root);
    return digest ? std::optional(audit::Checkpoint{"", static_cast<std::uint64_t>(size), *digest}) : std::nullopt;
  };
  const auto copy = store::copy_mark(connection);
  if (!copy) return copy.error();
  if (copy.value()) return checkpoint(copy.value()->size, copy.value()->root);
  auto head = run::head_of(connection);
  if (!head) return head.error();
  if (!head.value()) return std::optional<audit::Checkpoint>();
  const auto mark = head.value()->mark();
  if (!mark) return mark.error();
  return checkpoint(mark.value().size, mark.value().root);
}

Result<std::string> sign_log(const VerifiedLog& log, const std::string& origin, const std::string& private_pem) {
  store::OpenOptions options;
  options.mode = store::OpenOptions::Mode::ReadOnly;
  auto connection = store::Connection::open(log.database(), options);
  if (!connection) return connection.error();
  if (auto newest = run::follow_log(connection.value(), now()); !newest) return newest.error();
  return audit::sign_checkpoint({origin, log.size(), log.root()}, private_pem);
}

}  // namespace frist::service
