// SPDX-License-Identifier: Apache-2.0
// What is the matter with a database and the machine around it, before a night finds out. Changes nothing.
#pragma once

#include <string>
#include <vector>

#include "engine/service/open_database.hpp"

namespace frist::service {

enum class Health { Ok, Warning, Error };

struct CheckUp {
  std::string what;  // "schema", "policy", ...
  Health health = Health::Ok;
  std::string says, help;  // one sentence each; no help where all is well
};

struct DoctorOptions {
  std::int64_t now = 0;  // epoch seconds
  bool deep = false;     // also read every page of the file, and every row of our own tables
  std::string keys;      // the key file of sealed identity fields; empty: DATABASE-frist-keys
};

/// Every check that could be made, in a fixed order; what hinders later ones (no policy) is the last. Error only where
/// the database cannot be opened at all.
text::Result<std::vector<CheckUp>> check_up(const std::string& path, const DoctorOptions& options);

Health worst_of(const std::vector<CheckUp>& checks);

}  // namespace frist::service
