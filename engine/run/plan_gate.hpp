// SPDX-License-Identifier: Apache-2.0
// What a plan froze of an entry, and whether a night may do it: the gate through which the acts of an applied plan go.
// Borrows the connection; one thread.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/audit/hash.hpp"
#include "engine/codec/audit_body.hpp"
#include "engine/run/plan_chain.hpp"
#include "engine/store/plans.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::run {

// HMAC-SHA-256 of an entry's audit body under the plan's salt: what is to be done, by which rule and policy, as of
// which day, and the facts that decided it.
class PlanDigest {
 public:
  PlanDigest(std::string salt, std::shared_ptr<const model::RuleSet> rules, calendar::Zone zone)
      : salt_(std::move(salt)), rules_(std::move(rules)), zone_(std::move(zone)) {}
  std::string of(const codec::EntryBody& body);

 private:
  std::string salt_;
  std::shared_ptr<const model::RuleSet> rules_;
  calendar::Zone zone_;
  audit::Hasher hasher_;
};

class PlanGate {
 public:
  PlanGate(store::Connection& connection, const store::Plan& plan, std::shared_ptr<const model::RuleSet> rules,
           calendar::Zone zone)
      : connection_(connection), plan_(plan.id), digest_(plan.salt, std::move(rules), std::move(zone)) {}

  // The plan as it was opened, whole and as it was frozen.
  void open(std::vector<PlanBlock> blocks) { blocks_ = std::move(blocks); }
  // With every transaction: where another program has written meanwhile, the plan's entries are held against its hash
  // again, each stretch when it is first asked for.
  text::Status begin_transaction();

  // Whether the plan has this entry, with this act, this rule and these facts. Error (Refused): its entries are no
  // longer those that were frozen.
  text::Result<bool> allows(std::int64_t kind, const store::Key& key, const codec::EntryBody& body);

 private:
  store::Connection& connection_;
  std::int64_t plan_;
  PlanDigest digest_;
  text::Status require_unchanged(const PlanBlock& block);

  std::vector<PlanBlock> blocks_;
  std::set<const PlanBlock*> checked_;  // since another program last wrote
  std::int64_t data_version_ = -1;
};

}  // namespace frist::run
