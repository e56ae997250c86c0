// SPDX-License-Identifier: Apache-2.0
// A log as files that need no program to serve them (C2SP tlog-tiles 0.1.0): tile L/N holds the hashes of kTileWidth
// subtrees of kTileWidth^L leaves each, from number N * kTileWidth on; a bundle of entries holds as many leaves, each
// behind its length in two bytes, high one first. The last of a row may hold fewer, which its path tells. Pure
// functions but for the Tiler, which one thread uses.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/text/result.hpp"
#include "engine/audit/tree.hpp"

namespace frist::audit {

// "tile/0/x001/067", with ".p/3" where it holds only 3 (0 < width < kTileWidth).
std::string tile_path(unsigned level, std::uint64_t number, std::size_t width);
std::string bundle_path(std::uint64_t number, std::size_t width);

inline constexpr std::size_t kMostOfLeaf = 65535;  // bytes
// Requires: the leaf is no longer than kMostOfLeaf.
void append_to_bundle(std::string_view leaf, std::string& bundle);

// Makes the files of a log from its leaves, one after the other; holds one tile of each level at a time.
class Tiler {
 public:
  using Write = std::function<text::Status(const std::string& path, const std::string& bytes)>;
  explicit Tiler(Write write) : write_(std::move(write)) {}

  text::Status append(std::string_view leaf, const Digest& leaf_hash);
  // The rest, in tiles that are not full. Nothing may follow.
  text::Status finish();
  std::uint64_t size() const { return range_.size(); }
  Digest root() { return range_.root(hasher_); }

 private:
  text::Status write_full(unsigned level);

  Write write_;
  Hasher hasher_;
  CompactRange range_;
  std::string bundle_;
  std::vector<std::string> tiles_;     // those that are being filled, by level
  std::vector<std::uint64_t> number_;  // of them
};

}  // namespace frist::audit
