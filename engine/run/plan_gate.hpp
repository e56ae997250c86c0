// SPDX-License-Identifier: Apache-2.0
// What a plan froze of an entry, and whether a night may do it: the gate through which the acts of an applied plan go.
// Borrows the connection; one thread.
#pragma once

#include <memory>
#include <string>

#include "engine/audit/hash.hpp"
#include "engine/codec/audit_body.hpp"
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

  // Whether the plan has this entry, with this act, this rule and these facts.
  text::Result<bool> allows(std::int64_t kind, const store::Key& key, const codec::EntryBody& body);

 private:
  store::Connection& connection_;
  std::int64_t plan_;
  PlanDigest digest_;
};

}  // namespace frist::run
