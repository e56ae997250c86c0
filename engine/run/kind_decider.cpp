// SPDX-License-Identifier: Apache-2.0
#include "engine/run/kind_decider.hpp"

#include <algorithm>
#include <thread>

namespace frist::run {
namespace {

// In one transaction: each waits for the disk once, and other writers wait for it.
constexpr int kScansAtOnce = 8;
constexpr std::size_t kPartsAtOnce = 24;
constexpr std::int64_t kWorthThreads = 4 * std::int64_t{ScanAhead::kPart};

std::size_t reading_threads(const NightOptions& options, std::int64_t entries) {
  if (entries < kWorthThreads) return 1;
  return options.threads ? options.threads : std::min(2u, std::thread::hardware_concurrency());
}

}  // namespace

text::Result<EntryCount> EntryCount::of_all(const std::vector<std::unique_ptr<KindNight>>& kinds) {
  EntryCount count;
  for (const auto& kind : kinds) {
    const auto entries = kind->count_entries();
    if (!entries) return entries.error();
    count.all += count.of[kind.get()] = entries.value();
  }
  return count;
}

text::Result<KindDecider> KindDecider::open(KindNight& kind, const NightOptions& options, std::int64_t entries,
                                            std::int64_t all) {
  KindDecider decider(kind, options.as_of, all);
  const std::size_t threads = reading_threads(options, entries);
  if (threads < 2) return decider;
  auto ahead = kind.scan_ahead(threads);
  if (!ahead) return ahead.error();
  decider.ahead_ = std::move(ahead).value();
  return decider;
}

text::Result<bool> KindDecider::go_on(store::Progress& at, Tally& tally) {
  if (ahead_) return go_on_ahead(at, tally);
  text::Result<bool> more = true;
  for (int i = 0; more && more.value() && i < kScansAtOnce; ++i)
    more = kind_->schedule_next(as_of_, all_, nullptr, at, tally);
  return more;
}

text::Result<bool> KindDecider::go_on_ahead(store::Progress& at, Tally& tally) {
  if (auto begun = ahead_->begin(at.last, as_of_, kPartsAtOnce); !begun) return begun.error();
  text::Result<bool> more = true;
  while (more && more.value()) more = kind_->schedule_next(as_of_, all_, ahead_.get(), at, tally);
  ahead_->end();
  if (!more) return more;
  if (ahead_->at_end()) kind_->add_not_readable(*ahead_);
  return !ahead_->at_end();
}

}  // namespace frist::run
