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

class Preview {
 public:
  Preview(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules, std::string hash,
          const NightOptions& options)
      : connection_(connection), rules_(std::move(rules)), hash_(std::move(hash)), options_(options) {
    report_.policy_hash = hash_;
    report_.as_of = options.as_of.day;
  }

  Result<NightReport> go() {
    auto reading = store::Transaction::begin_read(connection_);
    if (!reading) return reading.error();
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
      kind->report(report_);
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
    const auto total = kind.count_entries();
    if (!total) return total.error();
    for (bool more = true; more;) {
      const auto next = kind.preview_next(options_.as_of, kScanBatch, after, tally_, report_.decided);
      if (!next) return next.error();
      more = next.value();
      if (options_.progress)
        options_.progress(("deciding " + kind.name()).c_str(), report_.decided,
                          static_cast<std::uint64_t>(total.value()));
    }
    return {};
  }

  Status what_is_due(KindNight& kind) {
    const auto keys = kind.every_due(options_.as_of);
    if (!keys) return keys.error();
    std::span<const store::Key> left = keys.value();
    while (!left.empty()) {
      const auto seen =
          kind.preview(left.first(std::min<std::size_t>(left.size(), options_.batch)), options_.as_of, tally_);
      if (!seen) return seen.error();
      left = left.subspan(seen.value());
      report_.decided += seen.value();
      if (options_.progress) options_.progress("looking at what is due", report_.decided, keys.value().size());
    }
    return {};
  }

  store::Connection& connection_;
  std::shared_ptr<const model::RuleSet> rules_;
  std::string hash_;
  const NightOptions& options_;
  NightReport report_;
  Tally tally_;
};

}  // namespace

Result<NightReport> preview_night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                  const std::string& policy_hash, const NightOptions& options) {
  return Preview(connection, std::move(rules), policy_hash, options).go();
}

}  // namespace frist::run
