// SPDX-License-Identifier: Apache-2.0
// Dates and numbers as variables: what is known of their distance from each other without knowing the entry.
#include "rules/analyse/case_state.hpp"

namespace frist::analyse {
namespace {

using model::Expr;
using model::ExprId;
using model::Op;

constexpr std::uint64_t kFreshKeys = std::uint64_t{1} << 40;

struct Days {
  std::int64_t least;
  std::int64_t most;
};

/// How many days so many months can have.
Days days_of(std::int32_t months) {
  const std::int64_t years = months / 12;
  const std::int64_t rest = months % 12;
  return {365 * years + 28 * rest, 366 * years + 31 * rest};
}

std::int64_t longest_before_end(model::Unit unit) {
  switch (unit) {
    case model::Unit::Month:
      return 30;
    case model::Unit::Quarter:
      return 91;
    case model::Unit::HalfYear:
      return 183;
    default:
      return 365;
  }
}

}  // namespace

Differences::Variable CaseState::fresh() { return differences_.variable(kFreshKeys + fresh_++); }

CaseState::Term CaseState::term(ExprId id) {
  id = canonical(id);
  const Expr& e = expr(id);
  const auto moved = [&](std::int64_t by) {
    Term inner = term(e.args[0]);
    inner.distance += e.backwards ? -by : by;
    return inner;
  };
  const bool by_constant = e.args.size() == 2 && expr(e.args[1]).op == Op::Constant;
  switch (e.op) {
    case Op::Constant:
      return {Differences::kZero, e.value};
    case Op::KeptThrough:
    case Op::GoneFrom:
    case Op::AddPeriod:
      return counted(e);
    case Op::AddElapsed:
      return moved(e.minutes * 60);
    case Op::AddDays:
    case Op::Add:
      if (by_constant) return moved(expr(e.args[1]).value);
      break;
    case Op::Subtract:
      if (by_constant) return moved(-expr(e.args[1]).value);
      break;
    case Op::EndOf:
      return end_of(id, e);
    case Op::Latest:
    case Op::Earliest:
      return latest(id, e);
    case Op::CountIn:
      return {rows(e), 0};
    default:
      break;
  }
  return {differences_.variable(id), 0};
}

/// Periods of days lie at a fixed distance. Months do not, but longer periods from one start do not end earlier.
CaseState::Term CaseState::counted(const Expr& e) {
  const bool plain = e.op == Op::AddPeriod;
  const bool from_day_itself = !plain && e.counting == calendar::Counting::FromDayItself;
  const std::int64_t after = (e.op == Op::GoneFrom ? 1 : 0) - (from_day_itself ? 1 : 0);
  Term start = term(e.args[0]);
  if (e.period.months == 0) {
    start.distance += (e.backwards ? -e.period.days : e.period.days) + after;
    return start;
  }
  PeriodEnd end{e.period, plain ? calendar::Counting::FromNextDay : e.counting, plain ? (e.backwards ? -1 : 1) : 0, 0};
  auto& known = periods_[canonical(e.args[0])];
  const std::int64_t gone = e.op == Op::GoneFrom ? 1 : 0;
  for (const PeriodEnd& one : known) {
    if (one.period == end.period && one.counting == end.counting && one.way == end.way) return {one.variable, gone};
  }
  end.variable = fresh();
  const Days months = days_of(e.period.months);
  const std::int64_t itself = from_day_itself ? -1 : 0;
  const std::int64_t least = months.least + e.period.days + itself;
  const std::int64_t most = months.most + e.period.days + itself;
  differences_.at_most(end.variable, start.variable, start.distance + (e.backwards ? -least : most));
  differences_.at_most(start.variable, end.variable, -start.distance + (e.backwards ? most : -least));
  order(known, end);
  known.push_back(end);
  return {end.variable, gone};
}

void CaseState::order(const std::vector<PeriodEnd>& others, const PeriodEnd& added) {
  const auto not_longer = [](calendar::Period a, calendar::Period b) {
    return a.months <= b.months && a.days <= b.days;
  };
  for (const PeriodEnd& other : others) {
    if (other.counting != added.counting || other.way != added.way) continue;
    const bool back = added.way < 0;
    if (not_longer(other.period, added.period)) {
      differences_.at_most(back ? added.variable : other.variable, back ? other.variable : added.variable, 0);
    } else if (not_longer(added.period, other.period)) {
      differences_.at_most(back ? other.variable : added.variable, back ? added.variable : other.variable, 0);
    }
  }
}

CaseState::Term CaseState::end_of(ExprId id, const Expr& e) {
  const Variable end = differences_.variable(id);
  if (!placed_.insert(id).second) return {end, 0};
  const Term day = term(e.args[0]);
  differences_.at_most(day.variable, end, -day.distance);
  differences_.at_most(end, day.variable, day.distance + longest_before_end(e.unit));
  return {end, 0};
}

/// Not before those of its operands that are always there.
CaseState::Term CaseState::latest(ExprId id, const Expr& e) {
  const Variable value = differences_.variable(id);
  if (!placed_.insert(id).second) return {value, 0};
  for (const ExprId arg : e.args) {
    if (expr(arg).type.optional) continue;
    const Term one = term(arg);
    if (e.op == Op::Latest) {
      differences_.at_most(one.variable, value, -one.distance);
    } else {
      differences_.at_most(value, one.variable, one.distance);
    }
  }
  return {value, 0};
}

/// How many rows there are, the same for `any` and `count`.
Differences::Variable CaseState::rows(const Expr& e) {
  const Rows key{static_cast<int>(e.source.kind), e.source.list, e.source.record, e.source.excluding_self,
                 canonical(e.args[0])};
  const auto [found, is_new] = rows_.try_emplace(key, Differences::kZero);
  if (is_new) {
    found->second = fresh();
    differences_.at_most(Differences::kZero, found->second, 0);
  }
  return found->second;
}

}  // namespace frist::analyse
