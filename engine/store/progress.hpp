// SPDX-License-Identifier: Apache-2.0
// How far a decision of all entries of a kind has come. It is kept from batch to batch, so that a night that was killed
// goes on where it was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::store {

struct Progress {
  std::string policy;  // hash of the policy that is decided by
  Key last;            // the last key that is done; Nothing: none yet
  std::int64_t done = 0;
};

/// Nothing where the decision is finished.
Result<std::optional<Progress>> progress_of(Connection& connection, std::int64_t kind);
Status set_progress(Connection& connection, std::int64_t kind, const Progress& progress);
/// Only a decision by this policy is finished: another that was attached meanwhile is still to come.
Status finish_progress(Connection& connection, std::int64_t kind, const std::string& policy);

}  // namespace frist::store
