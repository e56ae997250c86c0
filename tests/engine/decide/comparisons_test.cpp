// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

using decide::kNo;
using decide::kTruthUnknown;
using decide::kYes;

constexpr std::array kOps{Op::Equal, Op::NotEqual, Op::Less, Op::LessEqual, Op::Greater, Op::GreaterEqual};

decide::Truth expected(Op op, std::int64_t a, std::int64_t b) {
  const bool yes = op == Op::Equal       ? a == b
                   : op == Op::NotEqual  ? a != b
                   : op == Op::Less      ? a < b
                   : op == Op::LessEqual ? a <= b
                   : op == Op::Greater   ? a > b
                                         : a >= b;
  return yes ? kYes : kNo;
}

// A record with two fields of one type, compared with each other and the second one as a constant.
struct Pair {
  explicit Pair(Type of) : type(of) {
    b.record("claim");
    x = b.get(b.field(0, "x", of));
    y = b.get(b.field(0, "y", of));
  }
  decide::Truth fields(Op op, const model::Value& a, const model::Value& c) {
    return ask(b, b.truth(op, {x, y}), entry_of(b.rules, 0, {a, c}), as_of(0)).truth;
  }
  decide::Truth constant(Op op, const model::Value& a, std::int64_t c, bool swapped) {
    const ExprId k = b.constant(type, c);
    return ask(b, swapped ? b.truth(op, {k, x}) : b.truth(op, {x, k}), entry_of(b.rules, 0, {a, known(0)}), as_of(0))
        .truth;
  }
  Type type;
  ModelBuilder b;
  ExprId x = kNoId, y = kNoId;
};

}  // namespace

TEST_CASE("comparisons of dates, numbers and moments order values, as columns and with constants on either side") {
  for (const Base base : {Base::Date, Base::Number, Base::Decimal, Base::Moment})
    for (const Op op : kOps)
      for (const std::int64_t a : {3, 4, 5}) {
        Pair pair(type_of(base));
        INFO(static_cast<int>(base) << ' ' << static_cast<int>(op) << ' ' << a);
        CHECK(pair.fields(op, known(a), known(4)) == expected(op, a, 4));
        CHECK(pair.constant(op, known(a), 4, false) == expected(op, a, 4));
        CHECK(pair.constant(op, known(a), 4, true) == expected(op, 4, a));
      }
}

TEST_CASE("a comparison with an operand that is none or unknown is unknown") {
  for (const Base base : {Base::Date, Base::Number, Base::Moment, Base::Money})
    for (const Op op : kOps)
      for (const auto& missing : {none(), unknown()}) {
        Pair pair(base == Base::Money ? money_of("EUR") : type_of(base, true));
        CHECK(pair.fields(op, missing, known(4)) == kTruthUnknown);
        CHECK(pair.fields(op, known(4), missing) == kTruthUnknown);
        CHECK(pair.constant(op, missing, 4, false) == kTruthUnknown);
        CHECK(pair.constant(op, missing, 4, true) == kTruthUnknown);
      }
}

TEST_CASE("yes/no, symbols and texts are equal or not") {
  for (const Base base : {Base::YesNo, Base::Symbol})
    for (const std::int64_t a : {0, 1}) {
      Pair pair(type_of(base));
      CHECK(pair.fields(Op::Equal, known(a), known(1)) == expected(Op::Equal, a, 1));
      CHECK(pair.fields(Op::NotEqual, known(a), known(1)) == expected(Op::NotEqual, a, 1));
      CHECK(pair.fields(Op::Equal, known(a), unknown()) == kTruthUnknown);
    }
  ModelBuilder b;
  b.record("claim");
  const ExprId name = b.get(b.field(0, "name", type_of(Base::Text)));
  const ExprId ann = b.truth(Op::Equal, {name, b.text("ann")}), not_bob = b.truth(Op::NotEqual, {b.text("bob"), name});
  const auto said = [&](ExprId e, const model::Value& v) {
    return ask(b, e, entry_of(b.rules, 0, {v}), as_of(0)).truth;
  };
  CHECK(said(ann, text_value("ann")) == kYes);
  CHECK(said(ann, text_value("Ann")) == kNo);
  CHECK(said(ann, text_value("")) == kNo);
  CHECK(said(ann, unknown()) == kTruthUnknown);
  CHECK(said(not_bob, text_value("carl")) == kYes);
  CHECK(said(not_bob, text_value("bob")) == kNo);
}

TEST_CASE("two texts that no rule names are neither known to be equal nor to differ") {
  Pair pair(type_of(Base::Text));
  const ExprId literal = pair.b.truth(Op::Equal, {pair.x, pair.b.text("ann")});
  const ExprId same = pair.b.truth(Op::Equal, {pair.x, pair.y}), either = pair.b.truth(Op::Or, {same, literal});
  const auto said = [&](const char* a, const char* c) {
    return ask(pair.b, either, entry_of(pair.b.rules, 0, {text_value(a), text_value(c)}), as_of(0)).truth;
  };
  CHECK(said("x", "y") == kTruthUnknown);
  CHECK(said("x", "x") == kTruthUnknown);
  CHECK(said("x", "ann") == kNo);
}

TEST_CASE("money compares within one currency only") {
  Pair any(money_of(""));
  CHECK(any.fields(Op::Less, money_value(100, "EUR"), money_value(200, "EUR")) == kYes);
  CHECK(any.fields(Op::Less, money_value(100, "EUR"), money_value(200, "SEK")) == kTruthUnknown);
  const ExprId with_constant = any.b.truth(Op::LessEqual, {any.x, any.b.constant(money_of("EUR"), 200)});
  const auto said = [&](const model::Value& v) {
    return ask(any.b, with_constant, entry_of(any.b.rules, 0, {v, v}), as_of(0)).truth;
  };
  CHECK(said(money_value(200, "EUR")) == kYes);
  CHECK(said(money_value(200, "SEK")) == kTruthUnknown);
  CHECK(said(unknown()) == kTruthUnknown);
  Pair euro(money_of("EUR"));
  CHECK(euro.fields(Op::Equal, money_value(5, "EUR"), known(5)) == kYes);
  CHECK(euro.fields(Op::Equal, money_value(5, "SEK"), money_value(5, "EUR")) == kTruthUnknown);
}

TEST_CASE("scaled comparisons multiply crosswise without overflow") {
  ModelBuilder b;
  b.record("claim");
  const ExprId x = b.get(b.field(0, "x", type_of(Base::Number))), y = b.get(b.field(0, "y", type_of(Base::Number)));
  Expr e = ModelBuilder::node(Op::ScaledCompare, Base::YesNo, {x, y});
  e.compare = Op::GreaterEqual;  // x is at least 40 % of y
  e.scale_a = 100'000'000;
  e.scale_b = 40'000'000;
  const ExprId ratio = b.add(e);
  const auto said = [&](std::int64_t a, std::int64_t c) {
    return ask(b, ratio, entry_of(b.rules, 0, {known(a), known(c)}), as_of(0)).truth;
  };
  CHECK(said(4, 10) == kYes);
  CHECK(said(3, 10) == kNo);
  CHECK(said(INT64_MAX, INT64_MAX) == kYes);
  CHECK(said(INT64_MAX / 3, INT64_MAX) == kNo);
}

TEST_CASE("a date past 9999 is later than every day") {
  ModelBuilder b;
  b.record("claim");
  const ExprId x = b.get(b.field(0, "x", type_of(Base::Date)));
  const ExprId never = b.shifted(Op::GoneFrom, x, calendar::years(9000));
  const model::Entry entry = entry_of(b.rules, 0, {known(day(2020, 1, 1))});
  CHECK(ask(b, b.truth(Op::Less, {b.today(), never}), entry, as_of(calendar::kLastDay)).truth == kYes);
  CHECK(ask(b, b.truth(Op::LessEqual, {never, b.today()}), entry, as_of(calendar::kLastDay)).truth == kNo);
}

}  // namespace frist::test
