// SPDX-License-Identifier: Apache-2.0
#include "engine/store/policies.hpp"

#include "engine/store/migrations.hpp"
#include "engine/store/runs.hpp"

namespace frist::store {
namespace {

Status store_name(Connection& connection, const StoredPolicy& policy) {
  auto insert = connection.cached("INSERT INTO frist_policy(hash, name, version, attached_at) VALUES (?1, ?2, ?3, ?4)");
  if (!insert) return insert.error();
  auto& row = insert.value()->bind_text(1, policy.hash).bind_text(2, policy.name).bind_text(3, policy.version);
  return row.bind(4, policy.attached_at).run();
}

Status store_texts(Connection& connection, const StoredPolicy& policy) {
  auto file = connection.cached("INSERT INTO frist_policy_file(policy, position, path, text) VALUES (?1, ?2, ?3, ?4)");
  if (!file) return file.error();
  for (std::size_t i = 0; i < policy.files.size(); ++i) {
    auto& next = file.value()->bind_text(1, policy.hash).bind(2, static_cast<std::int64_t>(i));
    if (auto done = next.bind_text(3, policy.files[i].path).bind_text(4, policy.files[i].text).run(); !done)
      return done;
  }
  return {};
}

Status store_author(Connection& connection, const StoredPolicy& policy) {
  if (policy.attached_by.empty()) return {};
  auto insert =
      connection.cached("INSERT INTO frist_policy_author(policy, author) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
  if (!insert) return insert.error();
  return insert.value()->bind_text(1, policy.hash).bind_text(2, policy.attached_by).run();
}

Result<std::int64_t> last_act(Connection& connection) {
  const auto last = last_run_that_acted(connection);
  if (!last) return last.error();
  return last.value() ? last.value()->id : 0;
}

// Rows `since/HASH` of frist_meta name the policies that were in force since a run, and that run; those since an
// earlier run count no longer. The one before this is among them, also where an earlier program attached it.
Status note_in_force(Connection& connection, const std::string& hash) {
  const auto act = last_act(connection);
  if (!act) return act.error();
  auto old = connection.cached("DELETE FROM frist_meta WHERE key LIKE 'since/%' AND value <> ?1");
  if (!old) return old.error();
  if (auto gone = old.value()->bind(1, act.value()).run(); !gone) return gone;
  auto insert = connection.cached(
      "INSERT INTO frist_meta(key, value) SELECT 'since/' || hash, ?1 FROM (SELECT value AS hash FROM frist_meta WHERE "
      "key = 'policy' UNION SELECT ?2) WHERE NOT EXISTS (SELECT 1 FROM frist_meta WHERE key = 'since/' || hash)");
  if (!insert) return insert.error();
  return insert.value()->bind(1, act.value()).bind_text(2, hash).run();
}

}  // namespace

Status store_policy(Connection& connection, const StoredPolicy& policy) {
  FRIST_CHECK(connection.in_transaction());
  auto known = policy_by_hash(connection, policy.hash);
  if (!known) return known.error();
  if (known.value() && known.value()->files != policy.files) {
    // Another wording of the same rules, or what somebody made of it: the one at hand was checked.
    auto old = connection.cached("DELETE FROM frist_policy_file WHERE policy = ?1");
    if (!old) return old.error();
    if (auto gone = old.value()->bind_text(1, policy.hash).run(); !gone) return gone;
  }
  if (!known.value())
    if (auto named = store_name(connection, policy); !named) return named;
  if (!known.value() || known.value()->files != policy.files)
    if (auto stored = store_texts(connection, policy); !stored) return stored;
  if (auto noted = store_author(connection, policy); !noted) return noted;
  if (auto noted = note_in_force(connection, policy.hash); !noted) return noted;
  if (auto gone = connection.execute("DELETE FROM frist_meta WHERE key = 'policy'"); !gone) return gone;
  auto insert = connection.cached("INSERT INTO frist_meta(key, value) VALUES ('policy', ?1)");
  if (!insert) return insert.error();
  return insert.value()->bind_text(1, policy.hash).run();
}

Result<std::optional<StoredPolicy>> attached_policy(Connection& connection) {
  auto version = schema_version(connection);
  if (!version) return version.error();
  if (version.value() == 0) return std::optional<StoredPolicy>();
  auto hash = connection.text("SELECT value FROM frist_meta WHERE key = 'policy'");
  if (!hash) return hash.error();
  if (!hash.value()) return std::optional<StoredPolicy>();
  return policy_by_hash(connection, *hash.value());
}

Result<std::optional<StoredPolicy>> policy_by_hash(Connection& connection, const std::string& hash) {
  auto found = connection.cached("SELECT name, version, attached_at FROM frist_policy WHERE hash = ?1");
  if (!found) return found.error();
  auto row = found.value()->bind_text(1, hash).step();
  if (!row) return row.error();
  if (!row.value()) return std::optional<StoredPolicy>();
  StoredPolicy policy{
      hash, std::string(found.value()->text(0)), std::string(found.value()->text(1)), {}, found.value()->integer(2)};
  found.value()->reset();
  auto files = connection.cached("SELECT path, text FROM frist_policy_file WHERE policy = ?1 ORDER BY position");
  if (!files) return files.error();
  files.value()->bind_text(1, hash);
  for (;;) {
    auto file = files.value()->step();
    if (!file) return file.error();
    if (!file.value()) return std::optional(std::move(policy));
    policy.files.push_back({std::string(files.value()->text(0)), std::string(files.value()->text(1))});
  }
}

Result<std::vector<std::string>> policies_since_last_act(Connection& connection) {
  const auto act = last_act(connection);
  if (!act) return act.error();
  auto found = connection.cached(
      "SELECT policy FROM frist_run WHERE id = ?1 UNION ALL SELECT substr(key, 7) FROM frist_meta "
      "WHERE key LIKE 'since/%' AND value = ?1 AND substr(key, 7) IS NOT (SELECT policy FROM frist_run WHERE id = ?1)");
  if (!found) return found.error();
  found.value()->bind(1, act.value());
  std::vector<std::string> policies;
  for (;;) {
    const auto row = found.value()->step();
    if (!row) return row.error();
    if (!row.value()) return policies;
    policies.emplace_back(found.value()->text(0));
  }
}

Result<std::vector<std::string>> authors_of(Connection& connection, const std::string& policy) {
  auto found = connection.cached("SELECT author FROM frist_policy_author WHERE policy = ?1 ORDER BY author");
  if (!found) return found.error();
  found.value()->bind_text(1, policy);
  std::vector<std::string> authors;
  for (;;) {
    const auto row = found.value()->step();
    if (!row) return row.error();
    if (!row.value()) return authors;
    authors.emplace_back(found.value()->text(0));
  }
}

}  // namespace frist::store
