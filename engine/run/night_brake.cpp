// SPDX-License-Identifier: Apache-2.0
#include "engine/run/night_brake.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

#include "engine/run/preview.hpp"
#include "engine/store/runs.hpp"

namespace frist::run {
namespace {

using text::Result;

// What cannot be undone.
bool is_taking(std::string_view what) { return what == "erased" || what == "anonymised"; }

const std::set<std::string> kNoActs = {"kept", "reviewed", "failed", "left"};

// What a changed policy would do at all waits until somebody has looked at it.
void add_untried(const Tally& exact, std::vector<BrakeFinding>& findings) {
  std::int64_t acts = 0;
  for (const auto& [name, n] : exact) acts += kNoActs.count(std::get<2>(name)) > 0 ? 0 : n;
  if (acts == 0) return;
  findings.push_back(
      {"", "changed policy",
       fmt::format("the policy is another than that of the nights before, and would act on {} {} at once", acts,
                   acts == 1 ? "entry" : "entries"),
       acts});
}

}  // namespace

Result<std::vector<BrakeFinding>> NightBrake::check(std::int64_t run, bool first) {
  if (auto counted = count_taken(run); !counted) return counted.error();
  auto takes = takes_at_most();
  if (!takes) return takes.error();
  Brake brake = *options_.brake;
  brake.none_is_fine |= !first;
  const auto untried = is_untried_change(connection_, hash_);  // no longer, once this night has done something
  if (!untried) return untried.error();
  untried_ = untried.value();
  auto found = check_brake(brake, takes.value());
  if (!found) return found;
  allow(takes.value());
  const bool beyond = std::exchange(was_beyond_, false);
  const bool any =
      std::any_of(takes.value().begin(), takes.value().end(), [](const KindTake& t) { return t.take > 0; });
  if (found.value().empty() && !beyond && !(untried.value() && any)) return found;
  const auto exact = tally_of_what_is_due(connection_, kinds_, options_);
  if (!exact) return exact.error();
  take_exactly(exact.value(), takes.value());
  allow(takes.value());
  found = check_brake(brake, takes.value());
  if (found && untried.value()) add_untried(exact.value(), found.value());
  return found;
}

bool NightBrake::lets_pass(const Tally& tally) {
  std::map<std::string, std::int64_t> taking;
  for (const auto& [name, n] : tally)
    if (is_taking(std::get<2>(name))) taking[std::get<0>(name)] += n;
  const auto is_act = [](const auto& count) { return kNoActs.count(std::get<2>(count.first)) == 0; };
  was_beyond_ = untried_ && std::any_of(tally.begin(), tally.end(), is_act);
  was_beyond_ |= std::any_of(taking.begin(), taking.end(),
                             [&](const auto& kind) { return took_[kind.first] + kind.second > allowed_[kind.first]; });
  if (was_beyond_) return false;
  for (const auto& [record, n] : taking) took_[record] += n;
  return true;
}

text::Status NightBrake::count_taken(std::int64_t run) {
  taken_.clear();
  const auto counts = store::counts_of(connection_, run);
  if (!counts) return counts.error();
  for (const store::RunCount& c : counts.value())
    if (is_taking(c.what)) taken_[c.record] += c.n;
  took_ = taken_;
  return {};
}

Result<std::vector<KindTake>> NightBrake::takes_at_most() {
  std::vector<std::string> names;
  for (const auto& kind : kinds_) names.push_back(kind->name());
  auto earlier = earlier_nights(connection_, names);
  if (!earlier) return earlier.error();
  std::vector<KindTake> takes;
  for (const auto& kind : kinds_) {
    const auto due = kind->count_due(options_.as_of);
    if (!due) return due.error();
    const std::int64_t taken = taken_[kind->name()];
    const auto entries = [&kind, taken](std::int64_t limit) -> Result<std::int64_t> {
      const auto left = kind->count_entries(limit);
      return left ? Result<std::int64_t>(left.value() + taken) : left;
    };
    takes.push_back({kind->name(), taken + due.value(), earlier.value()[kind->name()], entries});
  }
  return takes;
}

void NightBrake::take_exactly(const Tally& exact, std::vector<KindTake>& takes) const {
  for (KindTake& kind : takes) {
    const auto taken = taken_.find(kind.record);
    kind.take = taken == taken_.end() ? 0 : taken->second;
    for (const auto& [name, n] : exact)
      if (std::get<0>(name) == kind.record && is_taking(std::get<2>(name))) kind.take += n;
  }
}

void NightBrake::allow(const std::vector<KindTake>& takes) {
  allowed_.clear();
  for (const KindTake& kind : takes) allowed_[kind.record] = kind.take;
}

}  // namespace frist::run
