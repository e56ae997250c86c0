// SPDX-License-Identifier: Apache-2.0
#include "rules/analyse/case_state.hpp"

namespace frist::analyse {
namespace {

using model::Base;
using model::Expr;
using model::ExprId;
using model::Op;

Op opposite(Op op) {
  switch (op) {
    case Op::Equal:
      return Op::NotEqual;
    case Op::NotEqual:
      return Op::Equal;
    case Op::Less:
      return Op::GreaterEqual;
    case Op::LessEqual:
      return Op::Greater;
    case Op::Greater:
      return Op::LessEqual;
    default:
      return Op::Less;
  }
}

/// Bits: 1 smaller, 2 equal, 4 larger.
unsigned relations(Op op) {
  switch (op) {
    case Op::Equal:
      return 2;
    case Op::NotEqual:
      return 5;
    case Op::Less:
      return 1;
    case Op::LessEqual:
      return 3;
    case Op::Greater:
      return 4;
    default:
      return 6;
  }
}

}  // namespace

bool CaseState::assume(const Goal& goal) {
  assumed_.push_back(goal);
  const Expr& e = expr(goal.expr);
  switch (e.op) {
    case Op::IsRecorded:
      return set_recorded(canonical(e.args[0]), goal.truth);
    case Op::AnyIn: {
      const Variable count = rows(e);
      return relate({count, 0}, {Differences::kZero, goal.truth ? 1 : 0},
                    goal.truth ? Op::GreaterEqual : Op::LessEqual);
    }
    case Op::ScaledCompare:
      return operands_are_there(e) && same_currency(e) && compare_share(e, goal.truth);
    default:
      break;
  }
  if (e.op >= Op::Equal && e.op <= Op::GreaterEqual) return compare(goal.expr, goal.truth);
  const bool optional = e.type.optional;
  return set_truth(canonical(goal.expr), goal.truth) && (!optional || set_recorded(canonical(goal.expr), true));
}

bool CaseState::set_truth(ExprId id, bool truth) { return truths_.try_emplace(id, truth).first->second == truth; }

bool CaseState::set_recorded(ExprId id, bool recorded) {
  return recorded_.try_emplace(id, recorded).first->second == recorded;
}

/// A comparison is yes or no only where its operands are known.
bool CaseState::operands_are_there(const Expr& e) {
  for (const ExprId arg : e.args) {
    if (arg == model::kNoId || !expr(arg).type.optional) continue;
    const Expr& value = expr(arg);
    const bool chooses = value.op == Op::Latest || value.op == Op::Earliest;
    if (chooses) continue;
    const bool leaf = value.args.empty() || value.op >= Op::CountIn;
    if (leaf ? !set_recorded(canonical(arg), true) : !operands_are_there(value)) return false;
  }
  return true;
}

bool CaseState::compare(ExprId id, bool truth) {
  const Expr& e = expr(id);
  if (!operands_are_there(e) || !same_currency(e)) return false;
  const Op op = truth ? e.op : opposite(e.op);
  const Base base = expr(e.args[0]).type.base;
  const bool left = expr(e.args[0]).op == Op::Constant;
  const bool right = expr(e.args[1]).op == Op::Constant;
  const ExprId value = canonical(e.args[left ? 1 : 0]);
  const Expr& constant = expr(e.args[left ? 0 : 1]);
  if (base == Base::Text || base == Base::Symbol) {
    const bool equal = op == Op::Equal;
    if (left && right) {
      const Expr& other = expr(value);
      return (other.value == constant.value && other.text == constant.text) == equal;
    }
    if (!left && !right) return set_truth(canonical(id), truth);
    return base == Base::Text ? compare_text(value, constant.text, equal) : compare_symbol(value, constant, equal);
  }
  const Term a = term(e.args[0]);
  const Term b = term(e.args[1]);
  return relate(a, b, op);
}

bool CaseState::compare_text(ExprId value, const std::string& text, bool equal) {
  if (!equal) {
    other_texts_[value].insert(text);
    const auto known = texts_.find(value);
    return known == texts_.end() || known->second != text;
  }
  return texts_.try_emplace(value, text).first->second == text && other_texts_[value].count(text) == 0;
}

bool CaseState::compare_symbol(ExprId value, const Expr& constant, bool equal) {
  const auto [found, is_new] = symbols_.try_emplace(value);
  std::set<std::int64_t>& left = found->second;
  if (is_new) {
    const std::size_t count = cases_->rules_.symbol_sets[constant.type.symbols].size();
    for (std::size_t i = 0; i < count; ++i) left.insert(static_cast<std::int64_t>(i));
  }
  if (!equal) {
    left.erase(constant.value);
  } else if (left.count(constant.value) > 0) {
    left = {constant.value};
  } else {
    left.clear();
  }
  return !left.empty();
}

bool CaseState::compare_share(const Expr& e, bool truth) {
  const auto key = std::make_tuple(canonical(e.args[0]), canonical(e.args[1]), e.scale_a, e.scale_b);
  unsigned& left = shares_.try_emplace(key, 7U).first->second;
  left &= relations(truth ? e.compare : opposite(e.compare));
  return left != 0;
}

/// Amounts compare in one currency only; a field without a declared one then has that of the other side.
bool CaseState::same_currency(const Expr& e) {
  if (expr(e.args[0]).type.base != Base::Money) return true;
  for (const bool swapped : {false, true}) {
    const ExprId open = canonical(e.args[swapped ? 1 : 0]);
    const model::Currency given = expr(e.args[swapped ? 0 : 1]).type.currency;
    if (expr(open).type.currency != model::kAnyCurrency || given == model::kAnyCurrency) continue;
    if (currencies_.try_emplace(open, given).first->second != given) return false;
  }
  return true;
}

bool CaseState::relate(Term a, Term b, Op op) {
  const std::int64_t gap = b.distance - a.distance;
  const Variable x = a.variable;
  const Variable y = b.variable;
  switch (op) {
    case Op::Less:
      differences_.at_most(x, y, gap - 1);
      break;
    case Op::LessEqual:
      differences_.at_most(x, y, gap);
      break;
    case Op::Greater:
      differences_.at_most(y, x, -gap - 1);
      break;
    case Op::GreaterEqual:
      differences_.at_most(y, x, -gap);
      break;
    case Op::NotEqual:
      differences_.differs(x, y, gap);
      break;
    default:
      differences_.at_most(x, y, gap);
      differences_.at_most(y, x, -gap);
      break;
  }
  return differences_.possible();
}

}  // namespace frist::analyse
