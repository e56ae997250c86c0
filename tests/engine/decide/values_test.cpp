// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "rules/calendar/end_of.hpp"
#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

using calendar::Counting;
using calendar::MonthEnd;

// Two dates, two numbers, two amounts of any currency and a moment.
struct Fields {
  Fields() {
    b.record("claim");
    b.rules.zone = "Europe/Berlin";
    for (const char* name : {"x", "y"}) dates.push_back(b.get(b.field(0, name, type_of(Base::Date, true))));
    for (const char* name : {"m", "n"}) numbers.push_back(b.get(b.field(0, name, type_of(Base::Number, true))));
    for (const char* name : {"a", "b"}) amounts.push_back(b.get(b.field(0, name, money_of(""))));
    at = b.get(b.field(0, "at", type_of(Base::Moment, true)));
  }
  Said dated(ExprId e, const model::Value& x, const model::Value& y = unknown()) {
    return ask(b, e, entry_of(b.rules, 0, {x, y}), as_of(0));
  }
  Said numbered(ExprId e, const model::Value& m, const model::Value& n) {
    return ask(b, e, entry_of(b.rules, 0, {unknown(), unknown(), m, n}), as_of(0));
  }
  ExprId node(Op op, Base base, std::vector<ExprId> args) {
    return b.add(ModelBuilder::node(op, base, std::move(args)));
  }
  ModelBuilder b;
  std::vector<ExprId> dates, numbers, amounts;
  ExprId at = kNoId;
};

}  // namespace

TEST_CASE("date sums are those of the calendar, for every counting and month end, and marks stay") {
  for (const auto counting : {Counting::FromNextDay, Counting::FromDayItself})
    for (const auto month_end : {MonthEnd::LastDay, MonthEnd::NextDay, MonthEnd::Reject})
      for (const calendar::Period p : {calendar::Period{1, 0}, {0, 14}, {18, 3}, {36, 0}, {0, 0}})
        for (const calendar::Day from : {day(2024, 1, 31), day(2023, 8, 30), day(2024, 2, 29), calendar::kLastDay}) {
          Fields f;
          const auto said = [&](Op op, bool backwards = false) {
            return iso(f.dated(f.b.shifted(op, f.dates[0], p, counting, month_end, backwards), known(from)).value);
          };
          CHECK(said(Op::KeptThrough) == calendar::to_iso(calendar::kept_through(from, p, counting, month_end)));
          CHECK(said(Op::GoneFrom) == calendar::to_iso(calendar::gone_from(from, p, counting, month_end)));
          CHECK(said(Op::AddPeriod) == calendar::to_iso(calendar::add(from, p, month_end)));
          CHECK(said(Op::AddPeriod, true) == calendar::to_iso(calendar::subtract(from, p, month_end)));
        }
  Fields f;
  for (const Op op : {Op::KeptThrough, Op::GoneFrom, Op::AddPeriod}) {
    CHECK(f.dated(f.b.shifted(op, f.dates[0], calendar::months(1)), none()).value == none());
    CHECK(f.dated(f.b.shifted(op, f.dates[0], calendar::months(1)), unknown()).value == unknown());
  }
}

TEST_CASE("the seed's example: settled on 17 April 2017, three years from the day itself, kept through 16 April 2020") {
  Fields f;
  const ExprId kept = f.b.shifted(Op::KeptThrough, f.dates[0], calendar::years(3), Counting::FromDayItself);
  CHECK(iso(f.dated(kept, known(day(2017, 4, 17))).value) == "2020-04-16");
}

TEST_CASE("days are added and counted, and a missing part makes the sum missing") {
  Fields f;
  Expr e = ModelBuilder::node(Op::AddDays, Base::Date, {f.dates[0], f.numbers[0]});
  const ExprId plus = f.b.add(e);
  e.backwards = true;
  const ExprId minus = f.b.add(e), between = f.node(Op::DaysBetween, Base::Number, {f.dates[0], f.dates[1]});
  const auto said = [&](ExprId x, const model::Value& d, const model::Value& n) {
    return ask(f.b, x, entry_of(f.b.rules, 0, {d, unknown(), n}), as_of(0)).value;
  };
  CHECK(said(plus, known(day(2024, 2, 28)), known(2)) == known(day(2024, 3, 1)));
  CHECK(said(minus, known(day(2024, 3, 1)), known(1)) == known(day(2024, 2, 29)));
  CHECK(said(plus, known(0), none()) == none());
  CHECK(said(plus, none(), unknown()) == unknown());
  CHECK(said(plus, known(0), known(INT64_MAX)) == known(calendar::kNever));
  CHECK(f.dated(between, known(10), known(3)).value == known(-7));
  CHECK(f.dated(between, known(10), none()).value == none());
  CHECK(f.dated(between, unknown(), none()).value == unknown());
}

TEST_CASE("full months and years are complete ones, counted as ages are") {
  Fields f;
  const ExprId months = f.node(Op::FullMonthsBetween, Base::Number, {f.dates[0], f.dates[1]});
  const ExprId years = f.node(Op::FullYearsBetween, Base::Number, {f.dates[0], f.dates[1]});
  CHECK(f.dated(years, known(day(2006, 3, 14)), known(day(2024, 3, 13))).value == known(17));
  CHECK(f.dated(years, known(day(2006, 3, 14)), known(day(2024, 3, 14))).value == known(18));
  CHECK(f.dated(months, known(day(2024, 1, 31)), known(day(2024, 3, 1))).value == known(1));
  CHECK(f.dated(months, known(day(2024, 3, 1)), known(day(2024, 1, 1))).value == known(0));
  CHECK(f.dated(months, unknown(), known(0)).value == unknown());
}

TEST_CASE("latest and earliest skip none, and one unknown makes them unknown") {
  Fields f;
  const ExprId latest = f.node(Op::Latest, Base::Date, f.dates), earliest = f.node(Op::Earliest, Base::Date, f.dates);
  for (const auto& [x, y, late, early] :
       std::vector<std::array<model::Value, 4>>{{known(1), known(2), known(2), known(1)},
                                                {none(), known(2), known(2), known(2)},
                                                {known(1), none(), known(1), known(1)},
                                                {none(), none(), none(), none()},
                                                {unknown(), known(2), unknown(), unknown()},
                                                {none(), unknown(), unknown(), unknown()}}) {
    CHECK(f.dated(latest, x, y).value == late);
    CHECK(f.dated(earliest, x, y).value == early);
    const ExprId largest = f.node(Op::Latest, Base::Number, f.numbers),
                 smallest = f.node(Op::Earliest, Base::Number, f.numbers);
    CHECK(f.numbered(largest, x, y).value == late);
    CHECK(f.numbered(smallest, x, y).value == early);
  }
  CHECK(f.dated(f.node(Op::Latest, Base::Date, {}), none()).value == none());
}

TEST_CASE("sums that overflow and money of two currencies are unknown") {
  Fields f;
  const ExprId sum = f.node(Op::Add, Base::Number, f.numbers), rest = f.node(Op::Subtract, Base::Number, f.numbers);
  CHECK(f.numbered(sum, known(2), known(3)).value == known(5));
  CHECK(f.numbered(rest, known(2), known(3)).value == known(-1));
  CHECK(f.numbered(sum, known(INT64_MAX), known(1)).value == unknown());
  CHECK(f.numbered(rest, known(-INT64_MAX + 2), known(3)).value == unknown());
  CHECK(f.numbered(sum, none(), known(1)).value == none());
  Expr e = ModelBuilder::node(Op::Add, Base::Money, f.amounts);
  const ExprId money = f.b.add(e);
  const auto said = [&](const char* c, const char* d) {
    return ask(f.b, money,
               entry_of(f.b.rules, 0,
                        {unknown(), unknown(), unknown(), unknown(), money_value(1, c), money_value(2, d)}),
               as_of(0))
        .value;
  };
  CHECK(said("EUR", "EUR") == money_value(3, "EUR"));
  CHECK(said("EUR", "SEK") == unknown());
}

TEST_CASE("the end of a month, quarter, half year, year and a year of one's own") {
  const std::array<std::pair<model::Unit, const char*>, 5> ends{{{model::Unit::Month, "2024-02-29"},
                                                                 {model::Unit::Quarter, "2024-03-31"},
                                                                 {model::Unit::HalfYear, "2024-06-30"},
                                                                 {model::Unit::Year, "2024-12-31"},
                                                                 {model::Unit::OwnYear, "2024-08-31"}}};
  for (const auto& [unit, end] : ends) {
    Fields f;
    Expr e = ModelBuilder::node(Op::EndOf, Base::Date, {f.dates[0]});
    e.unit = unit;
    if (unit == model::Unit::OwnYear) e.month = 9, e.day = 1;
    CHECK(iso(f.dated(f.b.add(e), known(day(2024, 2, 10))).value) == end);
    CHECK(f.dated(f.b.add(e), none()).value == none());
  }
}

TEST_CASE("moments move by elapsed minutes and have a civil day in the policy's zone") {
  Fields f;
  Expr e = ModelBuilder::node(Op::AddElapsed, Base::Moment, {f.at});
  e.minutes = 90;
  const ExprId later = f.b.add(e), of = f.node(Op::DayOf, Base::Date, {f.at});
  const auto said = [&](ExprId x, const model::Value& v) {
    return ask(f.b, x, entry_of(f.b.rules, 0, {none(), none(), none(), none(), unknown(), unknown(), v}), as_of(0))
        .value;
  };
  CHECK(said(later, known(1000)) == known(1000 + 90 * 60));
  CHECK(said(later, none()) == none());
  CHECK(said(later, known(calendar::kLastInstant)) == unknown());
  const std::int64_t evening = *calendar::parse_instant("2024-06-30T22:30Z");  // 00:30 in Berlin
  CHECK(iso(said(of, known(evening))) == "2024-07-01");
  CHECK(said(of, unknown()) == unknown());
}

}  // namespace frist::test
