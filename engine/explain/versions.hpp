// SPDX-License-Identifier: Apache-2.0
// Of several declarations of one name the one that answers: of the chosen reading and in force; else of the chosen
// reading; else in force; else the first. Part of this room only.
#pragma once

#include "engine/explain/run.hpp"
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

/// Whether a declaration about the entry's record has that name.
template <class Rule>
bool is_named(const Run& run, const Rule& rule, std::string_view name) {
  return rule.record == run.program().record && rule.heading.name == name;
}

/// The number of the declaration of that name that answers; kNoId where there is none.
template <class Rule>
std::uint32_t version_of(const Run& run, const std::vector<Rule>& all, std::string_view name) {
  Versions versions;
  for (std::uint32_t k = 0; k < all.size(); ++k)
    if (is_named(run, all[k], name))
      versions.add(k, all[k].heading.reading.chosen, run.truth(all[k].heading.force.holds));
  return versions.best();
}

}  // namespace frist::explain
