// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/tile.hpp"

#include <fmt/core.h>

#include "dsl/text/check.hpp"

namespace frist::audit {
namespace {

// 1234067 is "x001/x234/067", and a tile that is not full has its width behind it.
std::string number_path(std::uint64_t number, std::size_t width) {
  FRIST_CHECK(width > 0 && width <= kTileWidth);
  std::string path = fmt::format("{:03}", number % 1000);
  while ((number /= 1000) > 0) path = fmt::format("x{:03}/{}", number % 1000, path);
  return width == kTileWidth ? path : fmt::format("{}.p/{}", path, width);
}

}  // namespace

std::string tile_path(unsigned level, std::uint64_t number, std::size_t width) {
  return fmt::format("tile/{}/{}", level, number_path(number, width));
}
std::string bundle_path(std::uint64_t number, std::size_t width) {
  return "tile/entries/" + number_path(number, width);
}

void append_to_bundle(std::string_view leaf, std::string& bundle) {
  FRIST_CHECK(leaf.size() <= kMostOfLeaf);
  bundle += static_cast<char>(leaf.size() >> 8);
  bundle += static_cast<char>(leaf.size() & 255);
  bundle += leaf;
}

text::Status Tiler::append(std::string_view leaf, const Digest& leaf_hash) {
  append_to_bundle(leaf, bundle_);
  range_.append(hasher_, leaf_hash, [&](unsigned level, std::uint64_t, const Digest& hash) {
    if (level % kTileHeight != 0) return;
    if (tiles_.size() == level / kTileHeight) tiles_.emplace_back(), number_.push_back(0);
    tiles_[level / kTileHeight] += bytes_of(hash);
  });
  if (range_.size() % kTileWidth != 0) return {};
  if (auto done = write_(bundle_path(number_[0], kTileWidth), bundle_); !done) return done;
  bundle_.clear();
  for (unsigned level = 0; level < tiles_.size() && tiles_[level].size() == kTileWidth * sizeof(Digest); ++level)
    if (auto done = write_full(level); !done) return done;
  return {};
}

text::Status Tiler::write_full(unsigned level) {
  auto done = write_(tile_path(level, number_[level], kTileWidth), tiles_[level]);
  tiles_[level].clear();
  ++number_[level];
  return done;
}

text::Status Tiler::finish() {
  if (!bundle_.empty())
    if (auto done = write_(bundle_path(number_[0], range_.size() % kTileWidth), bundle_); !done) return done;
  for (unsigned level = 0; level < tiles_.size(); ++level) {
    const std::size_t width = tiles_[level].size() / sizeof(Digest);
    if (width == 0) continue;
    if (auto done = write_(tile_path(level, number_[level], width), tiles_[level]); !done) return done;
  }
  return {};
}

}  // namespace frist::audit
