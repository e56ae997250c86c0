// SPDX-License-Identifier: Apache-2.0
// The entries of a plan as one hash: SHA-256 over the hash so far and the next entry's line, from 64 zeros on, in the
// order of kinds and keys. Borrows the connection.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/store/plans.hpp"

namespace frist::run {

// A stretch of entries, behind those of the block before it, with the hash in front of and behind it: so that a part of
// a long plan can be held against the whole.
struct PlanBlock {
  store::PlanEntry before, last;  // `before`: the last of the block before
  std::string hash_before, hash;
};

struct PlanChain {
  std::string hash;  // 64 hex digits
  std::int64_t entries = 0;
  std::vector<PlanBlock> blocks;
};

text::Result<PlanChain> chain_of(store::Connection& connection, std::int64_t plan);

// Whether the entries of a block are still those that it was made of.
text::Result<bool> is_unchanged(store::Connection& connection, std::int64_t plan, const PlanBlock& block);

}  // namespace frist::run
