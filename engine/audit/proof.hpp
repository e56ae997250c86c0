// SPDX-License-Identifier: Apache-2.0
// Checking what a log's tree of hashes proves, by whoever has roots and proofs alone (RFC 9162, 2.1.3.2 and 2.1.4.2,
// over the hashes of RFC 6962, 2.1). Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/audit/hash.hpp"

namespace frist::audit {

using Proof = std::vector<Digest>;

// Whether the leaf of that hash is number `index` (from 0) of the tree with `size` leaves and that root.
bool proves_inclusion(Hasher& hasher, std::uint64_t index, std::uint64_t size, const Digest& leaf_hash,
                      std::span<const Digest> proof, const Digest& root);

// Whether the tree of `size` leaves begins with the `old_size` leaves of the old one. Of an old tree without leaves
// there is no proof: false.
bool proves_consistency(Hasher& hasher, std::uint64_t old_size, std::uint64_t size, std::span<const Digest> proof,
                        const Digest& old_root, const Digest& root);

}  // namespace frist::audit
