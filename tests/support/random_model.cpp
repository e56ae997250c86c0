// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_model.hpp"

namespace frist::test {
namespace {

constexpr RecordId kEntry = 0, kChild = 1, kOther = 2;

}  // namespace

// Every record has the same fields, so that expressions can be moved between them: dates, truths, numbers, money, a
// text, a symbol and a moment. The entry's record has a link besides.
void RandomModel::make_records() {
  const bool any_currency = chance(50);
  for (const char* name : {"entry", "child", "other"}) {
    const RecordId r = b_.record(name);
    for (const char* f : {"a_on", "b_on", "c_on"}) b_.field(r, f, type_of(Base::Date, chance(50)));
    for (const char* f : {"p", "q"}) b_.field(r, f, type_of(Base::YesNo, chance(30)));
    b_.field(r, "n", type_of(Base::Number, chance(30)));
    b_.field(r, "money", money_of(any_currency ? "" : "EUR"));
    b_.field(r, "kind", type_of(Base::Symbol));
    b_.field(r, "name", type_of(Base::Text, chance(30)));
    b_.field(r, "at", type_of(Base::Moment));
  }
  b_.field(kEntry, "see", type_of(Base::Link), kOther);
  b_.list(kEntry, "children", kChild);
}

std::shared_ptr<const model::RuleSet> RandomModel::rules() {
  b_.rules.symbol_sets.push_back({{"x", "x", {}}, {"y", "y", {}}, {"z", "z", {}}});
  make_records();
  for (int k = 0; k < 4; ++k) {
    expressions_.push_back(condition(3, false));
    expressions_.push_back(date(3, false));
    expressions_.push_back(number(3, false));
  }
  make_rules();
  return b_.done();
}

ExprId RandomModel::some_field(Base base, bool in_row) {
  static constexpr FieldId kFirst[] = {3, 5, 5, 6, 8, 7, 0, 9, 10};
  static constexpr int kCount[] = {2, 1, 1, 1, 1, 1, 3, 1, 1};
  const auto k = static_cast<std::size_t>(base);
  const auto field = kFirst[k] + static_cast<FieldId>(below(kCount[k]));
  const bool outer = in_row && chance(40);
  if (!in_row && chance(8)) {
    Expr e = ModelBuilder::node(Op::LinkedField, base);
    e.type = b_.rules.records[kOther].fields[field].type;
    e.link = 10;
    e.field = field;
    return b_.add(e);
  }
  return b_.get(kEntry, field, outer);
}

calendar::Period RandomModel::period() {
  switch (below(4)) {
    case 0:
      return calendar::days(below(60));
    case 1:
      return calendar::years(1 + below(3));
    case 2:
      return {1 + below(18), below(5)};
    default:
      return calendar::months(1 + below(14));
  }
}

ExprId RandomModel::over_rows(Op op, Base base, int depth) {
  Expr e = ModelBuilder::node(op, base);
  e.source.record = chance(60) ? kChild : chance(60) ? kOther : kEntry;
  const bool list = e.source.record == kChild;
  e.source.kind = list ? model::RowSource::Kind::List : model::RowSource::Kind::SameSubject;
  if (list)
    e.source.list = 0;
  else
    e.source.excluding_self = chance(50);
  e.args.push_back(chance(20) && op != Op::AnyIn && op != Op::EveryIn ? kNoId : condition(depth - 1, true));
  if (op == Op::SumIn) e.args.push_back(base == Base::Money ? money(true) : some_field(Base::Number, true));
  if (op == Op::LatestIn || op == Op::EarliestIn) e.args.push_back(date(1, true));
  if (base == Base::Money) e.type = b_.rules.exprs[e.args[1]].type;
  e.type.interval = op == Op::CountIn;
  return b_.add(e);
}

ExprId RandomModel::condition(int depth, bool in_row) {
  if (depth <= 0 || chance(15)) return chance(70) ? comparison(0, in_row) : some_field(Base::YesNo, in_row);
  std::vector<ExprId> args;
  switch (below(in_row ? 7 : 9)) {
    case 0:
      return b_.truth(Op::Not, {condition(depth - 1, in_row)});
    case 1:
    case 2: {
      for (int k = 1 + below(3); k >= 0; --k) args.push_back(condition(depth - 1, in_row));
      return b_.truth(chance(50) ? Op::And : Op::Or, args);
    }
    case 3: {
      for (int k = 1 + below(3); k >= 0; --k) args.push_back(condition(depth - 1, in_row));
      Expr e = ModelBuilder::node(Op::AtLeastOf, Base::YesNo, args);
      e.count = static_cast<std::uint32_t>(below(4));
      return b_.add(e);
    }
    case 4:
      return b_.recorded(chance(70) ? date(1, in_row) : some_field(chance(50) ? Base::YesNo : Base::Number, in_row));
    case 5:
      return b_.truth(Op::Case,
                      {condition(depth - 1, in_row), condition(depth - 1, in_row), condition(depth - 1, in_row)});
    case 6:
      return comparison(depth, in_row);
    case 7:
      return over_rows(Op::AnyIn, Base::YesNo, depth);
    default:
      return over_rows(Op::EveryIn, Base::YesNo, depth);
  }
}

ExprId RandomModel::comparison(int depth, bool in_row) {
  static constexpr Op kOps[] = {Op::Equal, Op::NotEqual, Op::Less, Op::LessEqual, Op::Greater, Op::GreaterEqual};
  const Op op = kOps[below(6)], equality = chance(50) ? Op::Equal : Op::NotEqual;
  switch (below(10)) {
    case 0:
      return b_.truth(equality, {some_field(Base::Symbol, in_row), b_.constant(type_of(Base::Symbol), below(3))});
    case 1:
      return b_.truth(equality, {some_field(Base::Text, in_row), b_.text(chance(50) ? "ann" : "bob")});
    case 2:
      return b_.truth(op, {number(depth, in_row), b_.number(below(6))});
    case 3:
      return b_.truth(op, {number(depth, in_row), number(depth - 1, in_row)});
    case 4:
      return b_.truth(op, {money(in_row), chance(50) ? money(in_row) : b_.constant(money_of("EUR"), below(400))});
    case 5: {
      Expr e = ModelBuilder::node(Op::ScaledCompare, Base::YesNo, {number(depth, in_row), number(0, in_row)});
      e.compare = op;
      e.scale_a = 100;
      e.scale_b = 40 + below(100);
      return b_.add(e);
    }
    case 6: {
      Expr e = ModelBuilder::node(Op::AddElapsed, Base::Moment, {some_field(Base::Moment, in_row)});
      e.minutes = below(5000);
      return b_.truth(op, {b_.add(e), b_.now()});
    }
    default:
      return b_.truth(op, {date(depth, in_row), chance(60) ? b_.today() : date(depth - 1, in_row)});
  }
}

ExprId RandomModel::date(int depth, bool in_row) {
  if (depth <= 0 || chance(25)) {
    if (chance(15)) return b_.today();
    if (chance(15)) return b_.constant(type_of(Base::Date), some_day());
    if (chance(10) && !in_row)
      return b_.fact(chance(50) ? model::Fact::ErasureRequestedOn : model::Fact::LastReviewedOn);
    return some_field(Base::Date, in_row);
  }
  const auto counting = chance(50) ? calendar::Counting::FromNextDay : calendar::Counting::FromDayItself;
  const auto month_end = chance(60)   ? calendar::MonthEnd::LastDay
                         : chance(50) ? calendar::MonthEnd::NextDay
                                      : calendar::MonthEnd::Reject;
  switch (below(in_row ? 8 : 9)) {
    case 0:
      return b_.shifted(Op::KeptThrough, date(depth - 1, in_row), period(), counting, month_end);
    case 1:
      return b_.shifted(Op::GoneFrom, date(depth - 1, in_row), period(), counting, month_end);
    case 2:
      return b_.shifted(Op::AddPeriod, date(depth - 1, in_row), period(), counting, month_end, chance(50));
    case 3: {
      Expr e = ModelBuilder::node(Op::AddDays, Base::Date, {date(depth - 1, in_row), number(depth - 1, in_row)});
      e.backwards = chance(30);
      return b_.add(e);
    }
    case 4:
    case 5: {
      std::vector<ExprId> args;
      for (int k = 1 + below(2); k >= 0; --k) args.push_back(date(depth - 1, in_row));
      return b_.add(ModelBuilder::node(chance(50) ? Op::Latest : Op::Earliest, Base::Date, args));
    }
    case 6: {
      Expr e = ModelBuilder::node(Op::EndOf, Base::Date, {date(depth - 1, in_row)});
      e.unit = static_cast<model::Unit>(below(5));
      if (e.unit == model::Unit::OwnYear)
        e.month = static_cast<std::uint8_t>(1 + below(12)), e.day = static_cast<std::uint8_t>(1 + below(28));
      return b_.add(e);
    }
    case 7:
      return b_.add(
          ModelBuilder::node(Op::Case, Base::Date,
                             {condition(depth - 1, in_row), date(depth - 1, in_row),
                              chance(20) ? b_.add(ModelBuilder::node(chance(50) ? Op::None : Op::Unknown, Base::Date))
                                         : date(depth - 1, in_row)}));
    default:
      return over_rows(chance(50) ? Op::LatestIn : Op::EarliestIn, Base::Date, depth);
  }
}

ExprId RandomModel::number(int depth, bool in_row) {
  if (depth <= 0 || chance(25)) return chance(70) ? some_field(Base::Number, in_row) : b_.number(below(8));
  switch (below(in_row ? 5 : 8)) {
    case 0:
      return b_.add(ModelBuilder::node(chance(50) ? Op::Add : Op::Subtract, Base::Number,
                                       {number(depth - 1, in_row), number(depth - 1, in_row)}));
    case 1:
      return b_.add(
          ModelBuilder::node(Op::DaysBetween, Base::Number, {date(depth - 1, in_row), date(depth - 1, in_row)}));
    case 2:
    case 3: {
      const Op op = chance(50) ? Op::FullMonthsBetween : Op::FullYearsBetween;
      return b_.add(ModelBuilder::node(op, Base::Number,
                                       {date(depth - 1, in_row), chance(50) ? b_.today() : date(depth - 1, in_row)}));
    }
    case 4:
      return b_.add(ModelBuilder::node(chance(50) ? Op::Latest : Op::Earliest, Base::Number,
                                       {number(depth - 1, in_row), number(depth - 1, in_row)}));
    case 5:
    case 6:
      return over_rows(Op::CountIn, Base::Number, depth);
    default:
      return over_rows(Op::SumIn, Base::Number, depth);
  }
}

ExprId RandomModel::money(bool in_row) {
  if (in_row || chance(60)) return some_field(Base::Money, in_row);
  return over_rows(Op::SumIn, Base::Money, 2);
}

void RandomModel::make_effect(RuleId rule) {
  const auto kind = static_cast<EffectKind>(below(13));
  const EffectKind taken = chance(40) ? (chance(50) ? EffectKind::Erase : EffectKind::Keep) : kind;
  const bool start = taken != EffectKind::Hold && taken != EffectKind::KeepPermanently && taken != EffectKind::Extend &&
                     taken != EffectKind::EraseOnRequest;
  model::Effect& e = b_.effect(rule, taken, start ? date(chance(60) ? 0 : 2, false) : kNoId, period());
  if (e.kind == EffectKind::Extend) {
    e.extends = {static_cast<RuleId>(below(static_cast<int>(b_.rules.retention.size())))};
    e.once = chance(50);
    if (e.period == calendar::Period{}) e.period = calendar::months(1);
  }
  if ((e.kind == EffectKind::Review || e.kind == EffectKind::ReviewOnce) && e.period == calendar::Period{})
    e.period = calendar::months(5);
  if (chance(30)) e.counting = calendar::Counting::FromDayItself;
  if (chance(20)) e.month_end = chance(50) ? calendar::MonthEnd::NextDay : calendar::MonthEnd::Reject;
}

void RandomModel::make_rules() {
  const int n = 1 + below(5);
  for (int k = 0; k < n; ++k) {
    const RuleId r = b_.rule("rule" + std::to_string(k), chance(70) ? condition(2, false) : kNoId);
    if (chance(25)) {
      model::Force& force = b_.rules.retention[r].heading.force;
      force.from = some_day();
      force.holds = b_.truth(Op::GreaterEqual, {b_.today(), b_.constant(type_of(Base::Date), force.from)});
    }
    if (chance(10)) b_.rules.retention[r].heading.reading = {0, 1, false};
  }
  for (RuleId r = 0; r < static_cast<RuleId>(n); ++r)
    for (int k = below(3); k >= 0; --k) make_effect(r);
  for (RuleId special = 1; special < static_cast<RuleId>(n); ++special)
    if (chance(45)) b_.instead(special, static_cast<RuleId>(below(static_cast<int>(special))));
}

model::Value RandomModel::value(const Type& type, bool optional) {
  if (optional && chance(25)) return none();
  if (chance(15)) return unknown();
  switch (type.base) {
    case Base::YesNo:
      return known(below(2));
    case Base::Date:
      return known(chance(20) ? day(2020 + below(4), 1 + 2 * below(4), 31) : some_day() - 400);
    case Base::Money:
      return money_value(below(500), type.currency != model::kAnyCurrency ? "EUR" : chance(70) ? "EUR" : "SEK");
    case Base::Symbol:
      return known(below(3));
    case Base::Text:
      return text_value(chance(40) ? "ann" : chance(50) ? "bob" : "someone else");
    case Base::Moment:
      return known(std::int64_t{some_day()} * 86400 + below(86400));
    case Base::Link:
      return text_value("k");
    default:
      return known(below(9));
  }
}

model::Row RandomModel::row(RecordId record) {
  model::Row r;
  r.record = record;
  for (const model::Field& f : b_.rules.records[record].fields) r.fields.push_back(value(f.type, f.type.optional));
  r.lists.resize(b_.rules.records[record].lists.size());
  return r;
}

model::Entry RandomModel::entry() {
  model::Entry e;
  e.row = row(kEntry);
  e.linked.resize(e.row.fields.size());
  if (chance(60)) e.linked[10] = row(kOther);
  if (chance(80)) {
    e.row.lists[0] = std::vector<model::Row>{};
    for (int k = below(4); k > 0; --k) e.row.lists[0]->push_back(row(kChild));
  }
  if (chance(15)) e.others = std::nullopt;
  for (int k = below(4); k > 0 && e.others; --k) e.others->push_back(row(chance(60) ? kOther : kEntry));
  if (chance(10)) e.engine.on_hold = chance(50) ? known(1) : unknown();
  if (chance(30)) e.engine.erasure_requested_on = known(some_day());
  if (chance(50)) e.engine.last_reviewed_on = known(some_day());
  return e;
}

}  // namespace frist::test
