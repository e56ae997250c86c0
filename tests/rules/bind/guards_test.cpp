// SPDX-License-Identifier: Apache-2.0
// What may be none must be asked for first, and what counts as having asked.
#include "tests/rules/bind/bound.hpp"
#include "tests/support/catch.hpp"

using frist::testing::Bound;

namespace {

const std::string kPolicy =
    R"(policy p version "1" time zone Europe/Berlin counting from the next day month end last day
record claim key "id"
  subject debtor
  field recorded_on date
  field settled_on  date absent means none
  field paused_on   date absent means none
  field urgent      yes/no absent means none
  field disputed    yes/no absent means no
  list  reminders of reminder
record reminder
  field sent_on  date
  field paid_on  date absent means none
  field written  yes/no
define settled of claim as settled_on is recorded
define paused of claim as settled and paused_on is recorded
define late of claim as "late": settled_on is recorded
)";

std::string codes(const std::string& condition) {
  return Bound(kPolicy + "define value of claim as " + condition + "\n").codes();
}

std::string codes_of(const std::string& declaration) { return Bound(kPolicy + declaration + "\n").codes(); }

}  // namespace

TEST_CASE("a value that may be none is refused in comparisons until something asks for it") {
  CHECK(codes("settled_on is before today") == "F0305");
  CHECK(codes("settled_on is recorded and settled_on is before today").empty());
  CHECK(codes("settled_on is before today and settled_on is recorded") == "F0305");
  CHECK(codes("(3 days after settled_on) is before today") == "F0305");
  CHECK(codes("settled_on is within 3 days after recorded_on") == "F0305");
  CHECK(codes("settled_on is at least 3 days ago") == "F0305");
  CHECK(codes("days from recorded_on to settled_on is at least 3 days") == "F0305");
}

TEST_CASE("a yes or no that may be none is no condition until something asks for it") {
  CHECK(codes("urgent and disputed") == "F0305");
  CHECK(codes("not urgent") == "F0305");
  CHECK(codes("urgent is yes") == "F0305");
  CHECK(codes("urgent is recorded and urgent").empty());
  CHECK(codes("disputed").empty());
}

TEST_CASE("behind or the earlier parts are taken to be no") {
  CHECK(codes("settled_on is none or settled_on is before today").empty());
  CHECK(codes("not settled or settled_on is before today").empty());
  CHECK(codes("settled_on is recorded or settled_on is before today") == "F0305");
  CHECK(codes("(settled_on is none and disputed) or settled_on is before today") == "F0305");
  CHECK(codes("(settled_on is none or disputed) or settled_on is before today").empty());
  CHECK(codes("(settled and disputed) or settled_on is before today") == "F0305");
}

TEST_CASE("lists guard their later lines as and and or do") {
  CHECK(codes("every\n - settled_on is recorded\n - settled_on is before today").empty());
  CHECK(codes("any of\n - settled_on is none\n - settled_on is before today").empty());
  CHECK(codes("none of\n - settled_on is none\n - settled_on is before today").empty());
  CHECK(codes("at least 1 of\n - settled_on is recorded\n - settled_on is before today") == "F0305");
}

TEST_CASE("definitions that ask count as asking, through labels and other definitions") {
  CHECK(codes("settled and settled_on is before today").empty());
  CHECK(codes("late and settled_on is before today").empty());
  CHECK(codes("paused and settled_on is before today and paused_on is before today").empty());
  CHECK(codes("\"it is settled\": settled and settled_on is before today").empty());
}

TEST_CASE("none among several values is asked first") {
  CHECK(codes("urgent is one of (none, yes)").empty());
  CHECK(codes("settled_on is one of (2024-01-01, none)").empty());
  CHECK(codes("settled_on is one of (2024-01-01, 2024-01-02)") == "F0305");
}

TEST_CASE("what is asked on both sides of or is known behind it") {
  CHECK(codes("((settled and disputed) or (settled and not disputed)) and settled_on is before today").empty());
  CHECK(codes("(settled or disputed) and settled_on is before today") == "F0305");
  CHECK(codes("not (settled_on is none or disputed) and settled_on is before today").empty());
}

TEST_CASE("the latest of several may be none only where all of them may") {
  CHECK(codes("latest of (settled_on, paused_on) is before today") == "F0305");
  CHECK(codes("latest of (settled_on, recorded_on) is before today").empty());
  CHECK(codes("settled and latest of (settled_on, paused_on) is before today").empty());
  CHECK(codes("latest of (settled_on, paused_on) is recorded and latest of (settled_on, paused_on) is before today")
            .empty());
}

TEST_CASE("the latest of a list is there where an earlier part counted such rows") {
  CHECK(codes("latest sent_on of reminders is before today") == "F0305");
  CHECK(codes("any reminders and latest sent_on of reminders is before today").empty());
  CHECK(codes("any reminders where written and latest sent_on of reminders is before today").empty());
  CHECK(codes("count of reminders where (written and sent_on is before today) is at least 2 and "
              "earliest sent_on of reminders where written is before today")
            .empty());
  CHECK(codes("count of reminders is at least 0 and latest sent_on of reminders is before today") == "F0305");
  CHECK(codes("any reminders and earliest sent_on of reminders where written is before today") == "F0305");
  CHECK(codes("any reminders and latest paid_on of reminders is before today") == "F0305");
  CHECK(codes("any reminders where (paid_on is recorded) and latest paid_on of reminders is before today").empty());
  CHECK(codes("no reminders or latest sent_on of reminders is before today").empty());
}

TEST_CASE("inside of a where the rows ask for themselves and the entry's answers still count") {
  CHECK(codes("any reminders where (paid_on is before today)") == "F0305");
  CHECK(codes("any reminders where (paid_on is recorded and paid_on is before today)").empty());
  CHECK(codes("settled and any reminders where (sent_on is after settled_on)").empty());
  CHECK(codes("any reminders where (sent_on is after settled_on)") == "F0305");
  CHECK(codes("settled and any other claim of the same subject where (settled_on is before today)") == "F0305");
  CHECK(codes("settled and any other claim of the same subject where (recorded_on is after this claim's settled_on)")
            .empty());
}

TEST_CASE("a rule's when guards its effects, and each requirement the later ones and the alternatives") {
  CHECK(codes_of("deadline d of claim when settled due on 3 days after settled_on").empty());
  CHECK(codes_of("eligibility e of claim when settled requires settled_on is before today").empty());
  CHECK(codes_of("eligibility e of claim requires settled requires settled_on is before today").empty());
  CHECK(codes_of("eligibility e of claim requires settled alternative a requires settled_on is before today").empty());
  CHECK(
      codes_of(
          "eligibility e of claim alternative a requires settled alternative b requires settled_on is before today") ==
      "F0305");
}

TEST_CASE("an effect may start from what may be none, and then stands only where it is recorded") {
  const Bound bound(kPolicy + "retention r of claim erase after 1 year from settled_on");
  REQUIRE(bound.rules);
  const auto& effect = bound.rules->retention[0].effects[0];
  CHECK(frist::model::dump_expr(*bound.rules, effect.stands, 0) == "(recorded (settled_on))");
  const Bound guarded(kPolicy + "retention r of claim when settled erase after 1 year from settled_on");
  REQUIRE(guarded.rules);
  const auto& rule = guarded.rules->retention[0];
  CHECK(rule.effects[0].stands == rule.when);
}

TEST_CASE("a part that could not be bound is not followed by reports about what it might have asked") {
  CHECK(codes("setled_on is recorded and settled_on is before today") == "F0201");
  CHECK(codes_of("eligibility e of claim requires setled_on is recorded requires settled_on is before today") ==
        "F0201");
}

TEST_CASE("asking for what is never none is a mistake of its own") {
  CHECK(codes("recorded_on is recorded") == "F0306");
  CHECK(codes("recorded_on is none") == "F0306");
  CHECK(codes("disputed is recorded") == "F0306");
  CHECK(codes("latest sent_on of reminders is recorded").empty());
}
