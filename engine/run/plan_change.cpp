// SPDX-License-Identifier: Apache-2.0
#include "engine/run/plan_change.hpp"

#include "engine/store/runs.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::run {
namespace {

using text::Error;
using text::ErrorKind;
using text::Result;

// The same day, begun in the former policy's own zone.
Result<model::AsOf> same_day(const model::RuleSet& former, const model::RuleSet& rules, const model::AsOf& as_of) {
  if (former.zone == rules.zone) return as_of;
  const auto zone = calendar::Zone::find(former.zone);
  const auto start = zone ? zone->start_of_day(as_of.day) : std::nullopt;
  if (start) return model::AsOf{as_of.day, *start};
  return Error{ErrorKind::Io, "this machine has no data for the time zone `" + former.zone + "`; install tzdata"};
}

}  // namespace

Result<PlanChange> compare_with_former(store::Connection& connection,
                                       const std::shared_ptr<const model::RuleSet>& rules,
                                       const std::string& policy_hash, const NightOptions& options) {
  const auto last = store::last_run_that_acted(connection);
  if (!last) return last.error();
  if (!last.value() || options.former.empty())
    return Error{ErrorKind::Refused,
                 "the policy is another than that of the nights before, which is not at hand to be compared"};
  const auto day = same_day(*options.former.front(), *rules, options.as_of);
  if (!day) return day.error();
  DiffOptions counting;
  counting.samples = 0;
  counting.progress = options.progress;
  PlanChange change{last.value()->policy, {}, {}};
  auto diff = diff_entries(connection, {options.former.front(), change.former, day.value()},
                           {rules, policy_hash, options.as_of}, counting);
  if (diff) return change.diff = std::move(diff).value(), change;
  if (diff.error().kind != ErrorKind::Data) return diff.error();
  change.not_compared = diff.error().message;
  return change;
}

codec::BodyComparison body_of(const PlanChange& change) {
  codec::BodyComparison body;
  body.former = change.former;
  body.not_compared = change.not_compared;
  if (!change.diff) return body;
  body.looked_at = static_cast<std::int64_t>(change.diff->looked_at);
  body.without_key = change.diff->without_key;
  for (const DiffCount& c : change.diff->counts)
    body.counts.push_back({c.record, c.old_rule, c.new_rule, name_of(c.change), c.n});
  for (const ActCount& a : change.diff->acts)
    body.acts.push_back({a.record, a.act, a.what, a.rule, a.begins ? "now" : "no longer", a.n});
  return body;
}

}  // namespace frist::run
