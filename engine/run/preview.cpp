// SPDX-License-Identifier: Apache-2.0
#include "engine/run/preview.hpp"

#include <algorithm>

#include "engine/run/kind_night.hpp"
#include "engine/run/readiness.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/policies.hpp"
#include "engine/store/reviews.hpp"

namespace frist::run {
namespace {

using text::Result;
using text::Status;

constexpr std::uint32_t kPreviewedAtOnce = 16'384;  // keys held in memory

// Decides all that is due of a kind; `seen` hears how many more were.
Status preview_due(KindNight& kind, const NightOptions& options, Tally& tally, KindNight::Planned& planned,
                   const std::function<Status(std::size_t)>& seen) {
  return kind.each_due(options.as_of, kPreviewedAtOnce, [&](std::span<const store::Key> left) -> Status {
    while (!left.empty()) {
      const auto next = left.first(std::min<std::size_t>(left.size(), options.batch));
      const auto looked_at = kind.preview(next, options.as_of, tally, planned);
      if (!looked_at) return looked_at.error();
      left = left.subspan(looked_at.value());
      if (auto heard = seen(looked_at.value()); !heard) return heard;
    }
    return {};
  });
}

class Preview {
 public:
  Preview(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules, std::string hash,
          const NightOptions& options, PlanSink* sink)
      : connection_(connection), rules_(std::move(rules)), hash_(std::move(hash)), options_(options), sink_(sink) {
    if (sink_) planned_.digest = &sink_->digest;
    report_.policy_hash = hash_;
    report_.as_of = options.as_of.day;
  }

  Result<NightReport> go() {
    std::optional<store::Transaction> reading;
    if (!connection_.in_transaction()) {
      auto begun = store::Transaction::begin_read(connection_);
      if (!begun) return begun.error();
      reading.emplace(std::move(begun).value());
    }
    if (auto attached = store::require_attached(connection_); !attached) return attached.error();
    const auto policy = store::attached_policy(connection_);
    if (!policy) return policy.error();
    const bool by_schedule = policy.value() && policy.value()->hash == hash_;
    if (by_schedule)
      if (auto trusted = require_trusted(connection_, *rules_); !trusted) return trusted.error();
    auto kinds = open_kinds(connection_, rules_, hash_);
    if (!kinds) return kinds.error();
    for (auto& kind : kinds.value()) {
      const auto progress = store::progress_of(connection_, kind->kind());
      if (!progress) return progress.error();
      auto seen = by_schedule && !progress.value() ? what_is_due(*kind) : everything(*kind);
      if (!seen) return seen.error();
      if (auto told = kind->report(report_); !told) return told.error();
    }
    for (const auto& [name, n] : tally_)
      report_.counts.push_back({std::get<0>(name), std::get<1>(name), std::get<2>(name), n});
    const auto waiting = store::count_open_reviews(connection_);
    if (!waiting) return waiting.error();
    report_.waiting = waiting.value();
    return std::move(report_);
  }

 private:
  Status everything(KindNight& kind) {
    store::Key after;
    const auto total = prepare_all(kind);
    if (!total) return total.error();
    for (bool more = true; more;) {
      const auto next = kind.preview_next(options_.as_of, after, tally_, planned_, report_.decided);
      if (!next) return next.error();
      if (auto taken = hand_on(); !taken) return taken;
      more = next.value();
      if (options_.progress)
        options_.progress(("deciding " + kind.name()).c_str(), report_.decided,
                          static_cast<std::uint64_t>(total.value()));
    }
    return {};
  }

  // How many entries there are to be decided, about.
  Result<std::int64_t> prepare_all(KindNight& kind) {
    if (!looked_for_pack_) {
      auto opened = pack::Pack::open(connection_);
      if (!opened) return opened.error();
      pack_ = std::move(opened).value();
      looked_for_pack_ = true;
    }
    if (!pack_) return kind.count_entries();
    const auto packed = kind.use_pack(*pack_);
    if (!packed) return packed.error();
    return packed.value() ? static_cast<std::int64_t>(*packed.value()) : kind.count_entries();
  }

  Status what_is_due(KindNight& kind) {
    const auto total = kind.count_due(options_.as_of);
    if (!total) return total.error();
    const std::uint64_t before = report_.decided;
    return preview_due(kind, options_, tally_, planned_, [&](std::size_t seen) {
      report_.decided += seen;
      if (options_.progress)
        options_.progress("looking at what is due", report_.decided,
                          before + static_cast<std::uint64_t>(total.value()));
      return hand_on();
    });
  }

  Status hand_on() {
    if (planned_.entries.empty()) return {};
    auto taken = sink_->take(planned_.entries);
    planned_.entries.clear();
    return taken;
  }

  store::Connection& connection_;
  std::shared_ptr<const model::RuleSet> rules_;
  std::string hash_;
  const NightOptions& options_;
  PlanSink* sink_;
  bool looked_for_pack_ = false;
  std::optional<pack::Pack> pack_;
  KindNight::Planned planned_;
  NightReport report_;
  Tally tally_;
};

}  // namespace

Result<NightReport> preview_night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                  const std::string& policy_hash, const NightOptions& options) {
  return Preview(connection, std::move(rules), policy_hash, options, nullptr).go();
}

Result<NightReport> preview_night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                  const std::string& policy_hash, const NightOptions& options, PlanSink& sink) {
  return Preview(connection, std::move(rules), policy_hash, options, &sink).go();
}

Result<Tally> tally_of_what_is_due(store::Connection& connection, const std::vector<std::unique_ptr<KindNight>>& kinds,
                                   const NightOptions& options) {
  auto reading = store::Transaction::begin_read(connection);
  if (!reading) return reading.error();
  Tally tally;
  KindNight::Planned nothing;
  for (const auto& kind : kinds)
    if (auto seen = preview_due(*kind, options, tally, nothing, [](std::size_t) { return Status(); }); !seen)
      return seen.error();
  return tally;
}

}  // namespace frist::run
