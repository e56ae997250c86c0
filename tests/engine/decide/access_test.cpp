// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/access.hpp"
#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

using decide::AccessMatch;
using model::Action;
using model::Object;

// Counsellors (party 0) may read claims and see the amount, for counselling (purpose 0), while the mandate is valid.
struct Claims {
  Claims() {
    b.record("claim");
    amount = b.field(0, "amount", money_of("EUR"));
    mandate = b.field(0, "mandate_valid", type_of(Base::YesNo));
    religion = b.field(0, "religion", type_of(Base::Text));
    until = b.field(0, "mandate_until", type_of(Base::Date));
    b.rules.parties.resize(2);
    b.rules.purposes.resize(2);
    model::Access a;
    a.parties = {0};
    a.action = Action::Read;
    a.object = {Object::Kind::Record, 0};
    a.showing = {amount};
    a.shows_all = false;
    a.purposes = {0};
    a.when = b.get(mandate);
    b.rules.permissions.push_back(a);
    entry = entry_of(b.rules, 0, {known(5), known(1), unknown(), known(100)});
    question = {0, Action::Read, {Object::Kind::Record, 0}, {amount}, 0};
  }
  decide::AccessAnswer may() {
    const bool record = question.object.kind == Object::Kind::Record;
    const auto program = program::compile(b.done(), record ? 0 : kNoId, program::Purpose::Answers);
    decide::Batch batch;
    decide::Machine machine;
    decide::gather(*program, {&entry, 1}, batch);
    machine.run_keeping(*program, batch, as_of(100));
    return decide::may(machine, 0, question, 100);
  }
  model::Access& permission() { return b.rules.permissions[0]; }
  model::Access& forbid() {
    model::Access a;
    a.parties = {0};
    a.action = Action::Read;
    a.refer_to = 1;
    b.rules.prohibitions.push_back(a);
    return b.rules.prohibitions.back();
  }
  ModelBuilder b;
  model::FieldId amount = 0, mandate = 0, religion = 0, until = 0;
  model::Entry entry;
  decide::AccessQuestion question;
};

}  // namespace

TEST_CASE("while processing is restricted only storing is permitted, and what says that it holds then") {
  Claims c;
  c.question.restricted = true;
  const auto refused = c.may();
  CHECK_FALSE(refused.permitted);
  CHECK_FALSE(refused.open);
  CHECK(refused.permissions[0] == AccessMatch::Restricted);
  c.question.action = c.permission().action = Action::Store;
  CHECK(c.may().permitted);
  c.question.action = c.permission().action = Action::Read;
  auto fact = ModelBuilder::node(Op::Fact, Base::Date);
  fact.fact = model::Fact::RestrictedOn;
  fact.type.optional = true;
  c.permission().when = c.b.truth(Op::And, {c.b.get(c.mandate), c.b.recorded(c.b.add(fact))});
  c.entry.engine.restricted_on = known(90);
  CHECK(c.may().permitted);
  c.forbid();
  CHECK_FALSE(c.may().permitted);
  CHECK(decide::is_restricted(c.entry.engine, 90));
  CHECK_FALSE(decide::is_restricted(c.entry.engine, 89));
}

TEST_CASE("a permission permits what it says and nothing else") {
  Claims c;
  CHECK(c.may().permitted);
  CHECK(c.may().permission == 0);
  const auto refused = [&](auto change, AccessMatch why) {
    Claims other;
    change(other);
    const auto answer = other.may();
    CHECK_FALSE(answer.permitted);
    CHECK_FALSE(answer.open);
    CHECK(answer.permissions[0] == why);
  };
  refused([](Claims& x) { x.question.party = 1; }, AccessMatch::OtherParty);
  refused([](Claims& x) { x.question.action = Action::Change; }, AccessMatch::OtherAction);
  refused([](Claims& x) { x.question.object = {Object::Kind::Bands, 0}; }, AccessMatch::OtherObject);
  refused([](Claims& x) { x.question.purpose = 1; }, AccessMatch::OtherPurpose);
  refused([](Claims& x) { x.question.showing = {x.mandate}; }, AccessMatch::OtherFields);
  refused([](Claims& x) { x.entry.row.fields[1] = known(0); }, AccessMatch::ConditionNotMet);
  refused(
      [](Claims& x) {
        x.permission().heading.force.holds = x.b.truth(Op::Less, {x.b.today(), x.b.constant(type_of(Base::Date), 50)});
      },
      AccessMatch::NotInForce);
  refused([](Claims& x) { x.permission().heading.reading = {0, 1, false}; }, AccessMatch::NotInForce);
}

TEST_CASE("what is not known refuses, and says what is missing") {
  Claims c;
  c.entry.row.fields[1] = unknown();
  const auto answer = c.may();
  CHECK_FALSE(answer.permitted);
  CHECK(answer.open);
  REQUIRE(answer.missing.size() == 1);
  CHECK(answer.missing[0].field == c.mandate);
}

TEST_CASE("a permission lasts through its last day") {
  Claims c;
  c.permission().until = c.b.get(c.until);
  CHECK(c.may().permitted);
  c.entry.row.fields[3] = known(99);
  CHECK(c.may().permissions[0] == AccessMatch::Expired);
  c.entry.row.fields[3] = unknown();
  CHECK(c.may().open);
}

TEST_CASE("a prohibition wins, also where its condition is unknown, and refers") {
  Claims c;
  model::Access& ban = c.forbid();
  CHECK_FALSE(c.may().permitted);
  CHECK_FALSE(c.may().open);
  CHECK(c.may().refer_to == 1);
  ban.when = c.b.truth(Op::Not, {c.b.get(c.mandate)});
  CHECK(c.may().permitted);
  ban.when = c.b.recorded(c.b.get(c.religion));
  CHECK_FALSE(c.may().permitted);
  CHECK(c.may().open);
  CHECK(c.may().missing[0].field == c.religion);
  ban.shows_all = false;
  ban.showing = {c.religion};
  CHECK(c.may().permitted);
}

TEST_CASE("a permission without fields shows all but prohibited data, which one party may use for one purpose") {
  Claims c;
  c.permission().shows_all = true;
  c.permission().showing.clear();
  c.question.showing = {c.amount, c.mandate};
  CHECK(c.may().permitted);
  c.b.rules.data_names = {{"religion", {}}};
  c.b.rules.prohibited_data.push_back({{}, {0}, kNoId, kNoId});
  CHECK(c.may().permitted);
  c.question.showing = {c.religion};
  CHECK_FALSE(c.may().permitted);
  CHECK(c.may().prohibited_data == 0);
  c.b.rules.prohibited_data[0].except_party = 0;
  c.b.rules.prohibited_data[0].except_purpose = 0;
  CHECK(c.may().permitted);
}

TEST_CASE("a permission to do anything covers what belongs to no record") {
  Claims c;
  c.permission().object = {};
  c.permission().when = kNoId;
  c.question.object = {Object::Kind::Data, 0};
  c.question.showing = {};
  c.b.rules.data_names = {{"score", {}}};
  CHECK(c.may().permitted);
  c.b.rules.prohibited_data.push_back({{}, {0}, kNoId, kNoId});
  CHECK_FALSE(c.may().permitted);
}

}  // namespace frist::test
