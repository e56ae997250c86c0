// SPDX-License-Identifier: Apache-2.0
// The slow, obvious second evaluator: reads the checked model node by node for one entry and one day, and decides as
// the language reference says, with no columns, no batches and no next-change dates. It must agree with engine/decide
// on everything. Not for production; a test's tool.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/model/rule_set.hpp"

namespace frist::oracle {

enum class Tri { No, Yes, Unknown };

// A value of any type. `low`/`high` differ only for counts over rows of which some are unknown.
struct Outcome {
  enum class State { Known, None, Unknown } state = State::Unknown;
  std::int64_t low = 0, high = 0;
  model::Currency currency = model::kAnyCurrency;
  std::string text;
  bool known() const { return state == State::Known && low == high; }
};

struct Verdict {
  bool erase_due = false, restricted = false, review_due = false;
  std::vector<std::pair<model::RuleId, std::uint32_t>> acts;  // rule and effect of each milder act that is due
  calendar::Day due = calendar::kNever;
  calendar::Day review_on = calendar::kNone;
  model::RuleId rule = model::kNoId;  // kPlacedHold where a placed hold keeps
  model::RuleId review_rule = model::kNoId;
  bool operator==(const Verdict&) const = default;
};
inline constexpr model::RuleId kPlacedHold = model::kNoId - 1;

Tri truth(const model::RuleSet&, model::ExprId, const model::Entry&, model::AsOf);
Outcome value(const model::RuleSet&, model::ExprId, const model::Entry&, model::AsOf);
Verdict verdict(const model::RuleSet&, const model::Entry&, model::AsOf);

}  // namespace frist::oracle
