// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/proof.hpp"

namespace frist::audit {

// The names are those of RFC 9162: fn and sn are the numbers of a node and of the last one in its row of the tree, and
// each step goes up a row.
bool proves_inclusion(Hasher& hasher, std::uint64_t index, std::uint64_t size, const Digest& leaf_hash,
                      std::span<const Digest> proof, const Digest& root) {
  if (index >= size) return false;
  std::uint64_t fn = index, sn = size - 1;
  Digest r = leaf_hash;
  for (const Digest& p : proof) {
    if (sn == 0) return false;
    if (fn & 1 || fn == sn) {
      r = hasher.node_hash(p, r);
      while (!(fn & 1) && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      r = hasher.node_hash(r, p);
    }
    fn >>= 1, sn >>= 1;
  }
  return sn == 0 && r == root;
}

bool proves_consistency(Hasher& hasher, std::uint64_t old_size, std::uint64_t size, std::span<const Digest> proof,
                        const Digest& old_root, const Digest& root) {
  if (old_size == 0 || old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  if (proof.empty()) return false;
  // Of a whole subtree the old root is itself the first node, and is not sent.
  const bool whole = (old_size & (old_size - 1)) == 0;
  std::uint64_t fn = old_size - 1, sn = size - 1;
  while (fn & 1) fn >>= 1, sn >>= 1;
  Digest fr = whole ? old_root : proof[0], sr = fr;
  for (const Digest& c : whole ? proof : proof.subspan(1)) {
    if (sn == 0) return false;
    if (fn & 1 || fn == sn) {
      fr = hasher.node_hash(c, fr);
      sr = hasher.node_hash(c, sr);
      while (!(fn & 1) && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      sr = hasher.node_hash(sr, c);
    }
    fn >>= 1, sn >>= 1;
  }
  return sn == 0 && fr == old_root && sr == root;
}

}  // namespace frist::audit
