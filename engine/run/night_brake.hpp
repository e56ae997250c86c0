// SPDX-License-Identifier: Apache-2.0
// The brake of one night at work: what is about to go is held against the limits before anything is done, and what goes
// is held against what was asked about. Borrows all it is given.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/run/kind_night.hpp"

namespace frist::run {

class NightBrake {
 public:
  // Requires: the options have limits.
  NightBrake(store::Connection& connection, const std::vector<std::unique_ptr<KindNight>>& kinds,
             const std::string& policy_hash, const NightOptions& options)
      : connection_(connection), kinds_(kinds), hash_(policy_hash), options_(options) {}

  // Why the night must not go on; none: it may. `first`: nothing was done yet by this call of the night. How many
  // entries have come up is known without looking at them; only where so many could be too many, each is looked at.
  text::Result<std::vector<BrakeFinding>> check(std::int64_t run, bool first);

  // Adds what one transaction takes. False: it is more of a kind than check() was asked about, because acts or others
  // made more due meanwhile; then the transaction must be undone and the brake asked again, which then looks at each.
  bool lets_pass(const Tally& tally);

 private:
  text::Status count_taken(std::int64_t run);
  text::Result<std::vector<KindTake>> takes_at_most();
  void take_exactly(const Tally& exact, std::vector<KindTake>& takes) const;
  void allow(const std::vector<KindTake>& takes);

  store::Connection& connection_;
  const std::vector<std::unique_ptr<KindNight>>& kinds_;
  const std::string& hash_;
  const NightOptions& options_;
  // Of each kind: what this run had taken when it was asked, has taken up to now, and may take.
  std::map<std::string, std::int64_t> taken_, took_, allowed_;
  bool untried_ = false;     // the policy is another than that of the nights before, which did something
  bool was_beyond_ = false;  // what is due by the schedule was too few: one entry may be taken by two acts
};

}  // namespace frist::run
