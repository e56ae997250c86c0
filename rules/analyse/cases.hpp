// SPDX-License-Identifier: Apache-2.0
// Whether some entry can make conditions yes or no at once: a search over the cases that `and`, `or` and definitions by
// date allow, with what is known of dates, numbers, symbols and yes/no values. What it calls impossible is impossible;
// what it calls possible is so as far as comparisons go that it does not look into (sums, other records). Borrows the
// rule set; not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "rules/model/rule_set.hpp"

namespace frist::analyse {

/// A condition that is to be yes, or no.
struct Goal {
  model::ExprId expr = model::kNoId;  // kNoId: always yes
  bool truth = true;
};

enum class Answer : std::uint8_t { Possible, Impossible, Open };  // Open: not decided within the budget

class CaseState;

class Cases {
 public:
  explicit Cases(const model::RuleSet& rules);

  /// Whether all goals can hold for one entry on one day.
  Answer possible(const std::vector<Goal>& goals);
  /// After Possible: what to look at, in the policy's words: "`settled_on is recorded` and not `disputed`".
  std::string witness() const;
  /// No further questions are answered: everything is Open from now on.
  bool exhausted() const { return budget_ == 0; }

  /// The node with the same meaning that came first, whatever the labels.
  model::ExprId canonical(model::ExprId id) const { return id == model::kNoId ? id : canonical_[id]; }

 private:
  friend class CaseState;
  using Way = std::vector<Goal>;  ///< goals that all have to hold
  using Ways = std::vector<Way>;  ///< of which one has to; none at all: impossible
  static constexpr std::uint32_t kStepsForOne = 5000;
  static constexpr std::uint64_t kWorkOfStep = 200;  ///< beside one constraint looked at

  bool search(CaseState state, Way pending, std::vector<Ways> choices, std::uint32_t depth);
  bool spend(std::uint64_t work);
  const model::Expr& expr(model::ExprId id) const {
    return id < rules_.exprs.size() ? rules_.exprs[id] : made_[id - rules_.exprs.size()];
  }

  // how a goal comes about (ways.cpp)
  Ways ways(const Goal& goal);
  Ways ways_of_all(const model::Expr& e, bool truth) const;
  Ways ways_of_case(model::ExprId when, model::ExprId then, model::ExprId otherwise, bool truth) const;
  Ways ways_of_recorded(const Goal& goal);
  Ways ways_of_compared(const Goal& goal);
  /// The same condition with another operand.
  model::ExprId with_operand(model::ExprId id, std::size_t operand, model::ExprId value);
  std::string words(const Goal& goal) const;

  const model::RuleSet& rules_;
  std::vector<model::Expr> made_;  ///< conditions that the policy does not have; their ids follow the rule set's
  std::map<std::tuple<model::ExprId, std::size_t, model::ExprId>, model::ExprId> made_from_;
  std::vector<model::ExprId> canonical_;
  std::vector<Goal> found_;
  std::uint32_t steps_ = 0;
  std::uint64_t budget_ = 400'000'000;
  bool open_ = false;
};

}  // namespace frist::analyse
