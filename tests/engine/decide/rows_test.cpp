// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

using decide::kNo;
using decide::kTruthUnknown;
using decide::kYes;

// Claims with reminders (sent on a day, written or not, with costs) and a link to a case; other claims of the subject.
struct Claims {
  Claims() {
    for (const char* name : {"claim", "reminder", "case"}) b.record(name);
    b.field(0, "due_on", type_of(Base::Date, true));
    b.field(0, "case", type_of(Base::Link, true), 2);
    b.field(1, "sent_on", type_of(Base::Date, true));
    b.field(1, "written", type_of(Base::YesNo));
    b.field(1, "costs", money_of(""));
    b.field(2, "closed_on", type_of(Base::Date, true));
    reminders = b.list(0, "reminders", 1);
    sent = b.get(1, 0);
    written = b.get(1, 1);
    costs = b.get(1, 2);
  }
  model::Row reminder(const model::Value& sent_on, const model::Value& is_written,
                      const model::Value& cost = money_value(0, "EUR")) {
    model::Row r;
    r.record = 1;
    r.fields = {sent_on, is_written, cost};
    return r;
  }
  model::Entry claim(std::optional<std::vector<model::Row>> rows) {
    model::Entry e = entry_of(b.rules, 0, {known(100), text_value("k")});
    e.row.lists[0] = std::move(rows);
    return e;
  }
  Said said(ExprId e, const model::Entry& entry) { return ask(b, e, entry, as_of(200)); }
  ModelBuilder b;
  model::ListId reminders = 0;
  ExprId sent = kNoId, written = kNoId, costs = kNoId;
};

}  // namespace

TEST_CASE("a count lies between the rows that surely count and those that may") {
  Claims c;
  const ExprId count = c.b.over_list(Op::CountIn, c.reminders, c.written);
  const Said three = c.said(
      count,
      c.claim({{c.reminder(known(1), known(1)), c.reminder(known(2), unknown()), c.reminder(known(3), known(0))}}));
  CHECK(three.low == 1);
  CHECK(three.high == 2);
  CHECK(three.value == unknown());
  const Said open = c.said(count, c.claim(std::nullopt));
  CHECK(open.low == 0);
  CHECK(open.high == INT64_MAX);
  const auto at_least = [&](std::int64_t n, const model::Entry& e) {
    return c.said(c.b.truth(Op::GreaterEqual, {count, c.b.number(n)}), e).truth;
  };
  const model::Entry one_or_two = c.claim({{c.reminder(known(1), known(1)), c.reminder(known(2), unknown())}});
  CHECK(at_least(1, one_or_two) == kYes);
  CHECK(at_least(2, one_or_two) == kTruthUnknown);
  CHECK(at_least(3, one_or_two) == kNo);
  CHECK(at_least(0, c.claim(std::nullopt)) == kYes);
  CHECK(at_least(1, c.claim(std::nullopt)) == kTruthUnknown);
  CHECK(c.said(c.b.truth(Op::Equal, {count, c.b.number(5)}), one_or_two).truth == kNo);
  CHECK(c.said(c.b.truth(Op::Equal, {count, c.b.number(2)}), one_or_two).truth == kTruthUnknown);
}

TEST_CASE("any and every over rows, none of them and rows nobody knows") {
  Claims c;
  const ExprId any = c.b.over_list(Op::AnyIn, c.reminders, c.written),
               every = c.b.over_list(Op::EveryIn, c.reminders, c.written);
  const auto check = [&](std::optional<std::vector<model::Row>> rows, decide::Truth is_any, decide::Truth is_every) {
    const model::Entry e = c.claim(std::move(rows));
    CHECK(c.said(any, e).truth == is_any);
    CHECK(c.said(every, e).truth == is_every);
  };
  check(std::vector<model::Row>{}, kNo, kYes);
  check(std::nullopt, kTruthUnknown, kTruthUnknown);
  check({{c.reminder(known(1), known(1)), c.reminder(known(1), known(0))}}, kYes, kNo);
  check({{c.reminder(known(1), unknown()), c.reminder(known(1), known(1))}}, kYes, kTruthUnknown);
  check({{c.reminder(known(1), unknown()), c.reminder(known(1), known(0))}}, kTruthUnknown, kNo);
}

TEST_CASE("sums leave out what does not count and are unknown where it matters") {
  Claims c;
  const ExprId sum = c.b.over_list(Op::SumIn, c.reminders, c.written, c.costs);
  const auto said = [&](std::vector<model::Row> rows) { return c.said(sum, c.claim(std::move(rows))).value; };
  CHECK(said({c.reminder(known(1), known(1), money_value(5, "EUR")),
              c.reminder(known(1), known(0), money_value(7, "EUR"))}) == money_value(5, "EUR"));
  CHECK(said({c.reminder(known(1), known(1), money_value(5, "EUR")),
              c.reminder(known(1), unknown(), money_value(0, "EUR"))}) == money_value(5, "EUR"));
  CHECK(said({c.reminder(known(1), known(1), money_value(5, "EUR")),
              c.reminder(known(1), unknown(), money_value(1, "EUR"))}) == unknown());
  CHECK(said({c.reminder(known(1), known(1), money_value(5, "EUR")), c.reminder(known(1), known(1), unknown())}) ==
        unknown());
  CHECK(said({c.reminder(known(1), known(1), money_value(5, "EUR")), c.reminder(known(1), known(1), none())}) ==
        money_value(5, "EUR"));
  CHECK(said({c.reminder(known(1), known(1), money_value(5, "EUR")),
              c.reminder(known(1), known(1), money_value(5, "SEK"))}) == unknown());
  CHECK(said({}) == unknown());  // nought of what currency?
  CHECK(c.said(sum, c.claim(std::nullopt)).value == unknown());
}

TEST_CASE("the latest and earliest row, where rows that may count could change it") {
  Claims c;
  const ExprId latest = c.b.over_list(Op::LatestIn, c.reminders, c.written, c.sent),
               earliest = c.b.over_list(Op::EarliestIn, c.reminders, c.written, c.sent);
  const auto check = [&](std::vector<model::Row> rows, const model::Value& late, const model::Value& early) {
    const model::Entry e = c.claim(std::move(rows));
    CHECK(c.said(latest, e).value == late);
    CHECK(c.said(earliest, e).value == early);
  };
  check({c.reminder(known(10), known(1)), c.reminder(known(20), known(1)), c.reminder(known(30), known(0))}, known(20),
        known(10));
  check({c.reminder(known(10), known(1)), c.reminder(known(20), known(1)), c.reminder(known(15), unknown())}, known(20),
        known(10));
  check({c.reminder(known(10), known(1)), c.reminder(known(20), unknown())}, unknown(), known(10));
  check({c.reminder(known(10), known(1)), c.reminder(none(), known(1))}, known(10), known(10));
  check({c.reminder(known(10), known(1)), c.reminder(unknown(), known(1))}, unknown(), unknown());
  check({c.reminder(known(10), known(1)), c.reminder(unknown(), unknown())}, unknown(), unknown());
  check({c.reminder(known(10), known(1)), c.reminder(unknown(), known(0))}, known(10), known(10));
  check({}, none(), none());
  CHECK(c.said(latest, c.claim(std::nullopt)).value == unknown());
}

TEST_CASE("inside a where the entry's own fields are those of the entry") {
  Claims c;
  const ExprId after_due = c.b.truth(Op::Greater, {c.sent, c.b.get(0, 0, true)});
  const ExprId count = c.b.over_list(Op::CountIn, c.reminders, after_due);
  CHECK(c.said(count, c.claim({{c.reminder(known(99), known(1)), c.reminder(known(101), known(1)),
                                c.reminder(known(102), known(1))}}))
            .value == known(2));
}

TEST_CASE("an aggregate inside a where looks at the entry's rows, not at the row's") {
  Claims c;
  const ExprId several = c.b.truth(Op::GreaterEqual, {c.b.over_list(Op::CountIn, c.reminders, kNoId), c.b.number(2)});
  const ExprId any = c.b.over_list(Op::AnyIn, c.reminders, c.b.both(several, c.written));
  CHECK(c.said(any, c.claim({{c.reminder(known(1), known(1)), c.reminder(known(2), known(0))}})).truth == kYes);
  CHECK(c.said(any, c.claim({{c.reminder(known(1), known(1))}})).truth == kNo);
}

TEST_CASE("other records of the subject, with the entry itself unless it is left out") {
  Claims c;
  const auto count = [&](bool other, RecordId record) {
    Expr e = ModelBuilder::node(Op::CountIn, Base::Number,
                                {c.b.truth(Op::GreaterEqual, {c.b.get(0, 0), c.b.constant(type_of(Base::Date), 100)})});
    e.type.interval = true;
    e.source = {model::RowSource::Kind::SameSubject, kNoId, record, other};
    return c.b.add(e);
  };
  model::Entry e = c.claim(std::vector<model::Row>{});
  for (const std::int64_t due : {50, 150}) e.others->push_back(entry_of(c.b.rules, 0, {known(due), none()}).row);
  CHECK(c.said(count(true, 0), e).value == known(1));
  CHECK(c.said(count(false, 0), e).value == known(2));
  CHECK(c.said(count(true, 2), e).value == known(0));
  e.others = std::nullopt;
  CHECK(c.said(count(true, 0), e).value == unknown());
}

TEST_CASE("a linked field is that of the record that the link leads to, and unknown where it leads nowhere") {
  Claims c;
  Expr e = ModelBuilder::node(Op::LinkedField, Base::Date);
  e.link = 1;
  e.field = 0;
  const ExprId closed = c.b.add(e);
  model::Entry entry = c.claim(std::vector<model::Row>{});
  CHECK(c.said(closed, entry).value == unknown());
  entry.linked[1] = model::Row{2, "k", {known(7)}, {}};
  CHECK(c.said(closed, entry).value == known(7));
  entry.linked[1]->fields[0] = none();
  CHECK(c.said(closed, entry).value == none());
}

}  // namespace frist::test
