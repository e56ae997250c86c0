// SPDX-License-Identifier: Apache-2.0
// A database with the policy that it is attached to, ready to be asked or worked on. Owns the connection.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/service/load_policy.hpp"
#include "engine/store/policies.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::service {

struct OpenDatabase {
  store::Connection connection;
  std::shared_ptr<const LoadedPolicy> policy;
  std::string policy_hash;
  const model::RuleSet& rules() const { return *policy->rules; }
};

// Opens a database by the policy that was attached to it. Errors: no such file, no policy attached (Usage), the kept
// policy no longer checks under this program (Policy), and those of opening; for writing, also where the database is
// not the newest one that its head file knows (Refused).
text::Result<OpenDatabase> open_attached(const std::string& path, store::OpenOptions::Mode mode);

// A policy as it is kept, bound again. Error (Refused) where it no longer checks under this program.
text::Result<std::shared_ptr<const LoadedPolicy>> load_kept_policy(const store::StoredPolicy& kept);

// The kept policy of that hash, bound again; for explaining what an earlier version decided.
text::Result<std::shared_ptr<const LoadedPolicy>> kept_policy(store::Connection& connection, const std::string& hash);

}  // namespace frist::service
