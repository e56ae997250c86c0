// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"

namespace frist::bind {
namespace {

bool is_ago(NodeKind kind) {
  return kind == NodeKind::AtLeastAgo || kind == NodeKind::AtMostAgo || kind == NodeKind::MoreThanAgo ||
         kind == NodeKind::LessThanAgo;
}

bool is_period(const Node& node) { return node.is(NodeKind::PeriodLiteral); }

}  // namespace

Maybe ExprBinder::comparison(const Node& node) {
  if (node.count() == 1) return condition(node.nth(0));
  return tail(node.nth(0), node.nth(1), node.span());
}

Maybe ExprBinder::tail(const Node& left, const Node& tail_node, Span span) {
  const NodeKind kind = tail_node.kind();
  if (is_ago(kind)) return ago(left, tail_node, span);
  switch (kind) {
    case NodeKind::IsRecorded:
      return recorded(left, false, span);
    case NodeKind::IsNone:
      return recorded(left, true, span);
    case NodeKind::Within:
      return within(left, tail_node, span);
    case NodeKind::Between:
      return between(left, tail_node, span);
    case NodeKind::OneOf:
      return one_of(left, tail_node, span);
    case NodeKind::Not: {
      const Maybe inner = tail(left, tail_node.nth(0), span);
      return inner ? Maybe(context_.exprs.negated(*inner, span)) : inner;
    }
    default:
      return compare(left, tail_node.nth(0), kind, span);
  }
}

Maybe ExprBinder::recorded(const Node& left, bool is_none, Span span) {
  const Maybe bound = value(left);
  if (!bound) return bound;
  if (!type(*bound).optional) {
    return fail(Kind::MissingAbsentMeans, left.span(),
                fmt::format("`{}` is never none, so there is nothing to ask", written(left)),
                expr(*bound).op == Op::Field || expr(*bound).op == Op::LinkedField
                    ? "declare the field with `absent means none`, or leave the question out"
                    : "leave the question out");
  }
  Expr asks;
  asks.op = Op::IsRecorded;
  asks.args = {context_.exprs.base(*bound)};
  asks.span = span;
  const ExprId result = context_.exprs.add(std::move(asks));
  return is_none ? context_.exprs.negated(result, span) : result;
}

/// `x is yes` is x itself, `x is no` its opposite.
Maybe ExprBinder::truth_equal(const Node& left, bool wanted, Span span) {
  const Maybe bound = condition(left);
  if (!bound || wanted) return bound;
  return context_.exprs.negated(*bound, span);
}

Maybe ExprBinder::compare(const Node& left, const Node& right, NodeKind tail_kind, Span span) {
  const Node plain_left = left.without_brackets();
  const Node plain_right = right.without_brackets();
  const bool equal = tail_kind == NodeKind::Equal;
  if (equal || tail_kind == NodeKind::NotEqual) {
    if (plain_right.is(NodeKind::Yes)) return truth_equal(left, equal, span);
    if (plain_right.is(NodeKind::No)) return truth_equal(left, !equal, span);
    if (plain_right.is(NodeKind::None)) return recorded(left, equal, span);
  }
  if (is_period(plain_left)) {
    return fail(Kind::PeriodMix, left.span(), "a period is no value that something can be compared with",
                "write the period on the right: `days from ... to ... is at least 30 days`");
  }
  if (is_period(plain_right)) return with_period(left, plain_right, op_of(tail_kind), span);
  if (plain_left.is(NodeKind::PercentOf) || plain_right.is(NodeKind::PercentOf)) {
    return scaled(left, right, op_of(tail_kind), span);
  }
  const auto sides = both(left, right);
  if (!sides) return std::nullopt;
  return join(left, right, *sides, tail_kind, span);
}

/// A name or a number may take its meaning from the other side.
bool ExprBinder::needs_hint(const Node& node) const {
  const Node plain = node.without_brackets();
  if (plain.is(NodeKind::Number)) return true;
  return plain.is(NodeKind::Name) && !knows(plain);
}

std::optional<ExprBinder::Pair> ExprBinder::both(const Node& left, const Node& right) {
  const bool right_first = needs_hint(left) && !needs_hint(right);
  const Node& first = right_first ? right : left;
  const Node& second = right_first ? left : right;
  const Maybe a = value(first);
  if (!a) {
    if (!needs_hint(second)) value(second);
    return std::nullopt;
  }
  const model::Type hint = type(*a);
  const Maybe b = value(second, &hint);
  const bool a_there = is_surely_there(*a, first.span());
  if (!b || !is_surely_there(*b, second.span()) || !a_there) return std::nullopt;
  return right_first ? Pair{*b, *a} : Pair{*a, *b};
}

Maybe ExprBinder::between(const Node& left, const Node& tail_node, Span span) {
  const Maybe low = compare(left, tail_node.nth(0), NodeKind::Lower, span);
  if (!low) return low;
  const Maybe high = compare(left, tail_node.nth(1), NodeKind::Upper, span);
  if (!high) return high;
  return context_.exprs.all_of({*low, *high}, span);
}

/// `is one of (none, a, b)` asks for none first.
Maybe ExprBinder::one_of(const Node& left, const Node& tail_node, Span span) {
  const Guards::Mark mark = guards_.mark();
  std::vector<ExprId> choices;
  bool failed = false;
  for (const bool for_none : {true, false}) {
    for (const Node& one : tail_node.children()) {
      if (one.is(NodeKind::None) != for_none || failed) continue;
      const Maybe equal = compare(left, one, NodeKind::Equal, for_none ? span : one.span());
      failed = !equal;
      if (!equal) continue;
      choices.push_back(*equal);
      if (for_none) guards_.assume(*equal, false);
    }
  }
  guards_.rollback(mark);
  return failed ? std::nullopt : Maybe(context_.exprs.any_of(std::move(choices), span));
}

}  // namespace frist::bind
