// SPDX-License-Identifier: Apache-2.0
// The texts of policies as they were attached, so that a decision can be explained by the words it was made by.
// Functions over a borrowed connection; writing needs a transaction of the caller's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/sqlite.hpp"

namespace frist::store {

struct PolicyFile {
  std::string path;  // as the policy names it, for excerpts
  std::string text;
  bool operator==(const PolicyFile&) const = default;
};

struct StoredPolicy {
  std::string hash;  // of its meaning; made by the caller
  std::string name, version;
  std::vector<PolicyFile> files;
  std::int64_t attached_at = 0;  // epoch seconds, the first time
  std::string attached_by = {};  // to be noted as an author; empty: nobody said. Not given by the functions that read
};

/// Keeps the texts, in place of what is kept under the same hash, and makes this the policy in force.
Status store_policy(Connection& connection, const StoredPolicy& policy);
/// The policy in force; nothing where none is attached.
Result<std::optional<StoredPolicy>> attached_policy(Connection& connection);
Result<std::optional<StoredPolicy>> policy_by_hash(Connection& connection, const std::string& hash);
/// The policy of the last night that did anything, and behind it those that were in force since.
Result<std::vector<std::string>> policies_since_last_act(Connection& connection);
/// Who has attached the policy, as they said.
Result<std::vector<std::string>> authors_of(Connection& connection, const std::string& policy);

}  // namespace frist::store
