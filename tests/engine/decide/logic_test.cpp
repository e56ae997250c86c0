// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <fstream>
#include <sstream>

#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

using decide::kNo;
using decide::kTruthNone;
using decide::kTruthUnknown;
using decide::kYes;
using decide::Truth;

Truth truth_named(const std::string& word) { return word == "yes" ? kYes : word == "no" ? kNo : kTruthUnknown; }

// One column for each operand, run through the kernels of one width, many copies to fill whole vectors and a rest.
Truth combine(calendar::Lanes lanes, const std::string& op, const std::vector<Truth>& operands) {
  constexpr std::size_t n = 77;
  const auto& k = decide::kernels_for(lanes);
  std::vector<Truth> out(n, operands[0]);
  if (op == "not") {
    const std::vector<Truth> a = out;
    k.logic.negate(out.data(), a.data(), n);
  }
  for (std::size_t i = 1; i < operands.size(); ++i) {
    const std::vector<Truth> a(n, operands[i]), before = out;
    if (op == "and") k.logic.fold_and(out.data(), a.data(), n);
    if (op == "or") k.logic.fold_or(out.data(), a.data(), n);
    if (op == "xor") k.compare.truths(out.data(), before.data(), a.data(), false, n);
  }
  for (const Truth t : out) REQUIRE(t == out[0]);
  return out[0];
}

}  // namespace

TEST_CASE("three-valued logic agrees with the tables of openCypher and the DMN test kit") {
  std::ifstream file(FRIST_SOURCE_DIR "/tests/vectors/three_valued_truth.csv");
  std::string line;
  std::getline(file, line);
  int rows = 0;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::array<std::string, 6> f;
    for (std::string& field : f) std::getline(fields, field, ',');
    std::vector<Truth> operands;
    std::istringstream words(f[4]);
    for (std::string word; words >> word;) operands.push_back(truth_named(word));
    INFO(line);
    for (const calendar::Lanes lanes : all_lanes()) CHECK(combine(lanes, f[2], operands) == truth_named(f[5]));
    ++rows;
  }
  CHECK(rows == 169);
}

TEST_CASE("and, or and at-least agree with counting on every three operands") {
  ModelBuilder b;
  b.record("claim");
  std::vector<ExprId> fields;
  for (const char* name : {"p", "q", "r"}) fields.push_back(b.get(b.field(0, name, type_of(Base::YesNo, true))));
  const std::array values{known(0), known(1), unknown(), none()};
  const ExprId all = b.truth(Op::And, fields), any = b.truth(Op::Or, fields);
  std::vector<ExprId> at_least;
  for (std::uint32_t n = 0; n <= 4; ++n) {
    Expr e = ModelBuilder::node(Op::AtLeastOf, Base::YesNo, fields);
    e.count = n;
    at_least.push_back(b.add(e));
  }
  for (const auto& p : values)
    for (const auto& q : values)
      for (const auto& r : values) {
        const model::Entry entry = entry_of(b.rules, 0, {p, q, r});
        std::uint32_t yes = 0, open = 0;
        for (const auto& v : {p, q, r}) v.known() ? yes += v.number == 1 : ++open;
        const auto said = [&](ExprId e) { return ask(b, e, entry, as_of(0)).truth; };
        CHECK(said(all) == (yes + open < 3 ? kNo : open ? kTruthUnknown : kYes));
        CHECK(said(any) == (yes ? kYes : open ? kTruthUnknown : kNo));
        for (std::uint32_t n = 0; n <= 4; ++n)
          CHECK(said(at_least[n]) == (yes >= n ? kYes : yes + open < n ? kNo : kTruthUnknown));
      }
}

TEST_CASE("a yes/no that is none can be asked for, and counts as unknown in a condition") {
  ModelBuilder b;
  b.record("claim");
  const ExprId p = b.get(b.field(0, "p", type_of(Base::YesNo, true)));
  const model::Entry entry = entry_of(b.rules, 0, {none()});
  CHECK(ask(b, b.recorded(p), entry, as_of(0)).truth == kNo);
  CHECK(ask(b, p, entry, as_of(0)).value == none());
  CHECK(ask(b, b.truth(Op::Not, {p}), entry, as_of(0)).truth == kTruthUnknown);
}

TEST_CASE("is recorded tells known, none and unknown apart for every kind of value") {
  for (const Base base :
       {Base::YesNo, Base::Date, Base::Number, Base::Money, Base::Text, Base::Symbol, Base::Moment, Base::Link}) {
    ModelBuilder b;
    b.record("claim");
    const ExprId asked = b.recorded(b.get(b.field(0, "x", type_of(base, true))));
    const auto said = [&](const model::Value& v) { return ask(b, asked, entry_of(b.rules, 0, {v}), as_of(0)).truth; };
    CHECK(said(known(1)) == kYes);
    CHECK(said(none()) == kNo);
    CHECK(said(unknown()) == kTruthUnknown);
    CHECK(said({model::Value::State::NotReadable, 0, {}, "2024-02-30"}) == kTruthUnknown);
  }
}

TEST_CASE("a choice takes a side on yes and no, and on unknown only what both sides say") {
  ModelBuilder b;
  b.record("claim");
  const ExprId p = b.get(b.field(0, "p", type_of(Base::YesNo)));
  const ExprId x = b.get(b.field(0, "x", type_of(Base::Date, true))),
               y = b.get(b.field(0, "y", type_of(Base::Date, true)));
  const ExprId choice = b.add(ModelBuilder::node(Op::Case, Base::Date, {p, x, y}));
  const auto said = [&](const model::Value& when, const model::Value& a, const model::Value& c) {
    return ask(b, choice, entry_of(b.rules, 0, {when, a, c}), as_of(0)).value;
  };
  CHECK(said(known(1), known(5), known(6)) == known(5));
  CHECK(said(known(0), known(5), known(6)) == known(6));
  CHECK(said(unknown(), known(5), known(6)) == unknown());
  CHECK(said(unknown(), known(5), known(5)) == known(5));
  CHECK(said(unknown(), none(), none()) == unknown());
  CHECK(said(known(1), none(), known(6)) == none());
}

TEST_CASE("none and unknown stand for values of any type") {
  ModelBuilder b;
  b.record("claim");
  const model::Entry entry = entry_of(b.rules, 0, {});
  for (const Base base : {Base::YesNo, Base::Date, Base::Number}) {
    CHECK(ask(b, b.add(ModelBuilder::node(Op::None, base)), entry, as_of(0)).value == none());
    CHECK(ask(b, b.add(ModelBuilder::node(Op::Unknown, base)), entry, as_of(0)).value == unknown());
  }
}

}  // namespace frist::test
