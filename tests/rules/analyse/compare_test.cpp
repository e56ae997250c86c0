// SPDX-License-Identifier: Apache-2.0
// What is said of two policies, one test for each kind of change of a rule.
#include "rules/analyse/compare.hpp"

#include "tests/rules/bind/bound.hpp"
#include "tests/support/catch.hpp"

using namespace frist;
using analyse::Leaning;

namespace {

const std::string kTop =
    "policy p version \"1\" time zone Europe/Berlin counting from the next day month end last day\n"
    "source law \"The law\"\n";
const std::string kClaim = R"(record claim key "id"
  field recorded_on date
  field settled_on  date absent means none
  field disputed    yes/no absent means unknown
  field parts       number
)";
const std::string kLimit = "retention l of claim erase after 3 years from recorded_on\n";

model::RuleSet const& rules_of(const testing::Bound& bound) {
  INFO(bound.findings());
  REQUIRE(bound.rules);
  return *bound.rules;
}

// The differences as lines "what: before -> after [leaning]".
std::string differences(const std::string& before, const std::string& after) {
  const testing::Bound a(before), b(after);
  std::string text;
  for (const analyse::RuleChange& c : analyse::compare(rules_of(a), rules_of(b)))
    text +=
        c.kind + " " + c.name + ": " + c.what + ": " + c.before + " -> " + c.after + " [" + name_of(c.leaning) + "]\n";
  return text;
}
std::string changed(const std::string& before, const std::string& after) {
  return differences(kTop + kClaim + before, kTop + kClaim + after);
}
std::string leaning(const std::string& before, const std::string& after) {
  const std::string all = changed(before, after);
  const auto open = all.find_last_of('['), close = all.find_last_of(']');
  INFO(all);
  REQUIRE(open != std::string::npos);
  CHECK(std::count(all.begin(), all.end(), '\n') == 1);
  return all.substr(open + 1, close - open - 1);
}
std::string limit(const std::string& period) {
  return "retention l of claim erase after " + period + " from recorded_on\n";
}

}  // namespace

TEST_CASE("a policy differs from itself in nothing, however it is laid out") {
  CHECK(changed(kLimit, kLimit).empty());
  CHECK(changed(kLimit, "# a comment\nretention l of claim\n    erase after 36 months from recorded_on\n").empty());
}

TEST_CASE("a shorter period may erase more, a longer one keeps") {
  CHECK(changed(kLimit, limit("2 years")) ==
        "retention l of claim: effects: erase after 3 years from recorded_on -> erase after 2 years from recorded_on "
        "[may erase]\n");
  CHECK(leaning(kLimit, limit("4 years")) == "keeps");
  CHECK(leaning(kLimit, limit("37 months")) == "keeps");
  CHECK(leaning(limit("1 month"), limit("30 days")) == "may erase");
  CHECK(leaning(limit("30 days"), limit("1 month")) == "may erase");  // in February
  CHECK(leaning(limit("28 days"), limit("1 month")) == "keeps");
  CHECK(leaning(limit("29 days"), limit("1 month")) == "may erase");
  CHECK(leaning(limit("1 month"), limit("31 days")) == "keeps");
  CHECK(leaning(limit("2 years and 1 day"), limit("2 years")) == "may erase");
}

TEST_CASE("a duty of other length: the longer keeps, the shorter may erase more") {
  const auto duty = [](const std::string& period) {
    return kLimit + "retention d of claim when disputed keep for " + period + " from recorded_on\n";
  };
  CHECK(leaning(duty("10 years"), duty("11 years")) == "keeps");
  CHECK(leaning(duty("10 years"), duty("9 years")) == "may erase");
}

TEST_CASE("a longer period where the calendar refuses days is not certain to keep") {
  const std::string refused = "policy p version \"1\" time zone UTC counting from the next day month end refused\n";
  CHECK(differences(refused + kClaim + limit("1 month"), refused + kClaim + limit("2 months")).find("[may erase]") !=
        std::string::npos);
}

TEST_CASE("a longer extension keeps only where it is done once") {
  const auto extend = [](const std::string& how) {
    return kLimit + "retention e of claim when disputed extend l by " + how + "\n";
  };
  CHECK(leaning(extend("1 year once"), extend("2 years once")) == "keeps");
  CHECK(leaning(extend("2 years"), extend("3 years")) == "may erase");
}

TEST_CASE("a longer period that is extended again and again is not certain to keep") {
  const auto extended = [](const std::string& period, const std::string& how) {
    return limit(period) + "retention e of claim when disputed extend l by " + how + "\n";
  };
  CHECK(leaning(extended("1 year", "1 year once"), extended("2 years", "1 year once")) == "keeps");
  CHECK(leaning(extended("42 weeks", "349 days"), extended("187 weeks", "349 days")) == "may erase");
  // Another extension of the same limit goes on from wherever this one ends.
  const std::string more = "retention f of claim when parts is at least 2 extend l by 349 days\n";
  CHECK(leaning(extended("1 year", "1 year once") + more, extended("1 year", "2 years once") + more) == "may erase");
}

TEST_CASE("another start, another condition, another act") {
  CHECK(
      changed(kLimit, "retention l of claim erase after 3 years from settled_on\n") ==
      "retention l of claim: effects: erase after 3 years from recorded_on -> erase after 3 years from settled_on [may "
      "erase]\n");
  CHECK(changed("retention l of claim when disputed erase after 3 years from recorded_on",
                "retention l of claim when not disputed erase after 3 years from recorded_on") ==
        "retention l of claim: when: disputed -> not disputed [may erase]\n");
  CHECK(changed(kLimit, "retention l of claim when disputed erase after 3 years from recorded_on") ==
        "retention l of claim: when:  -> disputed [may erase]\n");
  CHECK(leaning(kLimit, "retention l of claim restrict after 3 years from recorded_on") == "may erase");
  CHECK(leaning(kLimit, kLimit + "retention m of claim review after 1 year from recorded_on") == "words");
}

TEST_CASE("rules that come and go") {
  const std::string duty = "retention d of claim when disputed hold\n";
  CHECK(changed(kLimit, kLimit + duty) ==
        "retention d of claim: added:  -> retention d of claim when disputed hold [keeps]\n");
  CHECK(leaning(kLimit + duty, kLimit) == "may erase");
  CHECK(leaning(duty, duty + kLimit) == "may erase");
  CHECK(leaning(duty + kLimit, duty) == "keeps");
  const std::string special = "retention s of claim instead of l when disputed hold\n";
  CHECK(changed(kLimit, kLimit + special).find("added") != std::string::npos);
  CHECK(leaning(kLimit, kLimit + special) == "may erase");
}

TEST_CASE("what a rule replaces") {
  const std::string two = kLimit + "retention m of claim erase after 9 years from recorded_on\n";
  CHECK(changed(two + "retention s of claim when disputed hold\n",
                two + "retention s of claim instead of l when disputed hold\n") ==
        "retention s of claim: instead of:  -> instead of l.0 [may erase]\n");
}

TEST_CASE("words are words") {
  CHECK(changed("retention l \"Old\" of claim erase after 3 years from recorded_on",
                "retention l \"New\" of claim erase after 3 years from recorded_on") ==
        "retention l of claim: title: title en \"Old\" -> title en \"New\" [words]\n");
  CHECK(leaning(kLimit, "retention l of claim cites law \"s. 1\" erase after 3 years from recorded_on") == "words");
  CHECK(differences(kTop + kClaim + kLimit,
                    "policy p version \"2\" time zone Europe/Berlin counting from the next day month end last day\n"
                    "source law \"The other law\"\n" +
                        kClaim + kLimit) ==
        "policy p: version: version \"1\" -> version \"2\" [words]\n"
        "source law: title: title \"The law\" \"\" -> title \"The other law\" \"\" [words]\n");
}

TEST_CASE("a definition shows at the rules that it reaches, a field and the time zone by themselves") {
  const std::string rule = "retention l of claim when old erase after 3 years from recorded_on\n";
  const std::string all = changed("define old of claim as parts is at least 2\n" + rule,
                                  "define old of claim as parts is at least 3\n" + rule);
  INFO(all);
  CHECK(all.find("define old of claim: value: ") != std::string::npos);
  CHECK(all.find("retention l of claim: when: parts is at least 2 -> parts is at least 3 [may erase]") !=
        std::string::npos);
  std::string other = kClaim;
  other.replace(other.find("means unknown"), 13, "means no");
  CHECK(differences(kTop + kClaim + kLimit, kTop + other + kLimit).find("record claim") == 0);
  const std::string utc =
      "policy p version \"1\" time zone UTC counting from the next day month end last day\n"
      "source law \"The law\"\n";
  CHECK(differences(kTop + kClaim + kLimit, utc + kClaim + kLimit) ==
        "policy p: zone: zone Europe/Berlin -> zone UTC [may erase]\n");
}

TEST_CASE("versions are paired by their days, not by their places") {
  const auto version = [](const std::string& force, const std::string& years) {
    return "retention l of claim in force " + force + " erase after " + years + " years from recorded_on\n";
  };
  const std::string old_one = version("through 2019-12-31", "5"), new_one = version("from 2020-01-01", "3");
  CHECK(changed(old_one + new_one, new_one + old_one).empty());
  CHECK(
      changed(version("from 2020-01-01", "3"), old_one + version("from 2020-01-01", "2")) ==
      "retention l of claim, in force from 2020-01-01: effects: erase after 3 years from recorded_on -> erase after 2 "
      "years from recorded_on [may erase]\n"
      "retention l of claim, in force through 2019-12-31: added:  -> retention l of claim in force through 2019-12-31 "
      "erase after 5 years from recorded_on [may erase]\n");
  // A version is cut in two: the part that begins as it did is the same one, the other is new.
  CHECK(changed(old_one + new_one,
                old_one + version("from 2020-01-01 through 2024-12-31", "3") + version("from 2025-01-01", "2"))
            .find("retention l of claim, in force from 2020-01-01: in force: in force from 2020-01-01 -> in force from "
                  "2020-01-01 through 2024-12-31 [may erase]\n") != std::string::npos);
}

TEST_CASE("the other reading of a doubtful text") {
  const auto chosen = [](const std::string& reading) {
    return "choice way reading narrow reading wide choose " + reading + "\n" +
           "retention l of claim reading narrow of way erase after 1 year from recorded_on\n" +
           "retention l of claim reading wide of way erase after 9 years from recorded_on\n";
  };
  const std::string all = changed(chosen("wide"), chosen("narrow"));
  INFO(all);
  CHECK(all.find("retention l of claim, always in force, reading narrow of way: reading") != std::string::npos);
  CHECK(all.find("[may erase]") != std::string::npos);
}
