// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/model/dump.hpp"

namespace frist::bind {
namespace {

/// Reads a whole number that the grammar made of digits; nothing where it is too large.
std::optional<std::uint32_t> small_number(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
    if (value > 1'000'000) return std::nullopt;
  }
  return static_cast<std::uint32_t>(value);
}

}  // namespace

std::string ExprBinder::type_words(ExprId id) const {
  const model::Type& it = type(id);
  switch (it.base) {
    case Base::YesNo:
      return "yes or no";
    case Base::Number:
      return "a number";
    case Base::Decimal:
      return it.percent ? "a percentage" : "a decimal";
    case Base::Money:
      return "an amount of money";
    case Base::Text:
      return "a text";
    case Base::Symbol:
      return model::name_of(*context_.rules, it);
    case Base::Date:
      return "a date";
    case Base::Moment:
      return "a moment";
    case Base::Link:
      break;
  }
  return "a link";
}

/// What to call a value: by its name where it has one, else as written.
std::string ExprBinder::words_of(ExprId id) const { return context_.rules->as_written(expr(id).span); }

Maybe ExprBinder::checked_depth(ExprId id, Span span) {
  if (context_.exprs.depth(id) <= Interner::kMaxDepth) return id;
  return fail(Kind::NestedTooDeep, span, "this goes too deep, counting the definitions it uses",
              fmt::format("more than {} levels are not checked; split it or use fewer definitions of definitions",
                          Interner::kMaxDepth));
}

bool ExprBinder::is_surely_there(ExprId id, Span span) {
  const auto culprit = guards_.may_be_none(id);
  if (!culprit) return true;
  const std::string what = words_of(*culprit);
  const bool of_rows = expr(*culprit).op == Op::LatestIn || expr(*culprit).op == Op::EarliestIn;
  context_.error(Kind::UnguardedOptional, span, fmt::format("`{}` may be none, and nothing asks before", what),
                 of_rows ? fmt::format("ask first: `({}) is recorded and ...`, or whether there is `any` such", what)
                         : fmt::format("ask first: `{} is recorded and ...`", what));
  return false;
}

Maybe ExprBinder::condition(const Node& node) {
  const NestingLevel level(context_);
  if (level.too_deep()) {
    return fail(Kind::NestedTooDeep, node.span(), "this goes too deep, counting the definitions it uses",
                "declare the definitions before those that use them, or use fewer levels");
  }
  const Maybe result = plain_condition(node);
  return result ? checked_depth(*result, node.span()) : result;
}

Maybe ExprBinder::plain_condition(const Node& node) {
  switch (node.kind()) {
    case NodeKind::Labelled:
      return labelled(node);
    case NodeKind::Paren:
      return condition(node.nth(0));
    case NodeKind::Every:
    case NodeKind::And:
      return operands(node, 0, Op::And);
    case NodeKind::AnyOf:
    case NodeKind::Or:
      return operands(node, 0, Op::Or);
    case NodeKind::NoneOf: {
      const Maybe some = operands(node, 0, Op::Or);
      return some ? Maybe(context_.exprs.negated(*some, node.span())) : some;
    }
    case NodeKind::AtLeastOf:
      return at_least_of(node);
    case NodeKind::Not: {
      const Maybe inner = condition(node.nth(0));
      return inner ? Maybe(context_.exprs.negated(*inner, node.span())) : inner;
    }
    case NodeKind::Compare:
      return comparison(node);
    default:
      return truth_of(node);
  }
}

Maybe ExprBinder::labelled(const Node& node) {
  const Maybe inner = condition(node.nth(1));
  if (!inner) return inner;
  return context_.exprs.labelled(*inner, node.nth(0).name(), node.nth(1).span());
}

/// Each operand may rely on what the earlier ones said.
Maybe ExprBinder::operands(const Node& node, std::size_t first, Op op) {
  const Guards::Mark mark = guards_.mark();
  std::vector<ExprId> bound;
  bool failed = false;
  const auto children = node.children();
  for (std::size_t i = first; i < children.size(); ++i) {
    const Maybe one = condition(children[i]);
    if (one) {
      bound.push_back(*one);
      guards_.assume(*one, op == Op::And);
    } else {
      failed = true;
      guards_.assume_all();
    }
  }
  guards_.rollback(mark);
  if (failed) return std::nullopt;
  return op == Op::And ? context_.exprs.all_of(std::move(bound), node.span())
                       : context_.exprs.any_of(std::move(bound), node.span());
}

Maybe ExprBinder::at_least_of(const Node& node) {
  const auto children = node.children();
  const Node& number = children[0];
  const auto wanted = small_number(number.text());
  const std::size_t there = children.size() - 1;
  Expr result;
  result.op = Op::AtLeastOf;
  result.span = node.span();
  bool failed = false;
  for (std::size_t i = 1; i < children.size(); ++i) {
    const Maybe one = condition(children[i]);
    failed = failed || !one;
    if (one) result.args.push_back(*one);
  }
  if (!wanted || *wanted == 0 || *wanted > there) {
    return fail(Kind::NumberOutOfRange, number.span(),
                fmt::format("at least {} of {} conditions", number.text(), there),
                fmt::format("give a number from 1 to {}", there));
  }
  if (failed) return std::nullopt;
  result.count = *wanted;
  return context_.exprs.add(std::move(result));
}

/// A value that stands where a condition is needed.
Maybe ExprBinder::truth_of(const Node& node) {
  const Maybe bound = value(node);
  if (!bound) return bound;
  if (!is(*bound, Base::YesNo)) {
    return fail(Kind::NotACondition, node.span(),
                fmt::format("`{}` is {}, not a condition", words_of(*bound), type_words(*bound)),
                fmt::format("say what it has to be, such as `{} is ...`", words_of(*bound)));
  }
  if (!is_surely_there(*bound, node.span())) return std::nullopt;
  return bound;
}

}  // namespace frist::bind
