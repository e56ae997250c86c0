// SPDX-License-Identifier: Apache-2.0
// The entries of a plan as one hash: SHA-256 over the hash so far and the next entry's line, from 64 zeros on, in the
// order of kinds and keys. Borrows the connection.
#pragma once

#include <cstdint>
#include <string>

#include "engine/store/plans.hpp"

namespace frist::run {

struct PlanChain {
  std::string hash;  // 64 hex digits
  std::int64_t entries = 0;
};

text::Result<PlanChain> chain_of(store::Connection& connection, std::int64_t plan);

}  // namespace frist::run
