// SPDX-License-Identifier: Apache-2.0
// Which special rules exclude each other, as far as can be shown.
#include "tests/rules/analyse/analysed.hpp"
#include "tests/support/catch.hpp"

using frist::testing::Analysed;

namespace {

const std::string kPolicy =
    R"(policy p version "1" time zone Europe/Berlin counting from the next day month end last day
record claim key "id"
  subject debtor
  field recorded_on date
  field settled_on  date absent means none
  field due_on      date
  field seen_at     moment
  field amount      money
  field parts       number
  field disputed    yes/no absent means unknown
  field paused      yes/no absent means none
  field kind        one of (judgment, deed, bill)
  field place       text
  list  reminders of reminder
record reminder
  field sent_on date
  field written yes/no
choice text reading strict reading mild choose mild
define office of claim as "IMY" in force through 2023-12-31
define office of claim as "FI" in force from 2024-01-01
retention general of claim erase after 3 years from recorded_on
)";

/// Whether two special rules with these conditions are found to meet.
bool meet(const std::string& a, const std::string& b) {
  const Analysed analysed(kPolicy + "retention a of claim instead of general when " + a +
                          " erase after 1 year from recorded_on\nretention b of claim instead of general when " + b +
                          " erase after 2 years from recorded_on\n");
  INFO(analysed.findings());
  REQUIRE(analysed.rules);
  return analysed.codes().find("F0505") != std::string::npos;
}

bool clause_meet(const std::string& a, const std::string& b) {
  const Analysed analysed(kPolicy + "retention a of claim instead of general " + a +
                          "\nretention b of claim instead of general " + b);
  INFO(analysed.findings());
  REQUIRE(analysed.rules);
  return analysed.codes().find("F0505") != std::string::npos;
}

}  // namespace

TEST_CASE("yes/no values exclude each other only where one is denied") {
  CHECK(meet("disputed", "kind is bill"));
  CHECK_FALSE(meet("disputed", "not disputed"));
  CHECK_FALSE(meet("disputed and kind is bill", "kind is deed or not disputed"));
  CHECK(meet("disputed and kind is bill", "kind is deed or disputed"));
}

TEST_CASE("values of a list exclude each other") {
  CHECK_FALSE(meet("kind is bill", "kind is deed"));
  CHECK_FALSE(meet("kind is one of (bill, deed)", "kind is not one of (bill, deed)"));
  CHECK(meet("kind is one of (bill, deed)", "kind is not bill"));
  CHECK_FALSE(meet("kind is not bill and kind is not deed", "kind is not judgment and disputed"));
  CHECK_FALSE(meet("place is \"Kassel\"", "place is \"Lund\""));
  CHECK(meet("place is not \"Kassel\"", "place is \"Lund\""));
  CHECK_FALSE(meet("place is not \"Lund\"", "place is \"Lund\""));
}

TEST_CASE("amounts and numbers exclude each other by their bounds, amounts also by their currency") {
  CHECK_FALSE(meet("amount is less than 1000 EUR", "amount is at least 1000 EUR"));
  CHECK(meet("amount is at most 1000 EUR", "amount is at least 1000 EUR"));
  CHECK_FALSE(meet("amount is less than 1000 EUR", "amount is more than 5 SEK"));
  CHECK_FALSE(meet("parts is between 1 and 3", "parts is more than 3"));
  CHECK_FALSE(meet("parts is more than 3 and parts is less than 4", "disputed"));
  CHECK_FALSE(meet("parts is between 3 and 4", "parts is not 3 and parts is not 4"));
}

TEST_CASE("what is recorded excludes what is none, also through comparisons") {
  CHECK_FALSE(meet("settled_on is recorded", "settled_on is none"));
  CHECK_FALSE(meet("settled_on is none", "settled_on is recorded and settled_on is before today"));
  CHECK_FALSE(meet("paused is none", "paused is recorded and paused"));
  CHECK_FALSE(clause_meet("when settled_on is none erase after 1 year from recorded_on",
                          "erase after 1 year from end of year of settled_on"));
  CHECK(clause_meet("when settled_on is none erase after 1 year from recorded_on",
                    "erase after 1 year from latest of (settled_on, recorded_on)"));
}

TEST_CASE("dates exclude each other by order and by days between them") {
  CHECK_FALSE(meet("due_on is before recorded_on", "due_on is after recorded_on"));
  CHECK_FALSE(meet("due_on is before recorded_on and recorded_on is before 2020-01-01", "due_on is after 2020-01-01"));
  CHECK_FALSE(meet("due_on is within 100 days after recorded_on", "due_on is after recorded_on plus 100 days"));
  CHECK(meet("due_on is within 100 days after recorded_on", "due_on is after recorded_on plus 99 days"));
  CHECK_FALSE(meet("due_on is within 100 days after recorded_on", "not due_on is within 100 days after recorded_on"));
  CHECK_FALSE(meet("due_on is at least 4 weeks ago", "due_on is at most 4 weeks ago"));
  CHECK(meet("due_on is at least 4 weeks ago", "due_on is at most 5 weeks ago"));
}

TEST_CASE("periods of months are compared as far as their lengths allow") {
  CHECK_FALSE(meet("due_on is within 3 months after recorded_on", "due_on is after recorded_on plus 100 days"));
  CHECK(meet("due_on is within 3 months after recorded_on", "due_on is after recorded_on plus 91 days"));
  CHECK_FALSE(meet("due_on is at least 2 years ago", "due_on is less than 1 year ago"));
  CHECK(meet("due_on is at least 1 year ago", "due_on is less than 2 years ago"));
  CHECK_FALSE(meet("due_on is after end of year of recorded_on", "due_on is on or before recorded_on"));
}

TEST_CASE("versions in force on different days exclude each other") {
  CHECK_FALSE(clause_meet("in force through 2020-12-31 erase after 1 year from recorded_on",
                          "in force from 2021-01-01 erase after 2 years from recorded_on"));
  CHECK(clause_meet("in force through 2020-12-31 erase after 1 year from recorded_on",
                    "in force from 2020-12-31 erase after 2 years from recorded_on"));
  CHECK_FALSE(clause_meet("in force through 2020-12-31 by due_on erase after 1 year from recorded_on",
                          "in force from 2021-01-01 by due_on erase after 2 years from recorded_on"));
  CHECK_FALSE(meet("office is \"IMY\"", "office is \"FI\""));
  CHECK_FALSE(meet("office is \"IMY\"", "today is after 2024-01-01"));
}

TEST_CASE("lists of children exclude each other by how many there are") {
  CHECK_FALSE(meet("any reminders where written", "no reminders where written"));
  CHECK_FALSE(
      meet("count of reminders where written is at least 2", "count of reminders where written is less than 2"));
  CHECK_FALSE(meet("count of reminders is at least 2", "no reminders"));
  CHECK(meet("any reminders", "no reminders where written"));
}

TEST_CASE("at least so many of several is taken apart") {
  CHECK_FALSE(meet("at least 2 of\n - disputed\n - kind is bill\n - parts is 3\n ",
                   "none of\n - disputed\n - kind is bill\n "));
  CHECK(meet("at least 1 of\n - disputed\n - kind is bill\n - parts is 3\n ",
             "none of\n - disputed\n - kind is bill\n "));
}

TEST_CASE("rules that name each other, versions and readings not chosen need no exclusion") {
  CHECK_FALSE(clause_meet("when disputed erase after 1 year from recorded_on",
                          ", a when kind is bill erase after 2 years from recorded_on"));
  CHECK_FALSE(clause_meet("reading strict of text erase after 1 year from recorded_on",
                          "erase after 2 years from recorded_on"));
  CHECK(
      clause_meet("reading mild of text erase after 1 year from recorded_on", "erase after 2 years from recorded_on"));
}

TEST_CASE("a witness says in the policy's words where two rules meet") {
  const Analysed analysed(
      kPolicy +
      "retention a of claim instead of general when amount is at most 5 EUR hold\n"
      "retention b of claim instead of general when not disputed erase after 2 years from settled_on\n");
  for (const auto& finding : analysed.sink.diagnostics()) {
    if (finding.kind != frist::text::Kind::OverlappingSpecials) continue;
    CHECK(finding.help.find("`amount is at most 5 EUR`") != std::string::npos);
    CHECK(finding.help.find("not `disputed`") != std::string::npos);
    CHECK(finding.help.find("`settled_on is recorded`") != std::string::npos);
    return;
  }
  FAIL("no finding: " << analysed.findings());
}
