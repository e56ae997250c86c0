// SPDX-License-Identifier: Apache-2.0
// How a condition can come to be yes or no.
#include <algorithm>

#include "rules/analyse/cases.hpp"

namespace frist::analyse {
namespace {

using model::Expr;
using model::ExprId;
using model::kNoId;
using model::Op;

constexpr std::size_t kMostWays = 500;

bool is_comparison(Op op) { return op >= Op::Equal && op <= Op::ScaledCompare; }

/// A value that is none where an operand is none.
bool is_computed(Op op) {
  return (op >= Op::KeptThrough && op <= Op::AddElapsed) || (op >= Op::EndOf && op <= Op::FullYearsBetween);
}

}  // namespace

Cases::Ways Cases::ways(const Goal& goal) {
  if (goal.expr == kNoId) return goal.truth ? Ways{{}} : Ways{};
  const Expr e = expr(goal.expr);
  switch (e.op) {
    case Op::Not:
      return {{{e.args[0], !goal.truth}}};
    case Op::And:
    case Op::Or:
    case Op::AtLeastOf:
      return ways_of_all(e, goal.truth);
    case Op::Constant:
      return (e.value != 0) == goal.truth ? Ways{{}} : Ways{};
    case Op::None:
    case Op::Unknown:
      return {};
    case Op::Case:
      return ways_of_case(e.args[0], e.args[1], e.args[2], goal.truth);
    case Op::IsRecorded:
      return ways_of_recorded(goal);
    default:
      return is_comparison(e.op) ? ways_of_compared(goal) : Ways{{goal}};
  }
}

/// At least so many of the operands: for `and` all, for `or` one.
Cases::Ways Cases::ways_of_all(const Expr& e, bool truth) const {
  const std::size_t size = e.args.size();
  const std::size_t for_yes = e.op == Op::And ? size : e.op == Op::Or ? 1 : e.count;
  const std::size_t wanted = truth ? for_yes : size - for_yes + 1;
  std::vector<bool> chosen(size, false);
  std::fill(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(wanted), true);
  Ways result;
  do {
    Way way;
    for (std::size_t i = 0; i < size; ++i) {
      if (chosen[i]) way.push_back({e.args[i], truth});
    }
    result.push_back(std::move(way));
  } while (result.size() < kMostWays && std::prev_permutation(chosen.begin(), chosen.end()));
  // Where not every way fits, the condition is left alone: what follows from it is then not seen, but nothing false is.
  return result.size() == kMostWays ? Ways{{}} : result;
}

Cases::Ways Cases::ways_of_case(ExprId when, ExprId then, ExprId otherwise, bool truth) const {
  return {{{when, true}, {then, truth}}, {{when, false}, {otherwise, truth}}};
}

ExprId Cases::with_operand(ExprId id, std::size_t operand, ExprId value) {
  const auto key = std::make_tuple(id, operand, value);
  if (const auto known = made_from_.find(key); known != made_from_.end()) return known->second;
  Expr copy = expr(id);
  copy.args[operand] = value;
  copy.label.clear();
  if (copy.op == Op::IsRecorded) copy.span = expr(value).span;
  const auto made = static_cast<ExprId>(rules_.exprs.size() + made_.size());
  made_.push_back(std::move(copy));
  canonical_.push_back(made);
  made_from_.emplace(key, made);
  return made;
}

/// Whether a value is there comes from what it is made of.
Cases::Ways Cases::ways_of_recorded(const Goal& goal) {
  const Expr value = expr(expr(goal.expr).args[0]);
  if (value.op == Op::None) return goal.truth ? Ways{} : Ways{{}};
  if (value.op == Op::Unknown) return {};
  if (!value.type.optional) return goal.truth ? Ways{{}} : Ways{};
  if (value.op == Op::Case) {
    return ways_of_case(value.args[0], with_operand(goal.expr, 0, value.args[1]),
                        with_operand(goal.expr, 0, value.args[2]), goal.truth);
  }
  const bool chooses = value.op == Op::Latest || value.op == Op::Earliest;
  if (!chooses && !is_computed(value.op)) return {{goal}};
  Way together;
  Ways each;
  for (const ExprId arg : value.args) {
    const Goal part{with_operand(goal.expr, 0, arg), goal.truth};
    together.push_back(part);
    each.push_back({part});
  }
  const bool one_is_enough = chooses == goal.truth;
  return one_is_enough ? each : Ways{together};
}

/// A comparison with a value that is chosen by a condition is made for each of the two values.
Cases::Ways Cases::ways_of_compared(const Goal& goal) {
  const Expr e = expr(goal.expr);
  for (std::size_t i = 0; i < e.args.size(); ++i) {
    const Expr value = expr(e.args[i]);
    if (value.op == Op::None || value.op == Op::Unknown) return {};
    if (value.op != Op::Case) continue;
    return ways_of_case(value.args[0], with_operand(goal.expr, i, value.args[1]),
                        with_operand(goal.expr, i, value.args[2]), goal.truth);
  }
  return {{goal}};
}

}  // namespace frist::analyse
