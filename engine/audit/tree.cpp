// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/tree.hpp"

#include <algorithm>
#include <bit>

#include "dsl/text/check.hpp"

namespace frist::audit {
namespace {

// How many of n > 1 leaves the left subtree has: the largest power of two below n.
std::uint64_t left_part(std::uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

std::optional<CompactRange> CompactRange::of(std::uint64_t size, std::vector<Digest> subtrees) {
  if (subtrees.size() != static_cast<std::size_t>(std::popcount(size))) return std::nullopt;
  CompactRange range;
  range.size_ = size;
  range.subtrees_ = std::move(subtrees);
  return range;
}

void CompactRange::append(Hasher& hasher, const Digest& leaf_hash, const NodeSink& node) {
  Digest whole = leaf_hash;
  unsigned level = 0;
  if (node) node(0, size_, whole);
  for (; size_ >> level & 1; ++level) {
    whole = hasher.node_hash(subtrees_.back(), whole);
    subtrees_.pop_back();
    if (node) node(level + 1, size_ >> (level + 1), whole);
  }
  subtrees_.push_back(whole);
  ++size_;
}

Digest CompactRange::root(Hasher& hasher) const {
  if (subtrees_.empty()) return hasher.sha256("");
  Digest root = subtrees_.back();
  for (std::size_t i = subtrees_.size() - 1; i-- > 0;) root = hasher.node_hash(subtrees_[i], root);
  return root;
}

void Tree::append(const Digest& leaf_hash) {
  range_.append(hasher_, leaf_hash, [&](unsigned level, std::uint64_t, const Digest& hash) {
    if (level < kTileHeight) return;
    if (levels_.size() == level - kTileHeight) levels_.emplace_back();
    levels_[level - kTileHeight].push_back(hash);
  });
}

// Requires: end - begin is a power of two by which begin divides, or begin is 0 or follows such a subtree on the left;
// those are the only ones that roots and proofs ask for.
text::Result<Digest> Tree::subtree(std::uint64_t begin, std::uint64_t end) {
  // The whole subtrees at its left, from the largest on, then the leaves that are fewer than a tile.
  std::vector<Digest> parts;
  while (end - begin >= kTileWidth) {
    const std::uint64_t width = std::bit_floor(end - begin);
    const auto level = static_cast<unsigned>(std::countr_zero(width)) - kTileHeight;
    FRIST_CHECK(begin % width == 0);
    parts.push_back(levels_.at(level).at(begin / width));
    begin += width;
  }
  if (begin < end) {
    const auto hashes = leaves_(begin, end - begin);
    if (!hashes) return hashes.error();
    FRIST_CHECK(hashes.value().size() == end - begin);
    CompactRange rest;
    for (const Digest& hash : hashes.value()) rest.append(hasher_, hash);
    parts.push_back(rest.root(hasher_));
  }
  if (parts.empty()) return hasher_.sha256("");
  Digest root = parts.back();
  for (std::size_t i = parts.size() - 1; i-- > 0;) root = hasher_.node_hash(parts[i], root);
  return root;
}

text::Result<Digest> Tree::root(std::uint64_t size) {
  FRIST_CHECK(size <= this->size());
  return subtree(0, size);
}

text::Result<Proof> Tree::inclusion(std::uint64_t index, std::uint64_t size) {
  FRIST_CHECK(index < size && size <= this->size());
  Proof proof;
  for (std::uint64_t begin = 0, end = size; end - begin > 1;) {
    const std::uint64_t middle = begin + left_part(end - begin);
    const bool left = index < middle;
    const auto sibling = left ? subtree(middle, end) : subtree(begin, middle);
    if (!sibling) return sibling.error();
    proof.push_back(sibling.value());
    (left ? end : begin) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

text::Result<Proof> Tree::consistency(std::uint64_t old_size, std::uint64_t size) {
  FRIST_CHECK(old_size > 0 && old_size <= size && size <= this->size());
  Proof proof;
  std::uint64_t begin = 0, end = size;
  while (old_size < end) {
    const std::uint64_t middle = begin + left_part(end - begin);
    const bool left = old_size <= middle;
    const auto sibling = left ? subtree(middle, end) : subtree(begin, middle);
    if (!sibling) return sibling.error();
    proof.push_back(sibling.value());
    (left ? end : begin) = middle;
  }
  // What is left is a subtree of both; where it is the whole old tree, its root is known to whoever asks.
  if (begin > 0) {
    const auto common = subtree(begin, end);
    if (!common) return common.error();
    proof.push_back(common.value());
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

}  // namespace frist::audit
