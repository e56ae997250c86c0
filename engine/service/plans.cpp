// SPDX-License-Identifier: Apache-2.0
#include "engine/service/plans.hpp"

#include <fmt/core.h>

#include "engine/run/plan.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/deed.hpp"
#include "engine/store/policies.hpp"
#include "engine/store/runs.hpp"
#include "engine/store/work_lock.hpp"

namespace frist::service {
namespace {

text::Status end_plan(OpenDatabase& database, const store::Plan& plan) {
  if (plan.run)
    if (auto ended = store::finish_run(database.connection, *plan.run, "cut off", now()); !ended) return ended;
  return store::set_plan_state(database.connection, plan.id, "withdrawn", plan.run.value_or(0));
}

}  // namespace

text::Result<std::vector<std::shared_ptr<const model::RuleSet>>> former_rules(OpenDatabase& database) {
  const auto hashes = store::policies_since_last_act(database.connection);
  if (!hashes) return hashes.error();
  std::vector<std::shared_ptr<const model::RuleSet>> former;
  for (const std::string& hash : hashes.value()) {
    if (hash == database.policy_hash) continue;
    const auto policy = kept_policy(database.connection, hash);
    if (!policy) return policy.error();
    former.push_back(policy.value()->rules);
  }
  return former;
}

text::Status withdraw_plan(OpenDatabase& database, std::int64_t plan, const std::string& by,
                           const std::string& reason) {
  if (auto good = require_who_and_why(by, reason); !good) return good;
  const auto alone = store::WorkLock::take(database.connection.path());
  if (!alone) return alone.error();
  return do_deed(database, [&]() -> text::Status {
    const auto found = run::find_plan(database.connection, plan);
    if (!found) return found.error();
    if (auto ended = end_plan(database, found.value()); !ended) return ended;
    const auto today = day_of(database, "");
    if (!today) return today.error();
    codec::EntryBody body;
    body.action = "withdraw plan";
    body.on = today.value();
    body.by = by;
    body.reason = reason;
    return note_deed(database, audit::Happening::PlanWithdrawn, {0, {}, fmt::format("plan/{}", plan)}, std::move(body));
  });
}

}  // namespace frist::service
