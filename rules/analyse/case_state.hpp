// SPDX-License-Identifier: Apache-2.0
// What is assumed of one entry along one branch of the search. A value: branches copy it. Part of this room only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "rules/analyse/cases.hpp"
#include "rules/analyse/differences.hpp"

namespace frist::analyse {

class CaseState {
 public:
  explicit CaseState(const Cases& cases) : cases_(&cases) {}

  /// Takes a condition that is not made of others to be yes or no. False where it contradicts the rest.
  bool assume(const Goal& goal);
  const std::vector<Goal>& assumed() const { return assumed_; }
  /// What assuming has cost since the last call.
  std::uint64_t take_work() { return differences_.take_work(); }

 private:
  using ExprId = model::ExprId;
  using Expr = model::Expr;
  using Variable = Differences::Variable;

  /// A value as a variable and a distance from it.
  struct Term {
    Variable variable = Differences::kZero;
    std::int64_t distance = 0;
  };
  /// Where a period of months ends. `way`: 0 kept through, 1 plain sum, -1 plain sum backwards.
  struct PeriodEnd {
    calendar::Period period;
    calendar::Counting counting;
    int way = 0;
    Variable variable = Differences::kZero;
  };
  using Rows = std::tuple<int, std::uint32_t, std::uint32_t, bool, ExprId>;

  const Expr& expr(ExprId id) const { return cases_->expr(id); }
  ExprId canonical(ExprId id) const { return cases_->canonical(id); }

  bool set_truth(ExprId id, bool truth);
  bool set_recorded(ExprId id, bool recorded);
  bool operands_are_there(const Expr& e);
  bool compare(ExprId id, bool truth);
  bool compare_text(ExprId value, const std::string& text, bool equal);
  bool compare_symbol(ExprId value, const Expr& constant, bool equal);
  bool compare_share(const Expr& e, bool truth);
  bool same_currency(const Expr& e);
  bool relate(Term a, Term b, model::Op op);

  // values as variables (terms.cpp)
  Term term(ExprId id);
  Term counted(const Expr& e);
  Term end_of(ExprId id, const Expr& e);
  Term latest(ExprId id, const Expr& e);
  Variable rows(const Expr& e);
  Variable fresh();
  void order(const std::vector<PeriodEnd>& others, const PeriodEnd& added);

  const Cases* cases_;
  std::vector<Goal> assumed_;
  std::map<ExprId, bool> truths_;
  std::map<ExprId, bool> recorded_;
  std::map<ExprId, std::string> texts_;
  std::map<ExprId, std::set<std::string>> other_texts_;
  std::map<ExprId, std::set<std::int64_t>> symbols_;  ///< those that are still possible
  std::map<ExprId, model::Currency> currencies_;
  std::map<std::tuple<ExprId, ExprId, std::int64_t, std::int64_t>, unsigned>
      shares_;                                        ///< which of <, =, > are possible
  std::map<ExprId, std::vector<PeriodEnd>> periods_;  ///< by their start
  std::map<Rows, Variable> rows_;
  std::set<ExprId> placed_;  ///< values whose surroundings are known
  std::uint64_t fresh_ = 0;
  Differences differences_;
};

}  // namespace frist::analyse
