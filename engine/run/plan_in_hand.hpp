// SPDX-License-Identifier: Apache-2.0
// The plan that a night applies: found and checked before it begins, asked for its signatures and its entries in every
// transaction, and marked as applied with the end of the night. Borrows the connection.
#pragma once

#include <memory>
#include <string>

#include "engine/codec/audit_body.hpp"
#include "engine/run/night.hpp"
#include "engine/run/plan_gate.hpp"

namespace frist::run {

class PlanInHand {
 public:
  // Errors as of plan_to_apply() and require_approved().
  static text::Result<std::unique_ptr<PlanInHand>> open(store::Connection& connection,
                                                        std::shared_ptr<const model::RuleSet> rules,
                                                        const calendar::Zone& zone, const std::string& policy_hash,
                                                        const NightOptions& options);

  PlanGate* gate() { return &gate_; }
  // With every transaction of the night.
  text::Status require_approved();
  // In the transaction that begins the run: tells its start by which plan it is and who signed.
  text::Status begin(std::int64_t run, codec::RunStart& start);
  text::Status end(std::int64_t run);
  // Whether the run is one that began to apply this plan.
  bool is_of(std::int64_t run) const { return plan_.state == "applying" && plan_.run == run; }

 private:
  PlanInHand(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules, const calendar::Zone& zone,
             std::vector<std::shared_ptr<const model::RuleSet>> former, store::Plan plan)
      : connection_(connection),
        rules_(rules),
        former_(std::move(former)),
        plan_(std::move(plan)),
        gate_(connection, plan_, rules, zone) {}

  store::Connection& connection_;
  std::shared_ptr<const model::RuleSet> rules_;
  std::vector<std::shared_ptr<const model::RuleSet>> former_;
  store::Plan plan_;
  PlanGate gate_;
};

// A plan that was cut off while it was applied is gone on with as that plan, or not at all. `plan`: what is applied
// now; 0: none.
text::Status require_no_other_plan(store::Connection& connection, std::int64_t cut_off_run, std::int64_t plan);

}  // namespace frist::run
