// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"

namespace frist::bind {
namespace {

bool is_aggregate(NodeKind kind) {
  switch (kind) {
    case NodeKind::LatestIn:
    case NodeKind::EarliestIn:
    case NodeKind::CountIn:
    case NodeKind::SumIn:
    case NodeKind::AnyIn:
    case NodeKind::NoIn:
    case NodeKind::EveryIn:
      return true;
    default:
      return false;
  }
}

bool is_period(const Node& node) { return node.is(NodeKind::PeriodLiteral) || node.is(NodeKind::TimeBetween); }

}  // namespace

Maybe ExprBinder::value(const Node& node, const model::Type* expected) {
  const NestingLevel level(context_);
  if (level.too_deep()) {
    return fail(Kind::NestedTooDeep, node.span(), "this goes too deep, counting the definitions it uses",
                "declare the definitions before those that use them, or use fewer levels");
  }
  const Maybe result = plain_value(node, expected);
  return result ? checked_depth(*result, node.span()) : result;
}

Maybe ExprBinder::plain_value(const Node& node, const model::Type* expected) {
  if (is_aggregate(node.kind())) return aggregate(node);
  switch (node.kind()) {
    case NodeKind::Paren:
      return value(node.nth(0), expected);
    case NodeKind::Sum:
      return sum(node, expected);
    case NodeKind::Number:
      return number(node, expected);
    case NodeKind::Percent:
      return percent(node);
    case NodeKind::Money:
      return money(node);
    case NodeKind::Date:
      return date_literal(node);
    case NodeKind::Moment:
      return moment_literal(node);
    case NodeKind::Text:
      return text_literal(node);
    case NodeKind::Today:
      return context_.exprs.today(node.span());
    case NodeKind::Yes:
      return context_.exprs.yes_no(true, node.span());
    case NodeKind::No:
      return context_.exprs.yes_no(false, node.span());
    case NodeKind::Name:
      return name(node, expected);
    case NodeKind::ThisField:
      return this_field(node);
    case NodeKind::LinkedField:
      return linked_field(node);
    case NodeKind::Shift:
      return shift(node);
    case NodeKind::Latest:
      return latest(node, Op::Latest);
    case NodeKind::Earliest:
      return latest(node, Op::Earliest);
    case NodeKind::EndOf:
      return end_of(node);
    case NodeKind::EndOfRule:
      return end_of_rule(node);
    case NodeKind::FullBetween:
      return full_between(node);
    case NodeKind::TimeBetween:
    case NodeKind::DaysBetween:
      return days_between(node);
    case NodeKind::None:
      return fail(Kind::TypeMismatch, node.span(), "`none` is no value to compute with",
                  "ask `is none` or `is recorded`");
    case NodeKind::PeriodLiteral:
      return fail(Kind::TypeMismatch, node.span(),
                  fmt::format("`{}` is a period; here a value is needed", written(node)),
                  "count it from a date: `3 years after ...`, `at least 4 weeks ago`, `within 30 days after ...`");
    case NodeKind::PercentOf:
      return fail(Kind::TypeMismatch, node.span(), "a share of something can only be compared",
                  "write `... is at least 20 percent of ...`");
    default:
      return plain_condition(node);
  }
}

Maybe ExprBinder::date_or_moment(const Node& node) {
  const Maybe bound = value(node);
  if (!bound || is(*bound, Base::Date) || is(*bound, Base::Moment)) return bound;
  return fail(Kind::NotADate, node.span(), fmt::format("`{}` is {}, not a date", written(node), type_words(*bound)),
              "name a field, definition or literal that is a date");
}

Maybe ExprBinder::date(const Node& node) {
  const Maybe bound = date_or_moment(node);
  return bound ? Maybe(as_day(*bound)) : bound;
}

ExprId ExprBinder::as_day(ExprId id) {
  if (!is(id, Base::Moment)) return id;
  return context_.exprs.computed(Op::DayOf, Base::Date, {id}, expr(id).span);
}

Maybe ExprBinder::sum(const Node& node, const model::Type* expected) {
  const auto parts = node.children();
  Maybe result = value(parts[0], expected);
  for (std::size_t i = 1; result && i + 1 < parts.size(); i += 2) {
    const Span span = text::merge(parts[0].span(), parts[i + 1].span());
    result = sum_step(*result, parts[0], parts[i + 1], parts[i].text() == "minus", span);
    if (result) result = checked_depth(*result, span);
  }
  return result;
}

Maybe ExprBinder::sum_step(ExprId left, const Node& left_node, const Node& right, bool minus, Span span) {
  if (is(left, Base::Date) || is(left, Base::Moment)) {
    if (!is_period(right.without_brackets())) {
      return fail(Kind::TypeMismatch, right.span(), fmt::format("`{}` cannot be added to a date", written(right)),
                  "add a period, such as `30 days`; for the days between two dates write `days from ... to ...`");
    }
    const auto length = period(right.without_brackets());
    return length ? shifted(left, *length, minus, span) : std::nullopt;
  }
  const model::Type hint = type(left);
  const Maybe bound = value(right, &hint);
  if (!bound) return bound;
  const model::Type other = type(*bound);
  const bool numeric = hint.base == Base::Number || hint.base == Base::Decimal || hint.base == Base::Money;
  if (!numeric || other.base != hint.base || other.percent != hint.percent) {
    return mismatch(left_node, right, {left, *bound});
  }
  if (hint.interval || other.interval) {
    return fail(Kind::TypeMismatch, hint.interval ? left_node.span() : right.span(),
                "a count is compared as it is, not added", "compare each count by itself");
  }
  if (hint.base == Base::Money && !join_money(left_node, right, {left, *bound}, Op::Equal, span)) return std::nullopt;
  Expr result;
  result.op = minus ? Op::Subtract : Op::Add;
  result.type = hint;
  result.type.optional = hint.optional || other.optional;
  if (result.type.currency == model::kAnyCurrency) result.type.currency = other.currency;
  result.args = {left, *bound};
  result.span = span;
  return context_.exprs.add(std::move(result));
}

}  // namespace frist::bind
