// SPDX-License-Identifier: Apache-2.0
// Dates, numbers and amounts that are known to lie at most so far apart, and whether that can be. Part of this room
// only.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

namespace frist::analyse {

/// Constraints `x - y <= most` over whole numbers. Variable 0 is zero itself. A value; copies are independent.
class Differences {
 public:
  using Variable = std::uint32_t;
  static constexpr Variable kZero = 0;

  /// The variable behind a key, the same for the same key.
  Variable variable(std::uint64_t key);
  /// x - y <= most.
  void at_most(Variable x, Variable y, std::int64_t most);
  /// x - y is not `value`.
  void differs(Variable x, Variable y, std::int64_t value) { different_.push_back({x, y, value}); }
  /// Whether some whole numbers meet all of it. Exact for at_most; differs counts where it cuts off the end of a range.
  bool possible();
  /// How many constraints were looked at since the last call.
  std::uint64_t take_work() { return std::exchange(work_, 0); }

 private:
  struct Edge {
    Variable x;
    Variable y;
    std::int64_t most;
  };
  static constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;

  bool contradicts() const;
  bool cut_off_ends();
  /// The largest x - y for every x, kFar where there is no bound. Requires: no contradiction.
  std::vector<std::int64_t> largest_from(Variable y) const;

  std::map<std::uint64_t, Variable> variables_;
  Variable count_ = 1;
  std::vector<Edge> edges_;
  std::vector<Edge> different_;
  mutable std::uint64_t work_ = 0;
};

}  // namespace frist::analyse
