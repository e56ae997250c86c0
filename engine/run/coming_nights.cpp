// SPDX-License-Identifier: Apache-2.0
#include "engine/run/coming_nights.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/run/kind_night.hpp"
#include "engine/run/readiness.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/runs.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::run {
namespace {

using calendar::Day;
using text::Result;
using text::Status;

// Where the walk begins, and whether the stored days may be trusted.
struct Start {
  Day night = 0;
  bool decide_all = false;
};

Result<Start> start_of_walk(store::Connection& connection, const model::RuleSet& rules, const ComingOptions& options) {
  const auto zone = calendar::Zone::find(rules.zone);
  if (!zone)
    return text::Error{text::ErrorKind::Io,
                       fmt::format("this machine has no data for the time zone `{}`; install tzdata", rules.zone)};
  const Day today = zone->civil_day(options.now);
  Start start{std::min(options.from, today), false};
  const auto last = store::runs(connection, 1);
  if (!last) return last.error();
  if (last.value().empty()) return start;
  // The days behind a night that lay ahead are those behind that night; the next one decides everything anew.
  start.decide_all = last.value()[0].as_of > today;
  if (!start.decide_all) start.night = std::max(start.night, last.value()[0].as_of);
  return start;
}

Status follow(KindNight& kind, const Start& start, const ComingOptions& options, Coming& coming, ComingNights& nights) {
  const auto progress = store::progress_of(kind.connection(), kind.kind());
  if (!progress) return progress.error();
  const bool all = start.decide_all || progress.value();
  const auto total = all ? kind.count_entries() : kind.count_due({options.until, 0});
  if (!total) return total.error();
  const std::uint64_t before = nights.followed;
  const Told told = [&](std::uint64_t more) {
    nights.followed += more;
    if (options.progress)
      options.progress(("following " + kind.name()).c_str(), nights.followed - before,
                       static_cast<std::uint64_t>(total.value()));
  };
  return all ? kind.follow_all(start.night, options.until, coming, told)
             : kind.follow_due(start.night, options.until, coming, told);
}

}  // namespace

Result<ComingNights> coming_nights(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                   const std::string& policy_hash, const ComingOptions& options) {
  auto reading = store::Transaction::begin_read(connection);
  if (!reading) return reading.error();
  if (auto attached = store::require_attached(connection); !attached) return attached.error();
  if (auto same = require_policy(connection, policy_hash); !same) return same.error();
  if (auto trusted = require_trusted(connection, *rules); !trusted) return trusted.error();
  const auto start = start_of_walk(connection, *rules, options);
  if (!start) return start.error();
  auto kinds = open_kinds(connection, rules, policy_hash);
  if (!kinds) return kinds.error();
  ComingNights nights;
  nights.first_night = start.value().night;
  Coming coming;
  for (auto& kind : kinds.value())
    if (auto followed = follow(*kind, start.value(), options, coming, nights); !followed) return followed.error();
  for (const auto& [name, n] : coming) {
    const auto& [night, record, rule, what] = name;
    if (night >= options.from) nights.counts.push_back({night, record, rule, what, n});
  }
  return nights;
}

}  // namespace frist::run
