// SPDX-License-Identifier: Apache-2.0
// The tree of hashes over a log's leaves (RFC 6962, 2.1): its root while leaves come one after the other, and, with the
// leaf hashes at hand, the root at any earlier size and proofs. Values; one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "dsl/text/result.hpp"
#include "engine/audit/proof.hpp"

namespace frist::audit {

inline constexpr unsigned kTileHeight = 8;
inline constexpr std::size_t kTileWidth = std::size_t{1} << kTileHeight;

// The hashes of the whole subtrees that make up a tree of n leaves, one for each bit of n that is set: at most 64, from
// which the root of this and of every longer tree follows.
class CompactRange {
 public:
  // `node(level, number, hash)` is told of every subtree of 2^level leaves as it becomes whole.
  using NodeSink = std::function<void(unsigned level, std::uint64_t number, const Digest&)>;

  CompactRange() = default;
  // One that was kept. Nothing where they cannot be the subtrees of a tree of that size.
  static std::optional<CompactRange> of(std::uint64_t size, std::vector<Digest> subtrees);

  void append(Hasher& hasher, const Digest& leaf_hash) { append(hasher, leaf_hash, {}); }
  void append(Hasher& hasher, const Digest& leaf_hash, const NodeSink& node);
  std::uint64_t size() const { return size_; }
  const std::vector<Digest>& subtrees() const { return subtrees_; }
  // SHA-256("") of no leaf.
  Digest root(Hasher& hasher) const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> subtrees_;  // from the largest to the smallest
};

// Hashes of leaves `first` to `first + count - 1`, at most kTileWidth of them.
using LeafHashes = std::function<text::Result<std::vector<Digest>>(std::uint64_t first, std::size_t count)>;

// Remembers the hashes of whole subtrees of kTileWidth leaves and more (a quarter of a byte for each leaf) and asks for
// those of leaves where it needs them. Sizes and indexes beyond size() are our bug.
class Tree {
 public:
  // Must be given all leaf hashes in order, by append(), that `leaves` can be asked for.
  explicit Tree(LeafHashes leaves) : leaves_(std::move(leaves)) {}
  void append(const Digest& leaf_hash);
  std::uint64_t size() const { return range_.size(); }

  text::Result<Digest> root(std::uint64_t size);
  // That leaf `index` is in the tree of `size`: siblings from the leaf upwards (RFC 6962, 2.1.1).
  text::Result<Proof> inclusion(std::uint64_t index, std::uint64_t size);
  // That the tree of `size` begins with that of `old_size` (RFC 6962, 2.1.2). Requires: old_size > 0.
  text::Result<Proof> consistency(std::uint64_t old_size, std::uint64_t size);

 private:
  text::Result<Digest> subtree(std::uint64_t begin, std::uint64_t end);

  LeafHashes leaves_;
  Hasher hasher_;
  CompactRange range_;
  std::vector<std::vector<Digest>> levels_;  // of subtrees of kTileWidth, 2 kTileWidth, ... leaves
};

}  // namespace frist::audit
