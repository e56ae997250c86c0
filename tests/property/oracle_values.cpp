// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "rules/calendar/end_of.hpp"
#include "rules/calendar/zone.hpp"
#include "tests/property/oracle.hpp"
#include "tests/property/oracle_dates.hpp"

namespace frist::oracle {
namespace {

using model::Expr;
using model::ExprId;
using model::Op;
using State = Outcome::State;

constexpr std::int64_t kManyRows = std::numeric_limits<std::int64_t>::max();

Outcome known(std::int64_t n) { return {State::Known, n, n, model::kAnyCurrency, {}}; }
Outcome unknown() { return {}; }
Outcome none() { return {State::None, 0, 0, model::kAnyCurrency, {}}; }
Outcome tri(Tri t) { return t == Tri::Unknown ? unknown() : known(t == Tri::Yes); }
Tri as_tri(const Outcome& o) { return !o.known() ? Tri::Unknown : o.low != 0 ? Tri::Yes : Tri::No; }
Tri opposite(Tri t) { return t == Tri::Unknown ? t : t == Tri::Yes ? Tri::No : Tri::Yes; }
// A sum that leaves the calendar is never; before its first day nothing is known.
Outcome day(std::int64_t d) {
  if (d == calendar::kUnknown) return unknown();
  if (d > calendar::kLastDay) return known(calendar::kNever);
  return d < calendar::kFirstDay ? unknown() : known(d);
}

// Evaluates one expression for one entry; `row` is the child at hand inside a `where`, else null.
class Reader {
 public:
  Reader(const model::RuleSet& rules, const model::Entry& entry, model::AsOf as_of)
      : rules_(rules), entry_(entry), as_of_(as_of) {}

  Outcome read(ExprId id, const model::Row* row) const {
    const Expr& e = rules_.expr(id);
    switch (e.op) {
      case Op::Constant:
        return constant(e);
      case Op::None:
        return none();
      case Op::Unknown:
        return unknown();
      case Op::Field:
        return from((e.outer || !row ? entry_.row : *row).fields[e.field]);
      case Op::LinkedField:
        return linked(e);
      case Op::Fact:
        return fact(e.fact);
      case Op::Today:
        return known(as_of_.day);
      case Op::Now:
        return known(as_of_.instant);
      case Op::Not:
        return tri(opposite(as_tri(read(e.args[0], row))));
      case Op::And:
        return all_of(e, row);
      case Op::Or:
        return any_of(e, row);
      case Op::AtLeastOf:
        return at_least_of(e, row);
      case Op::IsRecorded:
        return is_recorded(e, row);
      case Op::Equal:
      case Op::NotEqual:
      case Op::Less:
      case Op::LessEqual:
      case Op::Greater:
      case Op::GreaterEqual:
        return compare(e.op, read(e.args[0], row), read(e.args[1], row), 1, 1);
      case Op::ScaledCompare:
        return compare(e.compare, read(e.args[0], row), read(e.args[1], row), e.scale_a, e.scale_b);
      case Op::Case:
        return choose(e, row);
      case Op::CountIn:
      case Op::AnyIn:
      case Op::EveryIn:
      case Op::SumIn:
      case Op::LatestIn:
      case Op::EarliestIn:
        return over_rows(e);
      default:
        return computed(e, row);
    }
  }

 private:
  Outcome from(const model::Value& v) const {
    if (v.state == model::Value::State::None) return none();
    if (v.state != model::Value::State::Known) return unknown();
    return {State::Known, v.number, v.number, v.currency, v.text};
  }
  static Outcome constant(const Expr& e) { return {State::Known, e.value, e.value, e.type.currency, e.text}; }
  Outcome linked(const Expr& e) const {
    const auto& target = entry_.linked.at(e.link);
    return target ? from(target->fields[e.field]) : unknown();
  }
  Outcome fact(model::Fact f) const {
    switch (f) {
      case model::Fact::OnHold:
        return from(entry_.engine.on_hold);
      case model::Fact::ErasureRequestedOn:
        return from(entry_.engine.erasure_requested_on);
      case model::Fact::RestrictedOn:
        return from(entry_.engine.restricted_on);
      case model::Fact::LastReviewedOn:
        return from(entry_.engine.last_reviewed_on);
    }
    return unknown();
  }

  std::pair<std::size_t, std::size_t> yes_and_unknown(const Expr& e, const model::Row* row) const {
    std::size_t yes = 0, open = 0;
    for (ExprId arg : e.args) {
      const Tri t = as_tri(read(arg, row));
      yes += t == Tri::Yes;
      open += t == Tri::Unknown;
    }
    return {yes, open};
  }
  Outcome all_of(const Expr& e, const model::Row* row) const {
    const auto [yes, open] = yes_and_unknown(e, row);
    return tri(yes + open < e.args.size() ? Tri::No : open ? Tri::Unknown : Tri::Yes);
  }
  Outcome any_of(const Expr& e, const model::Row* row) const {
    const auto [yes, open] = yes_and_unknown(e, row);
    return tri(yes ? Tri::Yes : open ? Tri::Unknown : Tri::No);
  }
  Outcome at_least_of(const Expr& e, const model::Row* row) const {
    const auto [yes, open] = yes_and_unknown(e, row);
    return tri(yes >= e.count ? Tri::Yes : yes + open < e.count ? Tri::No : Tri::Unknown);
  }
  Outcome is_recorded(const Expr& e, const model::Row* row) const {
    const Outcome o = read(e.args[0], row);
    return tri(o.state == State::Known ? Tri::Yes : o.state == State::None ? Tri::No : Tri::Unknown);
  }

  static Outcome compare(Op op, const Outcome& a, const Outcome& b, std::int64_t ka, std::int64_t kb) {
    if (a.state != State::Known || b.state != State::Known || a.currency != b.currency) return unknown();
    if (op == Op::NotEqual) return tri(opposite(as_tri(compare(Op::Equal, a, b, ka, kb))));
    using Wide = __int128;
    const Wide al = Wide{a.low} * ka, ah = Wide{a.high} * ka, bl = Wide{b.low} * kb, bh = Wide{b.high} * kb;
    bool surely = false, surely_not = false;
    switch (op) {
      case Op::Equal:
        surely = al == ah && bl == bh && al == bl && a.text == b.text;
        surely_not = ah < bl || bh < al || a.text != b.text;
        break;
      case Op::Less:
        surely = ah < bl, surely_not = al >= bh;
        break;
      case Op::LessEqual:
        surely = ah <= bl, surely_not = al > bh;
        break;
      case Op::Greater:
        surely = al > bh, surely_not = ah <= bl;
        break;
      default:
        surely = al >= bh, surely_not = ah < bl;
        break;
    }
    return tri(surely ? Tri::Yes : surely_not ? Tri::No : Tri::Unknown);
  }

  Outcome choose(const Expr& e, const model::Row* row) const {
    const Outcome a = read(e.args[1], row), b = read(e.args[2], row);
    const Tri t = as_tri(read(e.args[0], row));
    if (t != Tri::Unknown) return t == Tri::Yes ? a : b;
    const bool same = a.known() && b.known() && a.low == b.low && a.currency == b.currency && a.text == b.text;
    return same ? a : unknown();
  }

  Outcome computed(const Expr& e, const model::Row* row) const {
    std::vector<Outcome> v;
    for (ExprId arg : e.args) v.push_back(read(arg, row));
    if (e.op == Op::Latest || e.op == Op::Earliest) return extreme(e.op, v);
    for (const Outcome& o : v)
      if (o.state == State::Unknown || !(o.known() || o.state == State::None)) return unknown();
    for (const Outcome& o : v)
      if (o.state == State::None) return none();
    const std::int64_t a = v[0].low, b = v.size() > 1 ? v[1].low : 0;
    if (e.op == Op::Add || e.op == Op::Subtract) return sum(v[0], v[1], e.op == Op::Add ? 1 : -1);
    if (a == calendar::kNever && e.type.base == model::Base::Date) return v[0];
    const auto d = static_cast<calendar::Day>(a);
    switch (e.op) {
      case Op::KeptThrough:
        return day(last_day_kept(d, e.period, e.counting, e.month_end));
      case Op::GoneFrom: {
        const auto kept = last_day_kept(d, e.period, e.counting, e.month_end);
        return kept == calendar::kUnknown ? unknown() : day(std::int64_t{kept} + 1);
      }
      case Op::AddPeriod:
        return day(plain_sum(d, e.period, e.backwards ? -1 : 1, e.month_end));
      case Op::AddDays:
        return day(e.backwards ? a - b : a + b);
      case Op::AddElapsed:
        return known(e.backwards ? a - e.minutes * 60 : a + e.minutes * 60);
      case Op::EndOf:
        return day(end_of(e, d));
      case Op::DayOf:
        return day(calendar::Zone::find(rules_.zone)->civil_day(a));
      case Op::DaysBetween:
        return known(b - a);
      case Op::FullMonthsBetween:
        return known(full_months(d, static_cast<calendar::Day>(b)));
      case Op::FullYearsBetween:
        return known(full_months(d, static_cast<calendar::Day>(b)) / 12);
      default:
        return unknown();
    }
  }

  static Outcome sum(const Outcome& a, const Outcome& b, int sign) {
    std::int64_t total = 0;
    if (a.currency != b.currency || __builtin_add_overflow(a.low, sign * b.low, &total)) return unknown();
    return {State::Known, total, total, a.currency, {}};
  }
  static Outcome extreme(Op op, const std::vector<Outcome>& v) {
    Outcome best = none();
    for (const Outcome& o : v) {
      if (o.state == State::Unknown || (o.state == State::Known && o.low != o.high)) return unknown();
      if (o.state == State::None) continue;
      if (best.state == State::Known && best.currency != o.currency) return unknown();
      if (best.state == State::None || (op == Op::Latest ? o.low > best.low : o.low < best.low)) best = o;
    }
    return best;
  }
  static std::int64_t full_months(calendar::Day from, calendar::Day to) {
    // As an age is counted (BGB 187(2)): the first day is day one, and a month is full when its last day is over.
    const auto over = [&](int months) {
      return last_day_kept(from, {months, 0}, calendar::Counting::FromDayItself, calendar::MonthEnd::LastDay) + 1 <= to;
    };
    int months = 0;
    while (over(months + 1)) ++months;
    return months;
  }
  static calendar::Day end_of(const Expr& e, calendar::Day d) {
    // Walks to the last day whose next day belongs to another unit.
    const auto unit_of = [&](calendar::Day x) {
      const auto c = civil(x);
      const int year = static_cast<int>(c.year()), month = static_cast<int>(static_cast<unsigned>(c.month())),
                dom = static_cast<int>(static_cast<unsigned>(c.day()));
      switch (e.unit) {
        case model::Unit::Month:
          return year * 12 + month;
        case model::Unit::Quarter:
          return year * 4 + (month - 1) / 3;
        case model::Unit::HalfYear:
          return year * 2 + (month - 1) / 6;
        case model::Unit::Year:
          return year;
        case model::Unit::OwnYear:
          return month > e.month || (month == e.month && dom >= e.day) ? year : year - 1;
      }
      return 0;
    };
    while (unit_of(d) == unit_of(d + 1)) ++d;
    return d;
  }

  // Rows of a source: nullopt where nobody knows them.
  std::optional<std::vector<const model::Row*>> rows_of(const model::RowSource& source) const {
    std::vector<const model::Row*> rows;
    if (source.kind == model::RowSource::Kind::List) {
      const auto& list = entry_.row.lists.at(source.list);
      if (!list) return std::nullopt;
      for (const auto& row : *list) rows.push_back(&row);
      return rows;
    }
    if (!entry_.others) return std::nullopt;
    for (const auto& row : *entry_.others)
      if (row.record == source.record) rows.push_back(&row);
    if (!source.excluding_self && entry_.row.record == source.record) rows.push_back(&entry_.row);
    return rows;
  }

  Outcome over_rows(const Expr& e) const {
    const auto rows = rows_of(e.source);
    if (e.op == Op::CountIn && !rows) return {State::Known, 0, kManyRows, model::kAnyCurrency, {}};
    if (!rows) return unknown();
    std::vector<std::pair<Tri, Outcome>> seen;
    for (const auto* row : *rows) {
      const Tri where = e.args[0] == model::kNoId ? Tri::Yes : as_tri(read(e.args[0], row));
      if (where == Tri::No && e.op != Op::EveryIn) continue;
      seen.emplace_back(where, e.args.size() > 1 && e.args[1] != model::kNoId ? read(e.args[1], row) : known(1));
    }
    const auto some = [&](Tri t) {
      return std::any_of(seen.begin(), seen.end(), [&](const auto& s) { return s.first == t; });
    };
    switch (e.op) {
      case Op::CountIn: {
        const auto yes = std::count_if(seen.begin(), seen.end(), [](const auto& s) { return s.first == Tri::Yes; });
        return {State::Known, yes, static_cast<std::int64_t>(seen.size()), model::kAnyCurrency, {}};
      }
      case Op::AnyIn:
        return tri(some(Tri::Yes) ? Tri::Yes : some(Tri::Unknown) ? Tri::Unknown : Tri::No);
      case Op::EveryIn:
        return tri(some(Tri::No) ? Tri::No : some(Tri::Unknown) ? Tri::Unknown : Tri::Yes);
      case Op::SumIn:
        return total(e, seen);
      default:
        return extreme_in(e.op, seen);
    }
  }

  static Outcome total(const Expr& e, const std::vector<std::pair<Tri, Outcome>>& seen) {
    Outcome sum_so_far{State::Known, 0, 0, e.type.currency, {}};
    bool any = e.type.base != model::Base::Money || e.type.currency != model::kAnyCurrency;
    for (const auto& [where, v] : seen) {
      if (v.state == State::None) continue;
      if (where == Tri::Unknown && !(v.known() && v.low == 0)) return unknown();
      if (!v.known()) return unknown();
      if (where == Tri::Unknown) continue;
      if (!any) sum_so_far.currency = v.currency;
      any = true;
      sum_so_far = sum(sum_so_far, v, 1);
      if (!sum_so_far.known()) return unknown();
    }
    return any ? sum_so_far : unknown();
  }

  static Outcome extreme_in(Op op, const std::vector<std::pair<Tri, Outcome>>& seen) {
    const Op way = op == Op::LatestIn ? Op::Latest : Op::Earliest;
    std::vector<Outcome> sure;
    for (const auto& [where, v] : seen) {
      if (v.state == State::Unknown) return unknown();
      if (where == Tri::Yes) sure.push_back(v);
    }
    const Outcome best = extreme(way, sure);
    if (best.state == State::Unknown) return best;
    for (const auto& [where, v] : seen) {
      if (where != Tri::Unknown || v.state == State::None) continue;
      const bool better = best.state == State::None || v.currency != best.currency ||
                          (way == Op::Latest ? v.low > best.low : v.low < best.low);
      if (better) return unknown();
    }
    return best;
  }

  const model::RuleSet& rules_;
  const model::Entry& entry_;
  model::AsOf as_of_;
};

}  // namespace

Outcome value(const model::RuleSet& rules, model::ExprId id, const model::Entry& entry, model::AsOf as_of) {
  return Reader(rules, entry, as_of).read(id, nullptr);
}

Tri truth(const model::RuleSet& rules, model::ExprId id, const model::Entry& entry, model::AsOf as_of) {
  if (id == model::kNoId) return Tri::Yes;
  return as_tri(value(rules, id, entry, as_of));
}

}  // namespace frist::oracle
