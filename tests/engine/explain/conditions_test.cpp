// SPDX-License-Identifier: Apache-2.0
// Conditions as trees: what they quote, what decided, and why something is not known.
#include "engine/explain/conditions.hpp"

#include "engine/decide/timeline.hpp"
#include "engine/explain/missing.hpp"
#include "rules/program/compile.hpp"
#include "tests/rules/bind/bound.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace frist;
using explain::Cause;
using explain::Said;
using explain::Truth;

constexpr const char* kPolicy = R"(policy test "Test"
  version "1"
  time zone Europe/Berlin
  counting from the next day
  month end MONTH_END

record claim in table "claims" key "id"
  subject debtor
  field debtor text identity
  field settled_on date absent means none
  field recorded_on date
  field amount money absent means unknown
  field first_price money absent means unknown
  field disputed yes/no absent means unknown
  field large yes/no absent means no
  list parts of part

record part in table "parts" key "id" parent "claim_id"
  field sent_on date

define asked of claim as CONDITION
retention review_open of claim
  when settled_on is none
  review every 1 years from recorded_on
)";

std::string policy(const std::string& condition, const std::string& month_end = "last day") {
  std::string text = kPolicy;
  text.replace(text.find("CONDITION"), 9, condition);
  text.replace(text.find("MONTH_END"), 9, month_end);
  return text;
}

model::Value known(std::int64_t number, model::Currency currency = model::kAnyCurrency) {
  return {model::Value::State::Known, number, currency, {}};
}
calendar::Day day(const char* iso) { return *calendar::parse_day(iso); }

// One condition over one entry: settled_on none, recorded on 31 January 2024, everything else not known.
struct Asked {
  explicit Asked(const std::string& condition, const std::string& month_end = "last day")
      : bound(policy(condition, month_end)) {
    INFO(bound.findings());
    REQUIRE(bound.rules);
    const auto record = *bound.rules->find_record("claim");
    entry.row.record = record;
    entry.row.fields.resize(bound.rules->records[record].fields.size());
    entry.row.lists.resize(1);
    entry.row.fields[1].state = model::Value::State::None;
    entry.row.fields[2] = known(day("2024-01-31"));
    entry.row.fields[6] = known(0);
    program = program::compile(bound.rules, record, program::Purpose::Answers);
  }
  model::ExprId condition() const { return bound.rules->defines[0].value; }
  Said said() const { return explain::said_of(explain::Run(*program, entry, as_of()), condition()); }
  std::vector<explain::FactSaid> missing() const {
    return explain::missing_for(explain::Run(*program, entry, as_of()), condition());
  }

  testing::Bound bound;
  model::Entry entry;
  std::shared_ptr<const program::Program> program;

 private:
  model::AsOf as_of() const { return decide::start_of(*program, day("2024-06-01")); }
};

TEST_CASE("a condition that shares its nodes with another is quoted as it means, not as the other is written") {
  const Asked asked("settled_on is recorded and large");
  const Said said = asked.said();
  REQUIRE(said.parts.size() == 2);
  CHECK(said.parts[0].written == "settled_on is recorded");
  CHECK(said.parts[0].value == Truth::No);
  CHECK(said.parts[1].written == "large");
}

TEST_CASE("of a conjunction that is no the parts that are no decide") {
  const Said said = Asked("settled_on is none and large and disputed").said();
  CHECK(said.value == Truth::No);
  REQUIRE(said.parts.size() == 3);
  CHECK_FALSE(said.parts[0].decisive);
  CHECK(said.parts[1].decisive);
  CHECK_FALSE(said.parts[2].decisive);
}

TEST_CASE("of a disjunction that is yes the parts that are yes decide") {
  const Said said = Asked("large or settled_on is none or disputed").said();
  CHECK(said.value == Truth::Yes);
  REQUIRE(said.parts.size() == 3);
  CHECK(said.parts[1].decisive);
  CHECK_FALSE(said.parts[0].decisive);
  CHECK_FALSE(said.parts[2].decisive);
}

TEST_CASE("of a conjunction that is open the open parts decide, and their facts are missing") {
  const Asked asked("settled_on is none and disputed");
  const Said said = asked.said();
  CHECK(said.value == Truth::Unknown);
  REQUIRE(said.parts.size() == 2);
  CHECK_FALSE(said.parts[0].decisive);
  REQUIRE(said.parts[1].facts.size() == 1);
  CHECK(said.parts[1].facts[0].cause == Cause::NotRecorded);
  CHECK(asked.missing().size() == 1);
}

TEST_CASE("an amount of another currency than the rule's is known and yet missing") {
  Asked asked("amount is at most 1000 EUR");
  asked.entry.row.fields[3] = known(50000, {'S', 'E', 'K'});
  REQUIRE(asked.missing().size() == 1);
  CHECK(asked.missing()[0].cause == Cause::OtherCurrency);
  CHECK(asked.said().facts[0].cause == Cause::OtherCurrency);
}

TEST_CASE("two amounts of unlike currencies are both missing") {
  Asked asked("amount is at most first_price");
  asked.entry.row.fields[3] = known(50000, {'S', 'E', 'K'});
  asked.entry.row.fields[4] = known(50000, {'E', 'U', 'R'});
  REQUIRE(asked.missing().size() == 2);
  CHECK(asked.missing()[0].id == 3);
  CHECK(asked.missing()[1].id == 4);
  CHECK(asked.missing()[1].cause == Cause::OtherCurrency);
}

TEST_CASE("what cannot be read is told apart from what is not recorded") {
  Asked asked("recorded_on is before 2025-01-01");
  asked.entry.row.fields[2] = {model::Value::State::NotReadable, 0, model::kAnyCurrency, "soon"};
  REQUIRE(asked.missing().size() == 1);
  CHECK(asked.missing()[0].cause == Cause::NotReadable);
  CHECK(asked.missing()[0].value.text == "soon");
}

TEST_CASE("a list that nobody knows is missing as a list") {
  const Asked asked("any parts where (sent_on is after recorded_on)");
  REQUIRE(asked.missing().size() == 1);
  CHECK(asked.missing()[0].kind == explain::FactSaid::Kind::List);
  CHECK(asked.missing()[0].cause == Cause::ListUnknown);
}

TEST_CASE("a condition on children shows each of them by its number") {
  Asked asked("any parts where (sent_on is after recorded_on)");
  asked.entry.row.lists[0].emplace();
  for (const char* sent : {"2024-01-01", "2024-03-01"}) {
    model::Row row;
    row.record = *asked.bound.rules->find_record("part");
    row.fields = {known(day(sent))};
    asked.entry.row.lists[0]->push_back(row);
  }
  const Said said = asked.said();
  CHECK(said.value == Truth::Yes);
  REQUIRE(said.parts.size() == 2);
  CHECK(said.parts[0].row->number == 1);
  CHECK_FALSE(said.parts[0].decisive);
  CHECK(said.parts[1].row->number == 2);
  CHECK(said.parts[1].decisive);
}

TEST_CASE("where a date does not exist nothing is missing and the condition says so") {
  const Asked asked("1 months after recorded_on is before today", "refused");
  CHECK(asked.said().value == Truth::Unknown);
  CHECK(asked.said().cause == Cause::NoSuchDate);
  CHECK(asked.missing().empty());
}

TEST_CASE("a tree is cut where it grows too large, and says so") {
  std::string condition = "large";
  for (int k = 0; k < 30; ++k) condition = "(not (" + condition + " or disputed))";
  const Said said = Asked(condition).said();
  const Said* node = &said;
  int depth = 0;
  bool cut = false;
  while (!node->parts.empty()) {
    node = &node->parts[0];
    cut |= node->cut;
    ++depth;
  }
  CHECK(cut);
  CHECK(depth <= explain::kMostDepth);
}

}  // namespace
