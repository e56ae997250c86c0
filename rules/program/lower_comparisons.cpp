// SPDX-License-Identifier: Apache-2.0
// Comparisons: the cheapest form for what is compared, and the way to their next change.
#include "dsl/text/check.hpp"
#include "rules/program/lower.hpp"

namespace frist::program {
namespace {

using model::Expr;
using model::Op;

// a OP b as b OP a.
Op mirrored(Op op) {
  switch (op) {
    case Op::Less:
      return Op::Greater;
    case Op::LessEqual:
      return Op::GreaterEqual;
    case Op::Greater:
      return Op::Less;
    case Op::GreaterEqual:
      return Op::LessEqual;
    default:
      return op;
  }
}

bool never_meet(Direction a, Direction b) {
  const bool rises = a != Direction::Other && a != Direction::Down && b != Direction::Other && b != Direction::Up;
  const bool falls = a != Direction::Other && a != Direction::Up && b != Direction::Other && b != Direction::Down;
  return rises || falls;
}

}  // namespace

Register Lowering::comparison(const Expr& e, std::uint32_t space) {
  Instruction i;
  i.space = space;
  i.compare = e.op == Op::ScaledCompare ? e.compare : e.op;
  i.scale_a = e.op == Op::ScaledCompare ? e.scale_a : 1;
  i.scale_b = e.op == Op::ScaledCompare ? e.scale_b : 1;
  const Register a = arg(e, 0, space), b = arg(e, 1, space);
  const Storage storage = builder_.at(a).storage;
  FRIST_CHECK(storage == builder_.at(b).storage);
  if (storage == Storage::Number) return compare_numbers(e, i, a, b);
  if (storage == Storage::Day) return compare_days(e, i, a, b);
  i.code = Code::CompareTruths;
  return builder_.emit(i, {a, b});
}

Register Lowering::compare_days(const Expr& e, Instruction i, Register a, Register b) {
  const model::Base base = rules_.expr(e.args[0]).type.base;
  const bool texts = base == model::Base::Text || base == model::Base::Link;
  if (builder_.at(a).code == Code::Constant || builder_.at(a).code == Code::Today) {
    std::swap(a, b);
    i.compare = mirrored(i.compare);
  }
  const Instruction& right = builder_.at(b);
  if (right.code == Code::Constant) {
    i.number = right.number;
    i.code = Code::CompareDayWith;
    return compare_columns(i, a, kNoRegister);
  }
  if (right.code == Code::Today && builder_.at(a).code == Code::Constant) {
    i.number = builder_.at(a).number;
    i.code = Code::CompareToday;
    return builder_.emit(i, {});
  }
  if (right.code == Code::Today && builder_.is_static(a)) {
    i.code = Code::CompareToday;
    return builder_.emit(i, {a});
  }
  i.code = texts ? Code::CompareTexts : Code::CompareDays;
  return compare_columns(i, a, b);
}

Register Lowering::compare_numbers(const Expr& e, Instruction i, Register a, Register b) {
  const Instruction left = builder_.at(a), right = builder_.at(b);
  if (left.has_hi || right.has_hi || e.op == Op::ScaledCompare) {
    i.code = Code::CompareWide;
    return guarded_by_currency(compare_columns(i, a, b), a, b);
  }
  if (left.code == Code::Now && builder_.is_static(b)) {
    i.code = Code::CompareNow;
    i.compare = mirrored(i.compare);
    return builder_.emit(i, {b});
  }
  if (right.code == Code::Now && builder_.is_static(a)) {
    i.code = Code::CompareNow;
    return builder_.emit(i, {a});
  }
  const bool swapped = left.code == Code::Constant;
  if (swapped) i.compare = mirrored(i.compare);
  const Instruction& constant = swapped ? left : right;
  if (constant.code == Code::Constant) {
    i.code = Code::CompareNumberWith;
    i.number = constant.number;
    return guarded_by_currency(compare_columns(i, swapped ? b : a, kNoRegister), a, b);
  }
  i.code = Code::CompareNumbers;
  return guarded_by_currency(compare_columns(i, a, b), a, b);
}

// A comparison whose sides move apart or towards each other as time goes on flips at most once: its next change is
// found by bisection. Where they may meet again, the earliest change of either side stands.
Register Lowering::compare_columns(Instruction i, Register a, Register b) {
  const bool single = b == kNoRegister;
  const Direction right = single ? Direction::Static : builder_.direction(b);
  const bool moves = !builder_.is_static(a) || !builder_.is_static(b);
  const auto emit = [&] { return single ? builder_.emit(i, {a}) : builder_.emit(i, {a, b}); };
  if (!moves || !never_meet(builder_.direction(a), right)) return emit();
  if (i.compare == Op::Equal || i.compare == Op::NotEqual) return compare_both_ways(i, a, b);
  const Register r = emit();
  builder_.set_cone(r);
  return r;
}

// An equality begins and ends: it is two comparisons that flip once each.
Register Lowering::compare_both_ways(Instruction i, Register a, Register b) {
  Instruction both, opposite;
  both.code = Code::And;
  opposite.code = Code::Not;
  both.space = opposite.space = i.space;
  const bool equal = i.compare == Op::Equal;
  i.compare = Op::LessEqual;
  const Register not_after = compare_columns(i, a, b);
  i.compare = Op::GreaterEqual;
  const Register same = builder_.emit(both, {not_after, compare_columns(i, a, b)});
  return equal ? same : builder_.emit(opposite, {same});
}

Register Lowering::guarded_by_currency(Register truth, Register a, Register b) {
  const Instruction left = builder_.at(a), right = builder_.at(b);
  if (!left.has_currency && !right.has_currency && left.currency == right.currency) return truth;
  Instruction i;
  i.code = Code::SameCurrency;
  i.space = builder_.at(truth).space;
  return builder_.emit(i, {truth, a, b});
}

}  // namespace frist::program
