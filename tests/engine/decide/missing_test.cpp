// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/missing.hpp"
#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

struct Claims {
  Claims() {
    for (const char* name : {"claim", "reminder", "case"}) b.record(name);
    p = b.get(b.field(0, "p", type_of(Base::YesNo)));
    q = b.get(b.field(0, "q", type_of(Base::YesNo)));
    x = b.get(b.field(0, "x", type_of(Base::Date, true)));
    b.field(0, "case", type_of(Base::Link, true), 2);
    b.field(1, "written", type_of(Base::YesNo));
    b.field(1, "sent_on", type_of(Base::Date));
    b.field(2, "closed_on", type_of(Base::Date));
    reminders = b.list(0, "reminders", 1);
    entry = entry_of(b.rules, 0, {unknown(), unknown(), unknown(), none()});
  }
  // The names of what is missing; children's as list.field.
  std::string missing(ExprId expr) {
    const auto program = answers_with(b, expr);
    decide::Batch batch;
    decide::Machine machine;
    decide::gather(*program, {&entry, 1}, batch);
    machine.run_keeping(*program, batch, as_of(100));
    std::string names;
    for (const decide::MissingFact& f : decide::missing_facts(machine, expr, 0))
      names += (names.empty() ? "" : " ") + name(f);
    return names;
  }
  std::string name(const decide::MissingFact& f) {
    using Kind = decide::MissingFact::Kind;
    const auto field = [&] { return b.rules.records[f.record].fields[f.field].name; };
    switch (f.kind) {
      case Kind::Fact:
        return "fact";
      case Kind::Others:
        return "others";
      case Kind::List:
        return b.rules.records[0].lists[f.list].name;
      case Kind::Field:
        break;
    }
    if (f.list != kNoId) return b.rules.records[0].lists[f.list].name + "." + field();
    if (f.link != kNoId) return b.rules.records[0].fields[f.link].name + "." + field();
    return field();
  }
  ModelBuilder b;
  ExprId p = kNoId, q = kNoId, x = kNoId;
  model::ListId reminders = 0;
  model::Entry entry;
};

}  // namespace

TEST_CASE("of a conjunction and a disjunction only the unknown operands are missing, and each once") {
  Claims c;
  CHECK(c.missing(c.b.both(c.p, c.q)) == "p q");
  CHECK(c.missing(c.b.both(c.p, c.b.truth(Op::Or, {c.q, c.p}))) == "p q");
  c.entry.row.fields[0] = known(1);
  CHECK(c.missing(c.b.both(c.p, c.q)) == "q");
  c.entry.row.fields[0] = known(0);
  CHECK(c.missing(c.b.both(c.p, c.q)).empty());
  CHECK(c.missing(c.b.truth(Op::Or, {c.p, c.q})) == "q");
}

TEST_CASE("what a comparison, a date sum and a choice need") {
  Claims c;
  const ExprId late = c.b.truth(Op::Less, {c.b.shifted(Op::GoneFrom, c.x, calendar::years(1)), c.b.today()});
  CHECK(c.missing(late) == "x");
  CHECK(c.missing(c.b.truth(Op::Case, {c.p, late, c.q})) == "p");
  c.entry.row.fields[0] = known(1);
  CHECK(c.missing(c.b.truth(Op::Case, {c.p, late, c.q})) == "x");
  c.entry.row.fields[2] = none();
  CHECK(c.missing(late) == "x");
  CHECK(c.missing(c.b.recorded(c.x)).empty());
}

TEST_CASE("children lack facts by their list, and a list that nobody knows is itself missing") {
  Claims c;
  const ExprId any = c.b.over_list(Op::AnyIn, c.reminders, c.b.get(1, 0));
  const ExprId latest = c.b.over_list(Op::LatestIn, c.reminders, c.b.get(1, 0), c.b.get(1, 1));
  c.entry.row.lists[0] = {
      {1, "a", {known(1), unknown()}, {}}, {1, "b", {unknown(), known(5)}, {}}, {1, "c", {unknown(), known(5)}, {}}};
  CHECK(c.missing(c.b.truth(Op::Less, {latest, c.b.today()})) == "reminders.sent_on reminders.written");
  CHECK(c.missing(any).empty());
  c.entry.row.lists[0] = std::nullopt;
  CHECK(c.missing(any) == "reminders");
}

TEST_CASE("facts of the engine, of linked records, of the entry seen from a row, and of nobody's other records") {
  Claims c;
  c.entry.engine.on_hold = unknown();
  CHECK(c.missing(c.b.fact(model::Fact::OnHold)) == "fact");
  Expr linked = ModelBuilder::node(Op::LinkedField, Base::Date);
  linked.link = 3;
  linked.field = 0;
  CHECK(c.missing(c.b.truth(Op::Less, {c.b.add(linked), c.b.today()})) == "case.closed_on");
  c.entry.row.lists[0] = {{1, "a", {known(1), known(3)}, {}}};
  const ExprId outer = c.b.both(c.b.get(1, 0), c.b.get(0, 0, true));
  CHECK(c.missing(c.b.over_list(Op::AnyIn, c.reminders, outer)) == "p");
  Expr others = ModelBuilder::node(Op::AnyIn, Base::YesNo, {c.p});
  others.source = {model::RowSource::Kind::SameSubject, kNoId, 0, true};
  c.entry.others = std::nullopt;
  CHECK(c.missing(c.b.add(others)) == "others");
}

}  // namespace frist::test
