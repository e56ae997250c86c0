// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/months.hpp"
#include "rules/bind/numbers.hpp"
#include "rules/calendar/end_of.hpp"

namespace frist::bind {
namespace {

/// The parts of `within P after D` and `P after D`: a direction and the two others in their order.
struct Directed {
  bool before = false;
  Node period;
  Node value;
};

Directed directed(const Node& node) {
  std::vector<Node> others;
  bool before = false;
  for (const Node& part : node.children()) {
    if (part.is(NodeKind::Word)) {
      before = part.text() == "before";
    } else {
      others.push_back(part);
    }
  }
  return {before, others[0], others[1]};
}

model::Unit unit_of(std::string_view word) {
  if (word == "month") return model::Unit::Month;
  if (word == "quarter") return model::Unit::Quarter;
  if (word == "half year") return model::Unit::HalfYear;
  return model::Unit::Year;
}

}  // namespace

Maybe ExprBinder::shift(const Node& node) {
  const Directed parts = directed(node);
  const auto length = period(parts.period);
  const Maybe start = date_or_moment(parts.value);
  if (!length || !start) return std::nullopt;
  return shifted(*start, *length, parts.before, node.span());
}

Maybe ExprBinder::shifted(ExprId start, const PeriodValue& it, bool backwards, Span span) {
  if (it.is_elapsed()) return elapsed(start, it, backwards, span);
  const ExprId day = as_day(start);
  if (it.is_measured()) return add_days(day, it.days, backwards, span);
  if (!has_conventions(it, false)) return std::nullopt;
  Expr result;
  result.op = Op::AddPeriod;
  result.type.base = Base::Date;
  result.type.optional = type(day).optional;
  result.args = {day};
  result.period = it.period;
  result.backwards = backwards;
  if (it.period.months != 0) result.month_end = *place_.conventions.month_end;
  result.span = span;
  return context_.exprs.add(std::move(result));
}

Maybe ExprBinder::elapsed(ExprId start, const PeriodValue& it, bool backwards, Span span) {
  if (!is(start, Base::Moment)) {
    return fail(
        Kind::HoursOnDate, it.span,
        fmt::format("`{}` needs a moment, but `{}` is a date", context_.rules->as_written(it.span), words_of(start)),
        "count in days, or declare the field as `moment`");
  }
  Expr result;
  result.op = Op::AddElapsed;
  result.type.base = Base::Moment;
  result.type.optional = type(start).optional;
  result.args = {start};
  result.minutes = it.minutes;
  result.backwards = backwards;
  result.span = span;
  return context_.exprs.add(std::move(result));
}

/// `D is within P after E`: not before E and not after the end of P from E.
Maybe ExprBinder::within(const Node& left, const Node& tail_node, Span span) {
  const Directed parts = directed(tail_node);
  const auto length = period(parts.period);
  Maybe event = date_or_moment(left);
  Maybe anchor = date_or_moment(parts.value);
  if (!length || !event || !anchor) return std::nullopt;
  if (!is_surely_there(*event, left.span()) || !is_surely_there(*anchor, parts.value.span())) return std::nullopt;
  if (parts.before) std::swap(event, anchor);
  Maybe last;
  if (length->is_elapsed()) {
    last = elapsed(*anchor, *length, false, tail_node.span());
    if (last && !is(*event, Base::Moment)) last = elapsed(*event, *length, false, span);  // reports the date
  } else {
    event = as_day(*event);
    anchor = as_day(*anchor);
    last = ended(*anchor, *length, false, tail_node.span());
  }
  if (!last) return last;
  Interner& exprs = context_.exprs;
  return exprs.all_of(
      {exprs.compared(Op::GreaterEqual, *event, *anchor, span), exprs.compared(Op::LessEqual, *event, *last, span)},
      span);
}

Maybe ExprBinder::ago(const Node& left, const Node& tail_node, Span span) {
  const auto length = period(tail_node.nth(0));
  const Maybe event = date_or_moment(left);
  if (!length || !event || !is_surely_there(*event, left.span())) return std::nullopt;
  if (length->is_elapsed()) return ago_elapsed(*event, *length, tail_node.kind(), span);
  return ago_days(as_day(*event), *length, tail_node.kind(), span);
}

/// Counts always from the next day: four weeks after 3 March have passed on 1 April.
Maybe ExprBinder::ago_days(ExprId event, const PeriodValue& it, NodeKind kind, Span span) {
  if (!has_conventions(it, false)) return std::nullopt;
  Interner& exprs = context_.exprs;
  const ExprId today = exprs.today(span);
  if (kind == NodeKind::AtLeastAgo || kind == NodeKind::MoreThanAgo) {
    const ExprId passed = counted(event, it, Counting::FromNextDay, true, span);
    return exprs.compared(kind == NodeKind::AtLeastAgo ? Op::LessEqual : Op::Less, passed, today, span);
  }
  const ExprId last = counted(event, it, Counting::FromNextDay, false, span);
  const Op op = kind == NodeKind::AtMostAgo ? Op::LessEqual : Op::Less;
  return exprs.all_of({exprs.compared(Op::LessEqual, event, today, span), exprs.compared(op, today, last, span)}, span);
}

Maybe ExprBinder::ago_elapsed(ExprId event, const PeriodValue& it, NodeKind kind, Span span) {
  const Maybe passed = elapsed(event, it, false, span);
  if (!passed) return passed;
  Interner& exprs = context_.exprs;
  Expr clock;
  clock.op = Op::Now;
  clock.type.base = Base::Moment;
  clock.span = span;
  const ExprId now = exprs.add(std::move(clock));
  if (kind == NodeKind::AtLeastAgo) return exprs.compared(Op::LessEqual, *passed, now, span);
  if (kind == NodeKind::MoreThanAgo) return exprs.compared(Op::Less, *passed, now, span);
  const Op op = kind == NodeKind::AtMostAgo ? Op::LessEqual : Op::Less;
  return exprs.all_of({exprs.compared(Op::LessEqual, event, now, span), exprs.compared(op, now, *passed, span)}, span);
}

Maybe ExprBinder::end_of(const Node& node) {
  const auto parts = node.children();
  const Maybe day = date(parts.back());
  if (!day) return day;
  Expr result;
  result.op = Op::EndOf;
  result.type.base = Base::Date;
  result.type.optional = type(*day).optional;
  result.args = {*day};
  result.unit = unit_of(parts[0].text());
  result.span = node.span();
  if (parts.size() == 4) {
    const auto month = month_number(parts[2].text());
    const auto number = parse_number(context_, parts[1], 0);
    if (!number) return std::nullopt;
    const calendar::DayMonth first{month, static_cast<int>(std::min<std::int64_t>(*number, 99))};
    if (!calendar::exists(first)) {
      return fail(Kind::BadDate, parts[1].span(), fmt::format("{} has no day {}", parts[2].text(), parts[1].text()),
                  "name the first day of the year that is meant, such as `1 April`");
    }
    result.unit = model::Unit::OwnYear;
    result.month = static_cast<std::uint8_t>(first.month);
    result.day = static_cast<std::uint8_t>(first.day);
  }
  return context_.exprs.add(std::move(result));
}

Maybe ExprBinder::full_between(const Node& node) {
  const Maybe from = date(node.nth(1));
  const Maybe to = date(node.nth(2));
  if (!from || !to) return std::nullopt;
  Expr result;
  result.op = node.nth(0).text() == "years" ? Op::FullYearsBetween : Op::FullMonthsBetween;
  result.type.base = Base::Number;
  result.type.optional = type(*from).optional || type(*to).optional;
  result.args = {*from, *to};
  result.counting = Counting::FromDayItself;  // as ages count
  result.span = node.span();
  return context_.exprs.add(std::move(result));
}

Maybe ExprBinder::days_between(const Node& node) {
  const Maybe from = date(node.nth(0));
  const Maybe to = date(node.nth(1));
  if (!from || !to) return std::nullopt;
  return context_.exprs.computed(Op::DaysBetween, Base::Number, {*from, *to}, node.span());
}

/// Days where one of them is a day; none where all may be none.
Maybe ExprBinder::latest(const Node& node, Op op) {
  Expr result;
  result.op = op;
  result.span = node.span();
  result.type.optional = true;
  bool some_day = false;
  const auto parts = node.children();
  for (const Node& part : parts) {
    const model::Type hint = result.args.empty() ? model::Type{} : type(result.args.front());
    const Maybe one = value(part, result.args.empty() ? nullptr : &hint);
    if (!one) return one;
    const Base base = type(*one).base;
    if (base != Base::Date && base != Base::Moment && base != Base::Number && base != Base::Decimal) {
      return fail(Kind::NotADate, part.span(), fmt::format("`{}` is {}", written(part), type_words(*one)),
                  "only dates, moments and numbers have a latest");
    }
    const bool time = base == Base::Date || base == Base::Moment;
    const bool first_time =
        result.args.empty() ? time : is(result.args[0], Base::Date) || is(result.args[0], Base::Moment);
    if (time != first_time || (!time && !result.args.empty() && base != type(result.args[0]).base)) {
      return mismatch(parts[0], part, {result.args[0], *one});
    }
    some_day = some_day || base == Base::Date;
    result.type.optional = result.type.optional && type(*one).optional;
    result.args.push_back(*one);
  }
  if (some_day) {
    for (ExprId& arg : result.args) arg = as_day(arg);
  }
  if (result.args.size() == 1) return result.args[0];
  result.type.base = type(result.args[0]).base;
  result.type.percent = type(result.args[0]).percent;
  return context_.exprs.add(std::move(result));
}

}  // namespace frist::bind
