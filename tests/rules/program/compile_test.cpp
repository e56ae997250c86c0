// SPDX-License-Identifier: Apache-2.0
#include "rules/program/compile.hpp"

#include <algorithm>

#include "rules/program/dump.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/model_builder.hpp"

namespace frist::test {
namespace {

using program::Code;
using program::Purpose;

struct Claims {
  Claims() {
    b.record("claim");
    settled = b.get(b.field(0, "settled_on", type_of(Base::Date, true)));
    amount = b.get(b.field(0, "amount", money_of("EUR")));
    name = b.get(b.field(0, "name", type_of(Base::Text)));
    paid = b.get(b.field(0, "paid", type_of(Base::YesNo)));
  }
  std::shared_ptr<const program::Program> compiled(Purpose purpose = Purpose::Night, std::vector<ExprId> extra = {}) {
    program::Options options;
    options.extra = extra;
    return program::compile(b.done(), 0, purpose, options);
  }
  ModelBuilder b;
  ExprId settled = kNoId, amount = kNoId, name = kNoId, paid = kNoId;
};

std::size_t count(const program::Program& p, Code code) {
  return static_cast<std::size_t>(
      std::count_if(p.code.begin(), p.code.end(), [&](const auto& i) { return i.code == code; }));
}

std::vector<std::string> inputs(const program::Program& p) {
  std::vector<std::string> names;
  for (const auto& input : p.inputs)
    names.push_back(input.is_fact ? "fact" : p.rules->records[p.spaces[input.space].record].fields[input.field].name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("the night reads the columns that its rules read, and no others") {
  Claims c;
  c.b.effect(c.b.rule("settled", c.paid), EffectKind::Erase, c.settled, calendar::years(3));
  CHECK(inputs(*c.compiled()) == std::vector<std::string>{"fact", "paid", "settled_on"});
}

TEST_CASE("what several rules say alike is computed once") {
  Claims c;
  c.b.effect(c.b.rule("a", c.paid), EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(c.b.rule("b", c.paid), EffectKind::Restrict, c.settled, calendar::years(3));
  CHECK(count(*c.compiled(), Code::Shift) == 1);
  CHECK(count(*c.compiled(), Code::And) == 1);
}

TEST_CASE("constants become part of their comparison, on whichever side they stand") {
  Claims c;
  const ExprId small = c.b.truth(Op::GreaterEqual, {c.b.constant(money_of("EUR"), 200), c.amount});
  c.b.effect(c.b.rule("a", c.b.both(small, c.b.truth(Op::Less, {c.settled, c.b.date(2020, 1, 1)}))), EffectKind::Hold,
             kNoId);
  const auto p = c.compiled();
  CHECK(count(*p, Code::Constant) == 0);
  CHECK(count(*p, Code::CompareNumberWith) == 1);
  CHECK(count(*p, Code::CompareDayWith) == 1);
}

TEST_CASE("text fields get the texts that rules compare with") {
  Claims c;
  c.b.effect(c.b.rule("a", c.b.truth(Op::Or, {c.b.truth(Op::Equal, {c.name, c.b.text("ann")}),
                                              c.b.truth(Op::Equal, {c.name, c.b.text("bob")})})),
             EffectKind::Hold, kNoId);
  const auto p = c.compiled();
  const auto text = std::find_if(p->inputs.begin(), p->inputs.end(), [](const auto& i) { return !i.literals.empty(); });
  REQUIRE(text != p->inputs.end());
  CHECK(text->literals == std::vector<std::string>{"ann", "bob"});
  CHECK(text->storage == program::Storage::Day);
}

TEST_CASE("money of any currency is read with its currency and guarded against others") {
  Claims c;
  const ExprId any = c.b.get(c.b.field(0, "any", money_of("")));
  c.b.effect(c.b.rule("a", c.b.truth(Op::Less, {any, c.amount})), EffectKind::Hold, kNoId);
  const auto p = c.compiled();
  CHECK(count(*p, Code::SameCurrency) == 1);
  CHECK(std::count_if(p->inputs.begin(), p->inputs.end(), [](const auto& i) { return i.with_currency; }) == 1);
}

TEST_CASE("the entry's part of a where is computed once for the entry and gathered") {
  Claims c;
  const RecordId child = c.b.record("reminder");
  c.b.field(child, "sent_on", type_of(Base::Date));
  const auto list = c.b.list(0, "reminders", child);
  const ExprId late =
      c.b.truth(Op::Less, {c.b.shifted(Op::GoneFrom, c.b.get(0, 0, true), calendar::years(1)), c.b.get(child, 0)});
  const ExprId any = c.b.over_list(Op::AnyIn, list, late);
  const auto p = c.compiled(Purpose::Answers, {any});
  CHECK(p->spaces.size() == 2);
  CHECK(count(*p, Code::Gather) == 1);
  const auto shift = std::find_if(p->code.begin(), p->code.end(), [](const auto& i) { return i.code == Code::Shift; });
  REQUIRE(shift != p->code.end());
  CHECK(shift->space == 0);
  CHECK(p->register_of(late, 1) != program::kNoRegister);
  CHECK(p->register_of(late, 0) == program::kNoRegister);
}

TEST_CASE("today in a where needs no gathering and keeps its exact next change") {
  Claims c;
  const RecordId child = c.b.record("reminder");
  c.b.field(child, "sent_on", type_of(Base::Date));
  const auto list = c.b.list(0, "reminders", child);
  const ExprId old =
      c.b.truth(Op::LessEqual, {c.b.shifted(Op::GoneFrom, c.b.get(child, 0), calendar::weeks(4)), c.b.today()});
  const auto p = c.compiled(Purpose::Answers, {c.b.over_list(Op::AnyIn, list, old)});
  CHECK(count(*p, Code::Gather) == 0);
  CHECK(count(*p, Code::CompareToday) == 1);
}

TEST_CASE("only what depends on the as-of date carries next changes, and monotone comparisons have a cone") {
  Claims c;
  const ExprId years = c.b.add(ModelBuilder::node(Op::FullYearsBetween, Base::Number, {c.settled, c.b.today()}));
  const ExprId grown = c.b.truth(Op::GreaterEqual, {years, c.b.number(18)});
  const ExprId both = c.b.truth(Op::Less, {c.b.today(), c.b.shifted(Op::AddPeriod, c.b.today(), calendar::months(1))});
  const auto p = c.compiled(Purpose::Answers, {grown, both, c.b.recorded(c.settled)});
  const auto& at = [&](ExprId e) { return p->code[p->register_of(e)]; };
  CHECK(at(grown).has_next);
  CHECK(p->cone_of(at(grown)).size() == 2);
  CHECK(p->cone_of(at(both)).empty());
  CHECK_FALSE(at(c.b.recorded(c.settled)).has_next);
}

TEST_CASE("readings that were not chosen stay out of the night and are there for answers") {
  Claims c;
  const RuleId other = c.b.rule("other");
  c.b.effect(other, EffectKind::Erase, c.settled, calendar::years(1));
  c.b.rules.retention[other].heading.reading = {0, 1, false};
  CHECK(c.compiled()->outcome.limit == program::kNoRegister);
  CHECK(inputs(*c.compiled()) == std::vector<std::string>{"fact"});
  const auto answers = c.compiled(Purpose::Answers);
  CHECK(answers->outcome.limit == program::kNoRegister);
  REQUIRE(answers->traces.size() == 1);
  CHECK_FALSE(answers->traces[0].chosen);
  CHECK(answers->traces[0].effects[0].date != program::kNoRegister);
}

TEST_CASE("rules of other records are left out") {
  Claims c;
  const RecordId other = c.b.record("other");
  const ExprId field = c.b.get(other, c.b.field(other, "x", type_of(Base::Date)));
  c.b.effect(c.b.rule("r", kNoId, other), EffectKind::Erase, field, calendar::years(1));
  CHECK(c.compiled()->outcome.limit == program::kNoRegister);
  CHECK(program::compile(c.b.done(), other, Purpose::Night)->outcome.limit != program::kNoRegister);
}

TEST_CASE("rules of other records leave a program as it is, however many there are") {
  Claims c;
  c.b.effect(c.b.rule("settled", c.paid), EffectKind::Erase, c.settled, calendar::years(3));
  const std::string alone = program::dump(*c.compiled());
  const RecordId other = c.b.record("other");
  const ExprId field = c.b.get(other, c.b.field(other, "x", type_of(Base::Date)));
  for (int i = 0; i < 100; ++i)
    c.b.effect(c.b.rule("other_" + std::to_string(i), kNoId, other), EffectKind::Erase, field, calendar::months(i));
  CHECK(program::dump(*c.compiled()) == alone);
}

TEST_CASE("the night folds limits from the shortest to the longest, after those that are there anyway") {
  Claims c;
  const RuleId decade = c.b.rule("decade"), month = c.b.rule("month", c.paid), at_once = c.b.rule("at_once"),
               year = c.b.rule("year", c.paid), half = c.b.rule("half");
  c.b.effect(decade, EffectKind::Erase, c.settled, calendar::years(10));
  c.b.effect(month, EffectKind::Erase, c.settled, calendar::months(1));
  c.b.effect(at_once, EffectKind::EraseOnRequest, kNoId);
  c.b.effect(year, EffectKind::Erase, c.settled, calendar::days(365));
  c.b.effect(half, EffectKind::Erase, c.settled, calendar::months(6));
  c.b.instead(month, half);  // the general rule's date may be put off; its place is by its own length
  CHECK(c.compiled()->limits_by_length == std::vector<std::uint32_t>{2, 1, 4, 3, 0});
  CHECK(c.compiled(Purpose::Answers)->limits_by_length.empty());
}

TEST_CASE("the night asks a rule without specials whether it stands, answers also whether it is live") {
  Claims c;
  c.b.effect(c.b.rule("settled", c.paid), EffectKind::Erase, c.settled, calendar::years(3));
  CHECK(count(*c.compiled(), Code::Live) == 0);
  CHECK(count(*c.compiled(Purpose::Answers), Code::Live) == 1);
}

TEST_CASE("a program for no record has no verdict and knows no fields") {
  Claims c;
  const auto p = program::compile(c.b.done(), kNoId, Purpose::Answers, {std::span(&c.paid, 1), {}});
  CHECK(p->outcome.duty == program::kNoRegister);
  CHECK(p->code[p->register_of(c.paid)].code == Code::Unknown);
}

TEST_CASE("the listing of a small program") {
  Claims c;
  const RuleId general = c.b.rule("settled"), special = c.b.rule("paid_early", c.paid);
  c.b.effect(general, EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(special, EffectKind::Erase, c.settled, {1, 5});
  c.b.instead(special, general);
  c.b.effect(general, EffectKind::Review, c.settled, calendar::years(1));
  CHECK(program::dump(*c.compiled()) == R"(%0 day input settled_on
%1 truth input paid
%2 day lazy shift gone_from 36m0d next_day last_day %0
%3 truth is_recorded %0
%4 day lazy shift gone_from 1m5d next_day last_day %0
%5 truth and %1 %3
%6 day lazy both_if %2 %5 %4
%7 truth live %3 %5
%8 day tag min_limits settled %6 %7 paid_early %4 %5
%9 truth input on_hold
%10 truth binds %9 -
%11 day tag max_duties placed_hold - %10
%12 truth binds %3 %5
%13 day input last_reviewed_on
%14 day next review 12m0d next_day last_day %0 %12 %13
%15 day next tag last_review settled %14
limit %8 duty %11 acts - review %15
)");
}

}  // namespace frist::test
