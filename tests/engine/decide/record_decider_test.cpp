// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/record_decider.hpp"

#include <random>

#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

using calendar::kNone;
using calendar::kUnknown;
using decide::kNo;
using decide::kNumberNone;
using decide::kNumberUnknown;
using decide::kTruthNone;
using decide::kTruthUnknown;
using decide::kYes;
using decide::RecordDecider;
using model::Value;

enum Field : FieldId { Open, Settled, Kind, Count, Amount, AnyAmount, Branch, Confirmed, Place, Unread };

// Fields of every type, and rules that hang on each of them.
struct Claims {
  Claims() {
    b.record("claim");
    Type kind = type_of(Base::Symbol);
    kind.symbols = 0;
    b.rules.symbol_sets.push_back({{"loan", "loan", {}}, {"card", "card", {}}});
    b.field(0, "open", type_of(Base::YesNo, true));
    b.field(0, "settled_on", type_of(Base::Date, true));
    b.field(0, "kind", kind);
    b.field(0, "count", type_of(Base::Number, true));
    b.field(0, "amount", money_of("EUR"));
    b.field(0, "any_amount", money_of(""));
    b.field(0, "branch", type_of(Base::Text));
    b.field(0, "confirmed", type_of(Base::YesNo));
    b.field(0, "place", type_of(Base::Text, true));
    b.field(0, "unread", type_of(Base::Date));
    const ExprId large = b.truth(Op::Greater, {b.get(Amount), b.constant(money_of("EUR"), 500)});
    const ExprId other = b.truth(Op::Greater, {b.get(AnyAmount), b.constant(money_of("SEK"), 500)});
    rule("open", b.get(Open), 1);
    rule("card", b.truth(Op::Equal, {b.get(Kind), b.constant(kind, 1)}), 2);
    rule("many", b.truth(Op::GreaterEqual, {b.get(Count), b.number(3)}), 3);
    rule("large", large, 4);
    rule("other", other, 5);
    rule("branch", b.truth(Op::Equal, {b.get(Branch), b.text("Oslo")}), 6);
    rule("agreed", b.truth(Op::Equal, {b.get(Open), b.get(Confirmed)}), 1);
    rule("elsewhere", b.truth(Op::NotEqual, {b.get(Branch), b.get(Place)}), 2);
    b.effect(b.rule("always"), EffectKind::Erase, b.get(Settled), calendar::years(7));
    b.instead(0, 8);
  }
  void rule(const char* name, ExprId when, int years) {
    b.effect(b.rule(name, when), EffectKind::Erase, b.get(Settled), calendar::years(years));
  }
  std::shared_ptr<const program::Program> program(program::Purpose purpose) const {
    return program::compile(b.done(), 0, purpose);
  }
  ModelBuilder b;
};

// The places of the fields, and the same values in both forms.
struct Desk {
  explicit Desk(std::shared_ptr<const program::Program> program)
      : decider(std::move(program)),
        open(decider.truth_input(Open)),
        settled(decider.date_input(Settled)),
        kind(decider.symbol_input(Kind)),
        count(decider.number_input(Count)),
        amount(decider.money_input(Amount)),
        any_amount(decider.money_input(AnyAmount)),
        branch(decider.text_input(Branch)),
        place(decider.text_input(Place)),
        confirmed(decider.truth_input(Confirmed)),
        unread(decider.date_input(Unread)),
        hold(decider.truth_input(model::Fact::OnHold)) {}

  void set(const model::Entry& e) {
    const auto& f = e.row.fields;
    const auto number = [](const Value& v) {
      return v.state == Value::State::None ? kNumberNone : v.known() ? v.number : kNumberUnknown;
    };
    const auto truth = [](const Value& v) {
      return v.state == Value::State::None ? kTruthNone : !v.known() ? kTruthUnknown : v.number ? kYes : kNo;
    };
    const auto date = [](const Value& v) {
      return v.state == Value::State::None ? kNone : v.known() ? static_cast<calendar::Day>(v.number) : kUnknown;
    };
    decider.set(open, truth(f[Open]));
    decider.set(settled, date(f[Settled]));
    decider.set(kind, date(f[Kind]));
    decider.set(count, number(f[Count]));
    decider.set(amount, number(f[Amount]), f[Amount].currency);
    decider.set(any_amount, number(f[AnyAmount]), f[AnyAmount].currency);
    for (const auto& [input, field] : {std::pair{branch, Branch}, {place, Place}})
      if (f[field].known())
        decider.set(input, f[field].text);
      else
        decider.set_missing(input, date(f[field]));
    decider.set(confirmed, truth(f[Confirmed]));
    decider.set(unread, date(f[Unread]));
    decider.set(hold, truth(e.engine.on_hold));
  }

  RecordDecider decider;
  RecordDecider::TruthInput open;
  RecordDecider::DateInput settled;
  RecordDecider::SymbolInput kind;
  RecordDecider::NumberInput count;
  RecordDecider::MoneyInput amount, any_amount;
  RecordDecider::TextInput branch, place;
  RecordDecider::TruthInput confirmed;
  RecordDecider::DateInput unread;
  RecordDecider::TruthInput hold;
};

class SomeEntry {
 public:
  model::Entry operator()(const model::RuleSet& rules) {
    model::Entry e = entry_of(
        rules, 0,
        {maybe(known(below(2))), maybe(known(some_day())), maybe(known(below(2))), maybe(known(below(6))),
         maybe(money_value(below(1000), below(4) ? "EUR" : "SEK")),
         maybe(money_value(below(1000), below(2) ? "EUR" : "SEK")), maybe(text_value(below(2) ? "Oslo" : "Rome")),
         maybe(known(below(2))), maybe(text_value(below(2) ? "Oslo" : "Rome")), maybe(known(some_day()))});
    if (below(6) == 0) e.engine.on_hold = below(2) ? known(1) : unknown();
    return e;
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  calendar::Day some_day() {
    const int which = below(12);
    return which == 0 ? calendar::kLastDay + 5 : which == 1 ? calendar::kFirstDay - 5 : day(2016, 1, 1) + below(3000);
  }
  Value maybe(const Value& v) { return below(5) ? v : below(2) ? none() : unknown(); }
  std::mt19937_64 random_{7};
};

}  // namespace

TEST_CASE("a record that is set field by field is decided as the same entry through a batch") {
  const Claims c;
  for (const program::Purpose purpose : {program::Purpose::Night, program::Purpose::Answers}) {
    const auto program = c.program(purpose);
    for (const auto kind : {program::StepKind::CompareTruths, program::StepKind::CompareTexts})
      REQUIRE(std::any_of(program->schedule.runs.begin(), program->schedule.runs.end(),
                          [&](const program::StepRun& run) { return run.kind == kind; }));
    Desk desk(program);
    SomeEntry some;
    decide::Batch batch;
    decide::Machine machine;
    decide::Verdicts verdicts;
    for (int k = 0; k < 3000; ++k) {
      const model::Entry entry = some(c.b.rules);
      const model::AsOf on = as_of(day(2019, 1, 1) + k);
      desk.set(entry);
      const decide::Verdict told = desk.decider.decide(on);
      // Twice the same entry: a batch of two goes the way of columns.
      decide::gather_copies(*program, entry, 2, batch);
      machine.run_keeping(*program, batch, on, &verdicts);
      const decide::Verdict expected = decide::verdict_of(verdicts, 1);
      REQUIRE(told.same_as(expected));
      REQUIRE(told.next_change == expected.next_change);
      if (purpose == program::Purpose::Night) continue;
      REQUIRE_FALSE(desk.decider.reasons().conditions().empty());
      for (const auto& condition : desk.decider.reasons().conditions())
        REQUIRE(desk.decider.reasons().truth(condition) == machine.truth(program->register_of(condition.expr), 1));
    }
  }
}

TEST_CASE("the reasons say of every effect whether it stands, what replaces it, and its dates") {
  const Claims c;
  Desk desk(c.program(program::Purpose::Answers));
  desk.decider.set(desk.settled, day(2020, 3, 15));
  desk.decider.set(desk.open, kYes);
  CHECK(calendar::to_iso(desk.decider.decide(as_of(day(2020, 6, 1))).due) == "2021-03-16");
  const decide::Reasons reasons = desk.decider.reasons();
  REQUIRE(reasons.effects().size() == 9);
  const auto& open = reasons.effects()[0];
  CHECK(open.rule == 0);
  CHECK(reasons.stands(open) == kYes);
  CHECK(reasons.holds(open));
  CHECK(calendar::to_iso(reasons.date(open)) == "2021-03-16");
  CHECK(calendar::to_iso(reasons.limit(open)) == "2021-03-16");
  const auto& card = reasons.effects()[1];
  CHECK(reasons.stands(card) == kTruthUnknown);
  CHECK_FALSE(reasons.holds(card));
  const auto& always = reasons.effects()[8];
  CHECK(reasons.stands(always) == kYes);
  CHECK(reasons.replaced(always) == kYes);
  CHECK_FALSE(reasons.holds(always));
  CHECK(reasons.truth(c.b.rules.retention[0].when) == kYes);
  CHECK(reasons.truth(c.b.rules.retention[1].when) == kTruthUnknown);
  CHECK(reasons.truth(static_cast<ExprId>(c.b.rules.exprs.size())) == kTruthUnknown);
}

TEST_CASE("a decider keeps the facts until they are set anew or forgotten") {
  const Claims c;
  Desk desk(c.program(program::Purpose::Night));
  const model::AsOf on = as_of(day(2022, 1, 1));
  desk.decider.set(desk.settled, day(2020, 3, 15));
  desk.decider.set(desk.open, kYes);
  CHECK(desk.decider.decide(on).erase_due);
  CHECK(desk.decider.decide(on).erase_due);
  desk.decider.set(desk.hold, kYes);
  CHECK(desk.decider.decide(on).rule == decide::kPlacedHold);
  desk.decider.forget();
  CHECK(desk.decider.decide(on).rule == decide::kNoRule);
  CHECK(desk.decider.decide(on).due == calendar::kNever);
}

TEST_CASE("a program that reads rows of other records is none for a record by itself") {
  Claims c;
  const RecordId item = c.b.record("item");
  const FieldId paid = c.b.field(item, "paid", type_of(Base::YesNo));
  const model::ListId items = c.b.list(0, "items", item);
  CHECK(RecordDecider::can_decide(*c.program(program::Purpose::Night)));
  c.rule("paid", c.b.over_list(Op::EveryIn, items, c.b.get(item, paid)), 1);
  CHECK_FALSE(RecordDecider::can_decide(*c.program(program::Purpose::Night)));
}

}  // namespace frist::test
