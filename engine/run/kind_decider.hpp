// SPDX-License-Identifier: Apache-2.0
// Decides all entries of one kind, as many in each transaction of the caller's as it should hold: with several threads
// that read where there are enough of them. Borrows the kind.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "engine/run/kind_night.hpp"

namespace frist::run {

// How many entries there are, by kind and together.
struct EntryCount {
  std::map<const KindNight*, std::int64_t> of;
  std::int64_t all = 0;
  static text::Result<EntryCount> of_all(const std::vector<std::unique_ptr<KindNight>>& kinds);
};

class KindDecider {
 public:
  // `entries` of this kind and `all` of all kinds, about. Errors: those of opening the database once more.
  static text::Result<KindDecider> open(KindNight& kind, const NightOptions& options, std::int64_t entries,
                                        std::int64_t all);

  // Goes on behind `at.last`. False: all are decided.
  text::Result<bool> go_on(store::Progress& at, Tally& tally);

 private:
  KindDecider(KindNight& kind, const model::AsOf& as_of, std::int64_t all) : kind_(&kind), as_of_(as_of), all_(all) {}
  text::Result<bool> go_on_ahead(store::Progress& at, Tally& tally);

  KindNight* kind_;
  model::AsOf as_of_;
  std::int64_t all_;
  std::unique_ptr<ScanAhead> ahead_;  // none: one thread does it all
};

}  // namespace frist::run
