// SPDX-License-Identifier: Apache-2.0
// Of several declarations of one name the one that answers: of the chosen reading and in force; else of the chosen
// reading; else in force; else the first. Part of this room only.
#pragma once

#include "engine/explain/said.hpp"

namespace frist::explain {

class Versions {
 public:
  void add(std::uint32_t id, bool chosen, Truth in_force) {
    const int rank = (chosen ? 2 : 0) + (in_force == Truth::Yes ? 1 : 0);
    if (rank <= rank_) return;
    rank_ = rank;
    best_ = id;
  }
  /// kNoId where there is none.
  std::uint32_t best() const { return best_; }

 private:
  int rank_ = -1;
  std::uint32_t best_ = model::kNoId;
};

}  // namespace frist::explain
