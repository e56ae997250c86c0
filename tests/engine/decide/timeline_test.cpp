// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/timeline.hpp"
#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

using calendar::kNever;
using calendar::to_iso;

struct Claims {
  Claims() {
    b.record("claim");
    settled = b.get(b.field(0, "settled_on", type_of(Base::Date, true)));
    special = b.get(b.field(0, "special", type_of(Base::YesNo)));
    entry = entry_of(b.rules, 0, {known(day(2020, 3, 15)), known(0)});
  }
  std::shared_ptr<const program::Program> program(program::Purpose purpose) {
    return program::compile(b.done(), 0, purpose);
  }
  ModelBuilder b;
  ExprId settled = kNoId, special = kNoId;
  model::Entry entry;
};

}  // namespace

TEST_CASE("an entry's life: kept, restricted while a duty outlasts the limit, gone") {
  Claims c;
  const RuleId limit = c.b.rule("limit"), duty = c.b.rule("duty");
  c.b.effect(limit, EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(duty, EffectKind::Keep, c.settled, calendar::years(5));
  const auto line = decide::timeline(*c.program(program::Purpose::Night), c.entry, day(2020, 3, 15), day(2030, 1, 1));
  REQUIRE(line.steps.size() == 3);
  CHECK(line.searched_until == kNever);
  CHECK(to_iso(line.steps[1].from) == "2023-03-16");
  CHECK(line.steps[1].verdict.restricted);
  CHECK(to_iso(line.steps[2].from) == "2025-03-16");
  CHECK(line.steps[2].verdict.erase_due);
  const auto cut = decide::timeline(*c.program(program::Purpose::Night), c.entry, day(2020, 3, 15), day(2030, 1, 1), 2);
  CHECK(cut.steps.size() == 2);
  CHECK(to_iso(cut.searched_until) == "2025-03-15");
}

TEST_CASE("the true day of erasure is found where a new law shortens the limit later on") {
  Claims c;
  const RuleId law = c.b.rule("old"), next = c.b.rule("new");
  const ExprId from = c.b.truth(Op::GreaterEqual, {c.b.today(), c.b.date(2022, 1, 1)});
  c.b.rules.retention[law].when = c.b.truth(Op::Not, {from});
  c.b.rules.retention[next].when = from;
  c.b.effect(law, EffectKind::Erase, c.settled, calendar::years(5));
  c.b.effect(next, EffectKind::Erase, c.settled, calendar::years(2));
  const auto program = c.program(program::Purpose::Night);
  CHECK(to_iso(verdict(c.b.done(), c.entry, day(2021, 1, 1)).due) == "2025-03-16");
  CHECK(to_iso(decide::day_of_erasure(*program, c.entry, day(2021, 1, 1))) == "2022-03-16");
  c.entry.row.fields[0] = none();
  CHECK(decide::day_of_erasure(*program, c.entry, day(2021, 1, 1)) == kNever);
}

TEST_CASE("the first day on which something is permitted") {
  Claims c;
  const ExprId four_weeks =
      c.b.truth(Op::LessEqual, {c.b.shifted(Op::GoneFrom, c.settled, calendar::weeks(4)), c.b.today()});
  const ExprId permitted = c.b.both(four_weeks, c.special);
  const auto program = answers_with(c.b, permitted);
  CHECK(decide::first_day(*program, permitted, c.entry, day(2020, 3, 1)) == kNever);
  c.entry.row.fields[1] = known(1);
  CHECK(to_iso(decide::first_day(*program, permitted, c.entry, day(2020, 3, 1))) == "2020-04-13");
  CHECK(to_iso(decide::first_day(*program, permitted, c.entry, day(2021, 1, 1))) == "2021-01-01");
}

TEST_CASE("a search that is given up says so") {
  Claims c;
  Expr odd = ModelBuilder::node(Op::EndOf, Base::Date, {c.b.today()});
  const ExprId restless = c.b.truth(
      Op::Equal,
      {c.b.add(ModelBuilder::node(Op::DaysBetween, Base::Number, {c.b.today(), c.b.add(odd)})), c.b.number(99)});
  const auto program = answers_with(c.b, restless);
  CHECK(decide::first_day(*program, restless, c.entry, day(2020, 3, 1), 10) == calendar::kUnknown);
}

TEST_CASE("where a special is open the bounds are the earliest way and both together") {
  Claims c;
  const RuleId general = c.b.rule("general"), special = c.b.rule("special", c.special);
  c.b.effect(general, EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(special, EffectKind::Erase, c.settled, calendar::years(1));
  c.b.instead(special, general);
  const auto bounds = [&](const model::Value& v) {
    c.entry.row.fields[1] = v;
    const auto found = decide::bounds(*c.program(program::Purpose::Answers), c.entry, as_of(day(2020, 6, 1)));
    return to_iso(found.earliest) + " " + to_iso(found.latest);
  };
  CHECK(bounds(unknown()) == "2021-03-16 2023-03-16");
  CHECK(bounds(known(0)) == "2023-03-16 2023-03-16");
  CHECK(bounds(known(1)) == "2021-03-16 2021-03-16");
}

}  // namespace frist::test
