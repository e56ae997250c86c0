// SPDX-License-Identifier: Apache-2.0
// The workload of the evaluator's benchmark: claims of eleven kinds, twelve facts each, eleven rules and a placed hold.
// The rules stand here twice: as a rule set, and as the loop over rows that a person would write by hand.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/decide/batch.hpp"
#include "engine/decide/verdict.hpp"

namespace frist::bench {

enum Kind : std::int32_t {
  Loan,
  Inquiry,
  Account,
  Card,
  Telecom,
  PreviousAddress,
  Garnishment,
  Debtor,
  Discharge,
  Insolvency,
  Negative,
  Kinds
};

// Facts as columns; dates and truths with the sentinels of engine/decide/batch.hpp, amounts in hundredths.
struct Claims {
  std::vector<std::int32_t> kind, recorded_on, settled_on, closed_on, last_event_on, proof_on;
  std::vector<std::int64_t> amount;
  std::vector<std::uint8_t> titled, disputed, confirmed, on_hold;
  std::size_t size() const { return kind.size(); }
};

// The same claims for the same numbers. About three in a thousand are due on `today`, a quarter of them if `backlog`.
Claims make_claims(std::size_t count, calendar::Day today, bool backlog);

std::shared_ptr<const model::RuleSet> claim_rules();

// The claims in the shape that a program asks for.
decide::Batch batch_of(const Claims& claims, const program::Program& program);

// The rules by hand.
decide::Verdict decide_by_hand(const Claims& claims, std::size_t row, calendar::Day today);

}  // namespace frist::bench
