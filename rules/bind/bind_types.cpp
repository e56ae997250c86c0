// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"

namespace frist::bind {
namespace {

bool is_equality(Op op) { return op == Op::Equal || op == Op::NotEqual; }
bool asks_dates(NodeKind tail) {
  return tail == NodeKind::Before || tail == NodeKind::After || tail == NodeKind::OnOrBefore ||
         tail == NodeKind::OnOrAfter;
}
bool asks_amounts(NodeKind tail) {
  return tail == NodeKind::AtLeast || tail == NodeKind::AtMost || tail == NodeKind::MoreThan ||
         tail == NodeKind::LessThan;
}
bool is_date(Base base) { return base == Base::Date || base == Base::Moment; }
bool is_number(Base base) { return base == Base::Number || base == Base::Decimal; }

}  // namespace

Op op_of(NodeKind tail) {
  switch (tail) {
    case NodeKind::NotEqual:
      return Op::NotEqual;
    case NodeKind::Before:
    case NodeKind::LessThan:
      return Op::Less;
    case NodeKind::After:
    case NodeKind::MoreThan:
      return Op::Greater;
    case NodeKind::OnOrBefore:
    case NodeKind::Upper:
    case NodeKind::AtMost:
      return Op::LessEqual;
    case NodeKind::OnOrAfter:
    case NodeKind::Lower:
    case NodeKind::AtLeast:
      return Op::GreaterEqual;
    default:
      return Op::Equal;
  }
}

Maybe ExprBinder::join(const Node& left, const Node& right, Pair sides, NodeKind tail_kind, Span span) {
  const Op op = op_of(tail_kind);
  const Base a = type(sides.first).base;
  const Base b = type(sides.second).base;
  if (is_date(a) && is_date(b)) return join_dates(left, sides, tail_kind, span);
  if (asks_dates(tail_kind) && a == b) {
    return fail(
        Kind::NotADate, left.span(),
        fmt::format("`{}` is {}; only dates come before or after others", written(left), type_words(sides.first)),
        "compare it by `is more than` or `is less than`");
  }
  if (is_number(a) && is_number(b)) return join_numbers(left, right, sides, op, span);
  if (a == Base::Money && b == Base::Money) return join_money(left, right, sides, op, span);
  if (a != b || a == Base::Link) return mismatch(left, right, sides);
  if (a == Base::Symbol && type(sides.first).symbols != type(sides.second).symbols) return mismatch(left, right, sides);
  if (!is_equality(op)) {
    const Kind kind = a == Base::Text ? Kind::TextComparison : Kind::TypeMismatch;
    return fail(kind, left.span(),
                fmt::format("`{}` is {}, which has no order", written(left), type_words(sides.first)),
                "ask whether it `is` or `is not` some value");
  }
  if (a == Base::YesNo) return join_yes_no(sides, op, span);
  return context_.exprs.compared(op, sides.first, sides.second, span);
}

Maybe ExprBinder::join_dates(const Node& left, Pair sides, NodeKind tail_kind, Span span) {
  if (asks_amounts(tail_kind)) {
    return fail(
        Kind::TypeMismatch, left.span(), fmt::format("`{}` is a date, which is not more or less", written(left)),
        "write `is before`, `is after`, `is on or before` or `is on or after`; periods back from today need `ago`");
  }
  if (type(sides.first).base != type(sides.second).base) sides = {as_day(sides.first), as_day(sides.second)};
  return context_.exprs.compared(op_of(tail_kind), sides.first, sides.second, span);
}

Maybe ExprBinder::join_money(const Node& left, const Node& right, Pair sides, Op op, Span span) {
  const model::Currency a = type(sides.first).currency;
  const model::Currency b = type(sides.second).currency;
  if (a != b && a != model::kAnyCurrency && b != model::kAnyCurrency) {
    return fail(Kind::CurrencyMix, right.span(),
                fmt::format("`{}` is in {}, but `{}` is in {}", written(right), std::string_view(b.data(), 3),
                            written(left), std::string_view(a.data(), 3)),
                "currencies are never converted; compare amounts of one currency");
  }
  return context_.exprs.compared(op, sides.first, sides.second, span);
}

Maybe ExprBinder::join_numbers(const Node& left, const Node& right, Pair sides, Op op, Span span) {
  const model::Type a = type(sides.first);
  const model::Type b = type(sides.second);
  if (a.base == b.base) {
    if (a.percent != b.percent) return mismatch(left, right, sides);
    return context_.exprs.compared(op, sides.first, sides.second, span);
  }
  if (a.percent || b.percent || a.interval || b.interval) return mismatch(left, right, sides);
  const std::int64_t scale_a = a.base == Base::Number ? model::kDecimalScale : 1;
  const std::int64_t scale_b = b.base == Base::Number ? model::kDecimalScale : 1;
  return scaled_by(sides.first, sides.second, op, scale_a, scale_b, span);
}

/// Two conditions are equal where both hold or neither does.
Maybe ExprBinder::join_yes_no(Pair sides, Op op, Span span) {
  Interner& exprs = context_.exprs;
  const ExprId both_hold = exprs.all_of({sides.first, sides.second}, span);
  const ExprId neither = exprs.all_of({exprs.negated(sides.first, span), exprs.negated(sides.second, span)}, span);
  const ExprId equal = exprs.any_of({both_hold, neither}, span);
  return op == Op::Equal ? equal : exprs.negated(equal, span);
}

Maybe ExprBinder::mismatch(const Node& left, const Node& right, const Pair& sides) {
  std::string help;
  const Base a = type(sides.first).base;
  const Base b = type(sides.second).base;
  if (a == Base::Money && is_number(b)) help = fmt::format("name the currency: `{} EUR`", written(right));
  if (a == Base::Date && b == Base::Text) help = "write dates without quotes: `2025-03-31`";
  if (a == Base::Text && b == Base::Symbol) help = "write texts in quotes";
  if (a == Base::Symbol && b == Base::Text) help = "write the value's name without quotes";
  if (a == Base::Link || b == Base::Link) help = "a link can only be followed: `link's field`";
  return fail(Kind::TypeMismatch, right.span(),
              fmt::format("`{}` is {}, but `{}` is {}", written(left), type_words(sides.first), written(right),
                          type_words(sides.second)),
              std::move(help));
}

}  // namespace frist::bind
