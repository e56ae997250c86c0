// SPDX-License-Identifier: Apache-2.0
#include "engine/run/plan_in_hand.hpp"

#include <fmt/core.h>

#include "engine/run/plan.hpp"

namespace frist::run {

using text::Status;

text::Result<std::unique_ptr<PlanInHand>> PlanInHand::open(store::Connection& connection,
                                                           std::shared_ptr<const model::RuleSet> rules,
                                                           const calendar::Zone& zone, const std::string& policy_hash,
                                                           const NightOptions& options) {
  auto plan = plan_to_apply(connection, policy_hash, options);
  if (!plan) return plan.error();
  std::unique_ptr<PlanInHand> in_hand(
      new PlanInHand(connection, std::move(rules), zone, options.former, std::move(plan.value().plan)));
  in_hand->gate_.open(std::move(plan.value().chain.blocks));
  if (auto approved = in_hand->require_approved(); !approved) return approved.error();
  return in_hand;
}

Status PlanInHand::require_approved() {
  if (auto begun = gate_.begin_transaction(); !begun) return begun;
  return run::require_approved(connection_, {*rules_, former_}, plan_);
}

Status PlanInHand::begin(std::int64_t run, codec::RunStart& start) {
  start.plan = plan_.hash;
  const auto signatures = store::approvals_of(connection_, plan_.hash);
  if (!signatures) return signatures.error();
  for (const store::Approval& a : signatures.value()) start.approved_by.push_back(a.officer);
  return store::set_plan_state(connection_, plan_.id, "applying", run);
}

Status PlanInHand::end(std::int64_t run) { return store::set_plan_state(connection_, plan_.id, "applied", run); }

Status require_no_other_plan(store::Connection& connection, std::int64_t cut_off_run, std::int64_t plan) {
  const auto current = store::current_plan(connection);
  if (!current) return current.error();
  const bool cut_off = current.value() && current.value()->state == "applying" && current.value()->run == cut_off_run;
  if (!cut_off || plan == current.value()->id) return {};
  return text::Error{
      text::ErrorKind::Refused,
      fmt::format("plan {0} was being applied when it was cut off; `frist apply {0} --db {1}` goes on with it, "
                  "`frist withdraw {0} --db {1}` gives it up",
                  current.value()->id, connection.path())};
}

}  // namespace frist::run
