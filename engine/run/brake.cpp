// SPDX-License-Identifier: Apache-2.0
#include "engine/run/brake.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

#include "engine/store/runs.hpp"

namespace frist::run {
namespace {

std::int64_t median(std::vector<std::int64_t> numbers) {
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  return *middle;
}

// a * b, or the largest number there is: limits may be as large as people like.
std::int64_t times(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::int64_t>::max() : product;
}

class BrakeCheck {
 public:
  explicit BrakeCheck(const Brake& brake) : brake_(brake) {}

  text::Result<std::vector<BrakeFinding>> of(const std::vector<KindTake>& takes) {
    check_number(takes);
    for (const KindTake& kind : takes) {
      if (auto checked = check_share(kind); !checked) return checked.error();
      check_usual(kind);
    }
    check_none(takes);
    return std::move(findings_);
  }

 private:
  void check_number(const std::vector<KindTake>& takes) {
    std::int64_t all = 0;
    for (const KindTake& kind : takes) all += kind.take;
    if (all > brake_.most)
      findings_.push_back(
          {"", "most", fmt::format("{} entries would go, and at most {} may in one night", all, brake_.most), all});
  }

  static bool is_small(std::int64_t take, std::int64_t limit) { return take == 0 || (limit > 0 && take <= kAHandful); }

  // take / entries > percent / 100, in whole numbers, reading no more entries than decide it.
  text::Status check_share(const KindTake& kind) {
    if (is_small(kind.take, brake_.most_percent) || brake_.most_percent >= 100) return {};
    std::int64_t enough = kind.take;
    if (brake_.most_percent > 0) {
      enough = (times(kind.take, 100) - 1) / brake_.most_percent + 1;
      const auto entries = kind.entries(enough);
      if (!entries) return entries.error();
      if (entries.value() >= enough) return {};
    }
    findings_.push_back({kind.record, "percent",
                         fmt::format("{} entries of `{}` would go, more than {} percent of them", kind.take,
                                     kind.record, brake_.most_percent),
                         kind.take});
    return {};
  }

  void check_usual(const KindTake& kind) {
    if (kind.earlier.size() < kFewestNights || is_small(kind.take, brake_.times_usual)) return;
    const std::int64_t usual = median(kind.earlier);
    const std::int64_t most = std::max(times(usual, brake_.times_usual), brake_.times_usual > 0 ? kAHandful : 0);
    if (kind.take <= most) return;
    findings_.push_back({kind.record, "usual",
                         fmt::format("{} entries of `{}` would go, more than {} times what is usual ({} a night)",
                                     kind.take, kind.record, brake_.times_usual, usual),
                         kind.take});
  }

  void check_none(const std::vector<KindTake>& takes) {
    if (brake_.none_is_fine) return;
    for (const KindTake& kind : takes) {
      if (kind.take > 0 || kind.earlier.size() < kFewestNights) continue;
      const std::int64_t usual = median(kind.earlier);
      if (usual <= kAHandful) continue;
      findings_.push_back(
          {kind.record, "none due",
           fmt::format("no entry of `{}` is due, where {} a night are usual: something may be wrong with the "
                       "data or the clock",
                       kind.record, usual),
           0});
    }
  }

  const Brake& brake_;
  std::vector<BrakeFinding> findings_;
};

}  // namespace

text::Result<std::vector<BrakeFinding>> check_brake(const Brake& brake, const std::vector<KindTake>& takes) {
  return BrakeCheck(brake).of(takes);
}

text::Result<std::map<std::string, std::vector<std::int64_t>>> earlier_nights(store::Connection& connection,
                                                                              const std::vector<std::string>& records) {
  const auto runs = store::done_runs(connection, kNightsLookedBack);
  if (!runs) return runs.error();
  std::map<std::string, std::vector<std::int64_t>> takes;
  for (const store::Run& run : runs.value()) {
    const auto counts = store::counts_of(connection, run.id);
    if (!counts) return counts.error();
    std::map<std::string, std::int64_t> took;
    for (const store::RunCount& c : counts.value())
      if (c.what == "erased" || c.what == "anonymised") took[c.record] += c.n;
    for (const std::string& record : records) takes[record].push_back(took[record]);
  }
  return takes;
}

text::Result<bool> is_untried_change(store::Connection& connection, const std::string& policy_hash) {
  const auto before = store::last_run_that_acted(connection);
  if (!before) return before.error();
  return before.value() && before.value()->policy != policy_hash;
}

}  // namespace frist::run
