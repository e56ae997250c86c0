// SPDX-License-Identifier: Apache-2.0
// Where periods end.
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

bool chooses(Op op) { return op == Op::Latest || op == Op::Earliest || op == Op::Case; }
std::size_t first_value(Op op) { return op == Op::Case ? 1 : 0; }

}  // namespace

/// Whether a date is the end of something: of a year, of a period, of a rule.
EndKind ExprBinder::end_kind(ExprId id) {
  const Op op = expr(id).op;
  if (op == Op::EndOf || op == Op::KeptThrough || context_.rule_ends.count(id) > 0) return EndKind::All;
  if (!chooses(op)) return EndKind::No;
  if (const auto known = context_.end_kinds.find(id); known != context_.end_kinds.end()) return known->second;
  bool some = false;
  bool all = true;
  for (std::size_t i = first_value(op); i < expr(id).args.size(); ++i) {
    const ExprId arg = expr(id).args[i];
    if (expr(arg).op == Op::None || expr(arg).op == Op::Unknown) continue;
    const EndKind kind = end_kind(arg);
    some = some || kind != EndKind::No;
    all = all && kind == EndKind::All;
  }
  const EndKind result = !some ? EndKind::No : all ? EndKind::All : EndKind::Some;
  context_.end_kinds.emplace(id, result);
  return result;
}

Maybe ExprBinder::ended(ExprId start, const PeriodValue& it, bool gone, Span span) {
  if (it.is_elapsed()) {
    return fail(Kind::HoursOnDate, it.span,
                fmt::format("`{}` cannot be counted on days", context_.rules->as_written(it.span)),
                "count in days, weeks, months or years here");
  }
  const ExprId day = as_day(start);
  if (!has_conventions(it, end_kind(day) != EndKind::All)) return std::nullopt;
  Made made;
  return ended_each(day, it, gone, span, made);
}

/// Of several dates, of which some are ends, each counts in its own way: the end of the latest is the latest end.
ExprId ExprBinder::ended_each(ExprId start, const PeriodValue& it, bool gone, Span span, Made& made) {
  if (const auto known = made.find(start); known != made.end()) return known->second;
  const EndKind kind = end_kind(start);
  const Op op = expr(start).op;
  ExprId result = start;
  if (kind == EndKind::Some) {
    Expr each = expr(start);
    each.label.clear();
    for (std::size_t i = first_value(op); i < each.args.size(); ++i) {
      each.args[i] = ended_each(each.args[i], it, gone, span, made);
    }
    result = context_.exprs.add(std::move(each));
  } else if (op != Op::None && op != Op::Unknown) {
    result =
        counted(start, it, kind == EndKind::All ? Counting::FromNextDay : *place_.conventions.counting, gone, span);
  }
  made.emplace(start, result);
  return result;
}

ExprId ExprBinder::counted(ExprId start, const PeriodValue& it, Counting counting, bool gone, Span span) {
  if (it.is_measured()) return measured(start, it, counting, gone, span);
  Expr result;
  result.op = gone ? Op::GoneFrom : Op::KeptThrough;
  result.type.base = Base::Date;
  result.type.optional = type(start).optional;
  result.args = {start};
  result.period = it.period;
  result.counting = counting;
  if (it.period.months != 0) result.month_end = *place_.conventions.month_end;
  result.span = span;
  return context_.exprs.add(std::move(result));
}

/// A period that lasted as many days as something else.
ExprId ExprBinder::measured(ExprId start, const PeriodValue& it, Counting counting, bool gone, Span span) {
  const ExprId one = context_.exprs.number(1, span);
  const ExprId same_number = add_days(start, it.days, false, span);
  if (gone) return counting == Counting::FromDayItself ? same_number : add_days(same_number, one, false, span);
  return counting == Counting::FromDayItself ? add_days(same_number, one, true, span) : same_number;
}

ExprId ExprBinder::add_days(ExprId date, ExprId days, bool backwards, Span span) {
  Expr result;
  result.op = Op::AddDays;
  result.type.base = Base::Date;
  result.type.optional = type(date).optional || type(days).optional;
  result.args = {date, days};
  result.backwards = backwards;
  result.span = span;
  return context_.exprs.add(std::move(result));
}

/// The last day of a rule: the day before its data are gone, or the last day of its duty.
std::optional<ExprBinder::VersionEnd> ExprBinder::end_of_version(model::RuleId id, const Node& name) {
  if (!bind_rule(context_, id)) {
    fail(Kind::EndOfCycle, name.span(), fmt::format("the end of `{}` waits for itself", name.text()),
         "start one of the rules from an event instead of the other's end");
    return std::nullopt;
  }
  if (context_.retention_failed[id]) return std::nullopt;
  const model::RetentionRule& rule = context_.rules->retention[id];
  const model::Effect* found = nullptr;
  for (const model::Effect& effect : rule.effects) {
    const bool erases = effect.kind == model::EffectKind::Erase;
    if (erases && (found == nullptr || found->kind != model::EffectKind::Erase)) found = &effect;
    if (found == nullptr && effect.kind == model::EffectKind::Keep) found = &effect;
  }
  if (found == nullptr) {
    fail(Kind::NotADate, name.span(),
         fmt::format("`{}` neither erases nor keeps for some time, so it has no end", name.text()),
         "name a rule with `erase after`, `erase at once` or `keep for`");
    return std::nullopt;
  }
  if (found->kind == model::EffectKind::Keep) return VersionEnd{found->stands, found->date};
  const ExprId one = context_.exprs.number(1, name.span());
  return VersionEnd{found->stands, add_days(found->date, one, true, name.span())};
}

ExprId ExprBinder::none_of(Base base, Span span) {
  Expr none;
  none.op = Op::None;
  none.type.base = base;
  none.type.optional = true;
  none.span = span;
  return context_.exprs.add(std::move(none));
}

ExprId ExprBinder::case_of(ExprId when, ExprId then, ExprId otherwise, Span span) {
  Expr result;
  result.op = Op::Case;
  result.type = type(then);
  result.type.optional = type(then).optional || type(otherwise).optional;
  result.args = {when, then, otherwise};
  result.span = span;
  return context_.exprs.add(std::move(result));
}

/// Of the versions the one that stands; several do not stand at once.
Maybe ExprBinder::end_of_rule(const Node& node) {
  const Node name = node.nth(0);
  std::vector<VersionEnd> ends;
  for (const model::RuleId id : context_.resolve_all(NameKind::Retention, name)) {
    const RecordId record = context_.rules->retention[id].record;
    if (record == kNoId) return std::nullopt;
    if (record != place_.record) {
      return fail(Kind::UnknownRule, name.span(),
                  fmt::format("`{}` is a rule of `{}`, another record", name.text(), context_.record(record).name),
                  "name a rule about the same record");
    }
    const auto end = end_of_version(id, name);
    if (!end) return std::nullopt;
    if (context_.rules->retention[id].heading.reading.chosen) ends.push_back(*end);
  }
  if (ends.empty()) return std::nullopt;
  ExprId result = kNoId;
  for (std::size_t i = ends.size(); i-- > 0;) {
    const bool always = ends[i].stands == kNoId;
    if (result == kNoId && !always) result = none_of(Base::Date, node.span());
    result = always ? ends[i].last : case_of(ends[i].stands, ends[i].last, result, node.span());
  }
  if (place_.row != kNoId) {
    if (context_.exprs.reads(result).aggregate) {
      return fail(Kind::NestedAggregate, node.span(),
                  fmt::format("rule `{}` looks at a list, inside of a `where`", name.text()),
                  "a `where` reads single values only; ask for the end of the rule outside of it");
    }
    result = context_.exprs.outer(result);
  }
  context_.rule_ends.insert(result);
  return result;
}

}  // namespace frist::bind
