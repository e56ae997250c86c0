// SPDX-License-Identifier: Apache-2.0
// Versions, readings, overrides and what the dump says of them.
#include "tests/rules/bind/bound.hpp"
#include "tests/support/catch.hpp"

using frist::testing::Bound;
using namespace frist;

namespace {

const std::string kPolicy =
    R"(policy p version "1" time zone Europe/Berlin counting from the next day month end last day
record claim key "id"
  field recorded_on date
  field settled_on  date absent means none
)";

std::string rule(const std::string& clauses) {
  return "retention r of claim " + clauses + " erase after 1 year from recorded_on\n";
}

const std::string kChoice = "choice text reading strict reading mild choose mild\n";

}  // namespace

TEST_CASE("versions on different days are one rule, on the same day a mistake") {
  CHECK(Bound(kPolicy + rule("in force through 2023-12-31") + rule("in force from 2024-01-01")).codes().empty());
  CHECK(Bound(kPolicy + rule("in force through 2024-01-01") + rule("in force from 2024-01-01")).codes() == "F0501");
  CHECK(Bound(kPolicy + rule("in force from 2024-01-01") + rule("in force through 2023-12-31")).codes().empty());
  CHECK(Bound(kPolicy + rule("") + rule("in force from 2024-01-01")).codes() == "F0501");
  CHECK(Bound(kPolicy + rule("") + rule("")).codes() == "F0211");
}

TEST_CASE("a long version is found beneath a short one") {
  CHECK(Bound(kPolicy + rule("in force from 2000-01-01 through 2030-12-31") +
              rule("in force from 2001-01-01 through 2001-12-31") + rule("in force from 2020-01-01 through 2020-12-31"))
            .codes() == "F0501 F0501");
}

TEST_CASE("days between two versions are a warning") {
  const Bound bound(kPolicy + rule("in force through 2023-12-30") + rule("in force from 2024-01-01"));
  CHECK(bound.codes() == "F0502");
  CHECK(bound.rules);
  CHECK(bound.message() == "no version of `r` is in force from 2023-12-31 through 2023-12-31");
}

TEST_CASE("readings of one choice are alternatives and only the chosen one acts") {
  const Bound bound(kPolicy + kChoice + rule("reading strict of text") + rule("reading mild of text"));
  REQUIRE(bound.rules);
  CHECK_FALSE(bound.rules->retention[0].heading.reading.chosen);
  CHECK(bound.rules->retention[1].heading.reading.chosen);
  CHECK(Bound(kPolicy + kChoice + rule("reading mild of text") + rule("reading mild of text")).codes() == "F0211");
  CHECK(Bound(kPolicy + kChoice + rule("reading mild of text") + rule("")).codes() == "F0211");
}

TEST_CASE("a choice that nobody made does not check, and an override makes it") {
  const std::string open = kPolicy + "choice text reading strict reading mild\n" + rule("reading strict of text");
  const Bound bound(open);
  CHECK(bound.codes() == "F0506");
  CHECK_FALSE(bound.rules);
  CHECK(bound.sink.diagnostics()[0].labels.size() == 2);
  bind::BindOptions options;
  options.choosing = {{"text", "strict"}};
  const Bound chosen(open, options);
  REQUIRE(chosen.rules);
  CHECK(chosen.rules->retention[0].heading.reading.chosen);
}

TEST_CASE("an override stands over what the policy chose") {
  bind::BindOptions options;
  options.choosing = {{"text", "strict"}};
  const Bound bound(kPolicy + kChoice + rule("reading strict of text") + rule("reading mild of text"), options);
  REQUIRE(bound.rules);
  CHECK(bound.rules->retention[0].heading.reading.chosen);
  CHECK_FALSE(bound.rules->retention[1].heading.reading.chosen);
}

TEST_CASE("a definition with versions is the one in force, else unknown") {
  const Bound bound(kPolicy +
                    "define office of claim as \"IMY\" in force through 2023-12-31\n"
                    "define office of claim as \"FI\" in force from 2024-01-01\n"
                    "define value of claim as office is \"FI\"");
  CHECK(bound.value() ==
        "(equal (case (less-equal (today) 2023-12-31) \"IMY\" (case (greater-equal (today) 2024-01-01) \"FI\" "
        "(unknown))) \"FI\")");
}

TEST_CASE("instead of names every version and may not come back to itself") {
  const Bound bound(kPolicy + rule("in force through 2023-12-31") + rule("in force from 2024-01-01") +
                    "retention s of claim instead of r erase after 2 years from recorded_on");
  REQUIRE(bound.rules);
  CHECK(bound.rules->retention[2].instead_of == std::vector<model::RuleId>{0, 1});
  CHECK(bound.rules->retention[0].specials == std::vector<model::RuleId>{2});
  CHECK(Bound(kPolicy + "retention s of claim instead of s hold").codes() == "F0503");
}

TEST_CASE("a rule with a broken part is not blamed for others that use it") {
  CHECK(Bound(kPolicy + "retention a of claim erase after 1 year from end of rule b\n"
                        "retention b of claim erase after 1 year from recorded_in")
            .codes() == "F0201");
  CHECK(Bound(kPolicy + "define a of claim as b\ndefine b of claim as c and c\n").codes() == "F0201 F0201");
}

TEST_CASE("layout and comments do not change the dump, everything people see does") {
  const std::string policy = kPolicy + rule("cites law \"1\" note \"Old\"");
  const std::string with_source = policy.substr(0, 8) + " source law \"Law\" " + policy.substr(8);
  const Bound plain(with_source);
  const Bound spaced(std::string(with_source).insert(with_source.size(), "\n# the end\n"));
  REQUIRE(plain.rules);
  CHECK(plain.result() == spaced.result());
  std::string noted = with_source;
  noted.replace(noted.find("Old"), 3, "New");
  CHECK(Bound(noted).result() != plain.result());
}

TEST_CASE("ten thousand definitions of definitions are bound in order and refused when they go too deep") {
  std::string chain = kPolicy + "define d0 of claim as settled_on is recorded\n";
  for (int i = 1; i <= 500; ++i) {
    chain += "define d" + std::to_string(i) + " of claim as d" + std::to_string(i - 1) + " and not d" +
             std::to_string(i - 1) + "\n";
  }
  CHECK(Bound(chain).codes() == "F0106");
  std::string wide = kPolicy;
  for (int i = 0; i < 10000; ++i) wide += "define d" + std::to_string(i) + " of claim as settled_on is recorded\n";
  CHECK(Bound(wide).codes().empty());
}

TEST_CASE("rules that wait for the end of others are bound in any order, a few hundred deep at most") {
  const auto chain = [](int length, bool forwards) {
    std::string text = kPolicy;
    for (int i = 0; i < length; ++i) {
      const int n = forwards ? i : length - 1 - i;
      const std::string start = n == 0 ? "recorded_on" : "end of rule r" + std::to_string(n - 1);
      text += "retention r" + std::to_string(n) + " of claim erase after 3 days from " + start + "\n";
    }
    return Bound(text).codes();
  };
  CHECK(chain(60, true).empty());
  CHECK(chain(60, false).empty());
  CHECK(chain(2000, true) == "F0106");
  CHECK(chain(2000, false).find("F0106") != std::string::npos);
}
