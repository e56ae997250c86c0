// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/numbers.hpp"

namespace frist::bind {
namespace {

constexpr std::int64_t kHundredPercent = 100 * model::kDecimalScale;

/// How many of the operator's units the period is; nothing where it cannot be told.
std::optional<std::int64_t> in_units_of(Op measure, const PeriodValue& period) {
  const calendar::Period it = period.period;
  if (period.is_elapsed()) return std::nullopt;
  if (measure == Op::DaysBetween) return it.months == 0 ? std::optional<std::int64_t>(it.days) : std::nullopt;
  if (it.days != 0) return std::nullopt;
  if (measure == Op::FullMonthsBetween) return it.months;
  return it.months % 12 == 0 ? std::optional<std::int64_t>(it.months / 12) : std::nullopt;
}

bool measures(Op op) { return op == Op::DaysBetween || op == Op::FullMonthsBetween || op == Op::FullYearsBetween; }

}  // namespace

/// A value, or some percent of a value.
std::optional<ExprBinder::Share> ExprBinder::share_of(const Node& node, const model::Type* hint) {
  const Node plain = node.without_brackets();
  const bool is_share = plain.is(NodeKind::PercentOf);
  const Node whole = is_share ? plain.nth(1) : node;
  Share share;
  if (is_share) {
    const auto factor = parse_number(context_, plain.nth(0), 6);
    if (!factor) return std::nullopt;
    share.factor = *factor;
  }
  const Maybe bound = value(whole, hint);
  if (!bound || !is_surely_there(*bound, whole.span())) return std::nullopt;
  share.value = *bound;
  if (!is_share) share.factor = kHundredPercent;
  return share;
}

/// `a is at least 20 percent of b`: a times 100 against b times 20, so nothing is rounded.
Maybe ExprBinder::scaled(const Node& left, const Node& right, Op op, Span span) {
  const auto a = share_of(left, nullptr);
  if (!a) return std::nullopt;
  const model::Type hint = type(a->value);
  const auto b = share_of(right, &hint);
  if (!b) return std::nullopt;
  const model::Type type_b = type(b->value);
  const Pair sides{a->value, b->value};
  std::int64_t scale_a = a->factor;
  std::int64_t scale_b = b->factor;
  if (hint.base == Base::Money && type_b.base == Base::Money) {
    const Maybe plain = join_money(left, right, sides, op, span);
    if (!plain) return plain;
  } else if (hint.base == Base::Number && type_b.base == Base::Decimal) {
    scale_a *= model::kDecimalScale;
  } else if (hint.base == Base::Decimal && type_b.base == Base::Number) {
    scale_b *= model::kDecimalScale;
  } else if (hint.base != type_b.base || (hint.base != Base::Number && hint.base != Base::Decimal)) {
    return mismatch(left, right, sides);
  }
  return scaled_by(sides.first, sides.second, op, scale_a, scale_b, span);
}

Maybe ExprBinder::scaled_by(ExprId a, ExprId b, Op op, std::int64_t scale_a, std::int64_t scale_b, Span span) {
  const std::int64_t common = std::max<std::int64_t>(std::gcd(scale_a, scale_b), 1);
  Expr result;
  result.op = Op::ScaledCompare;
  result.compare = op;
  result.args = {a, b};
  result.scale_a = scale_a / common;
  result.scale_b = scale_b / common;
  result.span = span;
  return context_.exprs.add(std::move(result));
}

/// `days from a to b is at least 30 days`: the number counts what the period is made of.
Maybe ExprBinder::with_period(const Node& left, const Node& period_node, Op op, Span span) {
  const Maybe measured = value(left);
  const auto limit = period(period_node);
  if (!measured || !limit) return std::nullopt;
  if (is(*measured, Base::Date) || is(*measured, Base::Moment)) {
    return fail(Kind::TypeMismatch, period_node.span(),
                fmt::format("`{}` is a date, but `{}` is a period", written(left), written(period_node)),
                fmt::format("write `{} ago` to count back from today, or `within {} after ...`", written(period_node),
                            written(period_node)));
  }
  const Op measure = expr(*measured).op;
  if (!measures(measure)) {
    return fail(
        Kind::TypeMismatch, period_node.span(),
        fmt::format("`{}` is {}, but `{}` is a period", written(left), type_words(*measured), written(period_node)),
        "periods compare with `days from ... to ...`, `full months from ... to ...` and `full years ...`");
  }
  const auto number = in_units_of(measure, *limit);
  if (!number) {
    return fail(
        Kind::PeriodMix, period_node.span(),
        fmt::format("`{}` does not count in the same units as `{}`", written(period_node), written(left)),
        "a month has no fixed number of days: compare days with days, full months with months, full years with years");
  }
  if (!is_surely_there(*measured, left.span())) return std::nullopt;
  return context_.exprs.compared(op, *measured, context_.exprs.number(*number, period_node.span()), span);
}

}  // namespace frist::bind
