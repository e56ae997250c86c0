// SPDX-License-Identifier: Apache-2.0
#include "rules/analyse/differences.hpp"

#include <algorithm>

namespace frist::analyse {
namespace {

constexpr std::size_t kMostCuts = 100;

}  // namespace

Differences::Variable Differences::variable(std::uint64_t key) {
  const auto [found, is_new] = variables_.try_emplace(key, count_);
  if (is_new) ++count_;
  return found->second;
}

void Differences::at_most(Variable x, Variable y, std::int64_t most) {
  edges_.push_back({x, y, std::clamp(most, -kFar, kFar)});
}

/// Bellman and Ford: shortest paths from `y`.
std::vector<std::int64_t> Differences::largest_from(Variable y) const {
  std::vector<std::int64_t> largest(count_, kFar);
  largest[y] = 0;
  for (Variable round = 0; round <= count_; ++round) {
    bool changed = false;
    work_ += edges_.size();
    for (const Edge& edge : edges_) {
      if (largest[edge.y] >= kFar) continue;
      const std::int64_t through = std::max(largest[edge.y] + edge.most, -kFar);
      if (through >= largest[edge.x]) continue;
      largest[edge.x] = through;
      changed = true;
    }
    if (!changed) break;
  }
  return largest;
}

/// Shortest paths from everywhere at once: a way around that gets shorter and shorter is a contradiction.
bool Differences::contradicts() const {
  std::vector<std::int64_t> height(count_, 0);
  for (Variable round = 0; round <= count_; ++round) {
    bool changed = false;
    work_ += edges_.size();
    for (const Edge& edge : edges_) {
      const std::int64_t through = std::max(height[edge.y] + edge.most, -kFar);
      if (through >= height[edge.x]) continue;
      height[edge.x] = through;
      changed = true;
    }
    if (!changed) return false;
  }
  return true;
}

/// Where a range ends at a value that it must not have, it ends one earlier. False where nothing changes any more.
bool Differences::cut_off_ends() {
  for (const Edge& one : different_) {
    if (one.x == one.y) continue;
    const std::int64_t most = largest_from(one.y)[one.x];
    const std::int64_t least = largest_from(one.x)[one.y];
    if (most == one.most) at_most(one.x, one.y, one.most - 1);
    if (least == -one.most) at_most(one.y, one.x, -one.most - 1);
    if (most == one.most || least == -one.most) return true;
  }
  return false;
}

bool Differences::possible() {
  const bool same = std::any_of(different_.begin(), different_.end(),
                                [](const Edge& one) { return one.x == one.y && one.most == 0; });
  if (same || contradicts()) return false;
  for (std::size_t i = 0; i < kMostCuts && cut_off_ends(); ++i) {
    if (contradicts()) return false;
  }
  return true;
}

}  // namespace frist::analyse
