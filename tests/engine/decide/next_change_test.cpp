// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

using calendar::kNever;
using calendar::to_iso;

struct Subject {
  Subject() {
    b.record("claim");
    b.rules.zone = "Europe/Berlin";
    due = b.get(b.field(0, "due_on", type_of(Base::Date, true)));
    at = b.get(b.field(0, "at", type_of(Base::Moment)));
  }
  Said said(ExprId e, calendar::Day on, const model::Value& d) {
    return ask(b, e, entry_of(b.rules, 0, {d, unknown()}), as_of(on));
  }
  // Steps through a day at a time and checks that the next change is the very day on which the value changes.
  void check_exact(ExprId e, const model::Value& d, calendar::Day from, calendar::Day until) {
    Said now = said(e, from, d);
    for (calendar::Day day = from + 1; day <= until; ++day) {
      const Said then = said(e, day, d);
      INFO(to_iso(day) << ", next change " << to_iso(now.next));
      REQUIRE((then.truth != now.truth) == (now.next == day));
      REQUIRE((now.next == day || then.next == now.next));
      now = then;
    }
  }
  ModelBuilder b;
  ExprId due = kNoId, at = kNoId;
};

constexpr Op kOps[] = {Op::Equal, Op::NotEqual, Op::Less, Op::LessEqual, Op::Greater, Op::GreaterEqual};

}  // namespace

TEST_CASE("a date against today changes exactly on the day of its flip, whichever side today stands on") {
  for (const Op op : kOps) {
    Subject s;
    const calendar::Day d = day(2024, 3, 15);
    s.check_exact(s.b.truth(op, {s.due, s.b.today()}), known(d), d - 4, d + 4);
    s.check_exact(s.b.truth(op, {s.b.today(), s.due}), known(d), d - 4, d + 4);
    s.check_exact(s.b.truth(op, {s.b.today(), s.b.date(2024, 3, 15)}), known(d), d - 4, d + 4);
    for (const auto& missing : {none(), unknown(), known(kNever)})
      CHECK(s.said(s.b.truth(op, {s.due, s.b.today()}), d, missing).next == kNever);
  }
}

TEST_CASE("a date against a monotone function of today changes exactly on the day of its flip") {
  for (const Op op : kOps) {
    Subject s;
    const calendar::Day d = day(2024, 2, 29);
    const ExprId before = s.b.shifted(Op::AddPeriod, s.b.today(), calendar::months(3), calendar::Counting::FromNextDay,
                                      calendar::MonthEnd::LastDay, true);
    s.check_exact(s.b.truth(op, {s.due, before}), known(d), day(2024, 5, 25), day(2024, 6, 4));
    Expr end = ModelBuilder::node(Op::EndOf, Base::Date, {s.b.today()});
    s.check_exact(s.b.truth(op, {s.b.add(end), s.due}), known(d), day(2024, 1, 28), day(2024, 3, 3));
  }
}

TEST_CASE("an age and a number of days reach a limit exactly on their day") {
  for (const Op op : kOps) {
    Subject s;
    const calendar::Day born = day(2006, 2, 28);
    const ExprId years = s.b.add(ModelBuilder::node(Op::FullYearsBetween, Base::Number, {s.due, s.b.today()}));
    s.check_exact(s.b.truth(op, {years, s.b.number(18)}), known(born), day(2024, 2, 25), day(2024, 3, 3));
    const ExprId days = s.b.add(ModelBuilder::node(Op::DaysBetween, Base::Number, {s.due, s.b.today()}));
    s.check_exact(s.b.truth(op, {days, s.b.number(28)}), known(born), born + 25, born + 31);
    const ExprId left = s.b.add(ModelBuilder::node(Op::DaysBetween, Base::Number, {s.b.today(), s.due}));
    s.check_exact(s.b.truth(op, {left, s.b.number(10)}), known(born), born - 13, born - 7);
  }
}

TEST_CASE("full years up to today change on the birthday and not before") {
  Subject s;
  const ExprId years = s.b.add(ModelBuilder::node(Op::FullYearsBetween, Base::Number, {s.due, s.b.today()}));
  CHECK(to_iso(s.said(years, day(2024, 1, 1), known(day(2006, 3, 14))).next) == "2024-03-14");
  CHECK(to_iso(s.said(years, day(2024, 3, 14), known(day(2006, 3, 14))).next) == "2025-03-14");
  CHECK(s.said(years, day(2024, 3, 14), unknown()).next == kNever);
}

TEST_CASE("a moment against now may change on the day of the flip, which no night before it can know") {
  Subject s;
  const std::int64_t noon = *calendar::parse_instant("2024-03-15T12:00+01:00"),
                     midnight = *calendar::parse_instant("2024-03-15T00:00+01:00");
  const ExprId passed = s.b.truth(Op::LessEqual, {s.at, s.b.now()});
  const auto next = [&](std::int64_t at, const char* now) {
    const std::int64_t instant = *calendar::parse_instant(now);
    return to_iso(ask(s.b, passed, entry_of(s.b.rules, 0, {unknown(), known(at)}),
                      {calendar::Zone::find("Europe/Berlin")->civil_day(instant), instant})
                      .next);
  };
  CHECK(next(noon, "2024-03-10T00:00+01:00") == "2024-03-15");
  CHECK(next(midnight, "2024-03-10T00:00+01:00") == "2024-03-15");
  CHECK(next(noon, "2024-03-15T08:00+01:00") == "2024-03-16");
  CHECK(next(noon, "2024-03-15T13:00+01:00") == "never");
}

TEST_CASE("a conjunction that something static decides never changes") {
  Subject s;
  const ExprId recorded = s.b.recorded(s.due), past = s.b.truth(Op::Less, {s.b.date(2030, 1, 1), s.b.today()});
  CHECK(s.said(s.b.both(recorded, past), day(2024, 1, 1), none()).next == kNever);
  CHECK(to_iso(s.said(s.b.both(recorded, past), day(2024, 1, 1), known(1)).next) == "2030-01-02");
  CHECK(s.said(s.b.truth(Op::Or, {recorded, past}), day(2024, 1, 1), known(1)).next == kNever);
}

TEST_CASE("what changes every day says so, and what does not depend on the day never changes") {
  Subject s;
  CHECK(to_iso(s.said(s.b.today(), day(2024, 2, 28), none()).next) == "2024-02-29");
  CHECK(s.said(s.b.shifted(Op::GoneFrom, s.due, calendar::years(1)), day(2024, 2, 28), known(0)).next == kNever);
}

}  // namespace frist::test
