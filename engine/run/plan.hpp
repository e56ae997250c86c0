// SPDX-License-Identifier: Apache-2.0
// A plan: what a night would do, frozen from one snapshot and hashed, for people to sign before it is done. The hash is
// SHA-256 of the plan's body (canonical JSON, frist/plan/1), and the body holds a chain of hashes over every entry, so
// that whoever signs the hash signs the entries. Functions over a borrowed connection.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/run/brake.hpp"
#include "engine/run/night.hpp"
#include "engine/run/plan_chain.hpp"
#include "engine/run/plan_change.hpp"
#include "engine/store/plans.hpp"

namespace frist::run {

struct PlanReport {
  store::Plan plan;
  std::vector<NightCount> counts;      // by record, rule, what; as a night counts
  std::vector<NightCount> last_night;  // what the latest night that ended did; empty: there was none
  std::vector<BrakeFinding> brake;     // limits that the plan is beyond
  bool policy_changed = false;         // since the night before, and no plan of this policy was applied yet
  std::optional<PlanChange> change;    // then: what that means
  std::uint64_t entries = 0;           // how many it would erase or change
  std::uint64_t decided = 0;
  std::vector<Unreadable> unreadable;
};

// Freezes what is due; of a changed policy also how it differs from the former one of the options. Plans that were not
// applied are replaced. Errors as of a night; also Refused where a plan is being applied, or the policy was changed and
// the options do not have the former one.
text::Result<PlanReport> make_plan(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                   const std::string& policy_hash, const NightOptions& options);

// A plan that is open or being applied. Error (Usage): there is none of that number, it was applied or replaced.
text::Result<store::Plan> find_plan(store::Connection& connection, std::int64_t id);

// The plan to apply, its entries as they were frozen. Errors: no such plan, or it was applied or replaced (Usage);
// another policy or day, changed since it was frozen, of a changed policy without its comparison, or beyond the brake
// of the options with nobody's signature (Refused).
struct PlanToApply {
  store::Plan plan;
  PlanChain chain;
};
text::Result<PlanToApply> plan_to_apply(store::Connection& connection, const std::string& policy_hash,
                                        const NightOptions& options);

// How many more signatures a plan needs, and from whom. Pure.
struct Missing {
  std::uint32_t signatures = 0;  // 0: none
  std::string because;           // for a person: `claim` needs 2 of records_officer
};
// `records`: the kinds of which the plan takes entries. `changed`: the plan is the first of a changed policy.
// `signers`: those whose signatures hold.
struct Signer {
  std::string party;
  bool is_author = false;  // has attached the policy
};
Missing missing_signatures(const model::RuleSet& rules, const std::vector<std::string>& records, bool changed,
                           const std::vector<Signer>& signers);

// Who says what a plan needs: the policy, and every other one since the last night that did anything, so that nobody
// gets rid of approvals by attaching a policy without them. The strictest counts.
struct Asking {
  const model::RuleSet& rules;
  std::span<const std::shared_ptr<const model::RuleSet>> former = {};
};
// Error (Refused) where signatures are missing that the policy asks for.
text::Status require_approved(store::Connection& connection, const Asking& asking, const store::Plan& plan);
// The same as a value.
text::Result<Missing> missing_approval(store::Connection& connection, const Asking& asking, const store::Plan& plan);

// Signs the plan. Errors (Refused): the key is of no officer in office, the officer is the author of the policy and the
// policy does not let authors approve, the plan was made before the officer was added.
text::Result<std::string> approve_plan(store::Connection& connection, const model::RuleSet& rules,
                                       const store::Plan& plan, const std::string& private_key_pem, std::int64_t now);

}  // namespace frist::run
