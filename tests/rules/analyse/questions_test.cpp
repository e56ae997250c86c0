// SPDX-License-Identifier: Apache-2.0
// What is a finding about a whole policy and what is not.
#include "tests/rules/analyse/analysed.hpp"
#include "tests/support/catch.hpp"

using frist::testing::Analysed;

namespace {

const std::string kHeader =
    "policy p version \"1\" time zone Europe/Berlin counting from the next day month end last day\n";
const std::string kPolicy = kHeader + R"(record claim key "id"
  field recorded_on date
  field settled_on  date absent means none
  field disputed    yes/no absent means unknown
  field parts       number
)";

std::string codes(const std::string& text) { return Analysed(kPolicy + text).codes(); }

}  // namespace

TEST_CASE("a duty is said to outlast a limit only where both can stand and it surely does") {
  const std::string limit = "retention l of claim erase after 3 years from recorded_on\n";
  CHECK(codes(limit + "retention d of claim keep for 10 years from recorded_on") == "F0507");
  CHECK(codes(limit + "retention d of claim keep for 1 year from recorded_on").empty());
  CHECK(codes(limit + "retention d of claim keep for 10 years from settled_on").empty());
  CHECK(codes(limit + "retention d of claim instead of l keep for 10 years from recorded_on").empty());
  CHECK(codes("retention l of claim when disputed erase after 3 years from recorded_on\n"
              "retention d of claim when not disputed keep for 10 years from recorded_on")
            .empty());
  CHECK(codes("retention l of claim erase after 12 months from recorded_on\n"
              "retention d of claim keep for 365 days from recorded_on")
            .empty());
  CHECK(codes("retention l of claim erase after 12 months from recorded_on\n"
              "retention d of claim keep for 370 days from recorded_on") == "F0507");
}

TEST_CASE("an alternative that contradicts the requirements around it can never count") {
  CHECK(codes("eligibility e of claim requires parts is at most 3 alternative a requires parts is more than 3 "
              "alternative b requires disputed") == "F0508");
  CHECK(codes("eligibility e of claim when disputed alternative a requires not disputed") == "F0508");
  CHECK(codes("eligibility e of claim alternative a requires disputed alternative b requires not disputed").empty());
}

TEST_CASE("conditions that are always the same are doubtful, and so are requirements that nobody can meet") {
  CHECK(codes("retention r of claim when disputed and not disputed hold") == "F0513");
  CHECK(codes("retention r of claim when parts is at least 3 or parts is less than 4 hold") == "F0513");
  CHECK(codes("retention r of claim when recorded_on is on or before today or recorded_on is after today hold") ==
        "F0513");
  CHECK(codes("eligibility e of claim requires disputed requires not disputed") == "F0513");
  CHECK(codes("retention r of claim when parts is at least 3 hold").empty());
}

TEST_CASE("definitions are used by rules, other definitions, where clauses and examples") {
  CHECK(codes("define a of claim as disputed") == "F0514");
  CHECK(codes("define a of claim as disputed\nretention r of claim when a hold").empty());
  CHECK(codes("define a of claim as disputed\nexample \"x\" given claim expect that a").empty());
}

TEST_CASE("a processor may be allowed what the controller behind it set") {
  const std::string parties =
      "party town is controller\nparty helper is processor for town\nparty sub is processor for helper\n"
      "party clerk acts for helper\nparty bank is joint controller with town\n"
      "purpose advice of town\npurpose loans of bank\npurpose own of helper\n";
  const auto allow = [&](const std::string& who, const std::string& what) {
    return codes(parties + "permission m allow " + who +
                 " to read claim for advice, loans, own\n"
                 "permission n allow " +
                 who + " to read claim for " + what + "\n");
  };
  CHECK(allow("town", "own").empty());
  CHECK(allow("helper", "advice") == "F0601");
  CHECK(codes(parties + "prohibition n forbid helper to read claim for own, advice, loans").empty());
  CHECK(codes(parties + "permission n allow sub, clerk to read claim for advice, loans\nprohibition x forbid sub to "
                        "use claim for own")
            .empty());
  CHECK(codes(parties + "permission n allow sub, clerk to read claim for own\npermission m allow town to use claim for "
                        "advice, loans") == "F0601 F0601");
}

TEST_CASE("personal data need a rule that erases them, children go with their parents") {
  const std::string person =
      "record person key \"id\"\n  subject number_of\n  field born_on date\n  list notes of remark\n"
      "record remark\n  field made_on date\n";
  const auto found = [&](const std::string& rules) { return Analysed(kHeader + person + rules).codes(); };
  CHECK(found("") == "F0701");
  CHECK(found("retention r of person keep for 1 year from born_on") == "F0701");
  CHECK(found("retention r of person when born_on is before 2000-01-01 erase after 1 year from born_on").empty());
  CHECK(found("retention r of person erase on request").empty());
  CHECK(found("retention r of person anonymise number_of after 1 year from born_on").empty());
  CHECK(found("retention r of person keep permanently").empty());
  CHECK(found("choice c reading a reading b choose b\nretention r of person reading a of c erase after 1 year from "
              "born_on") == "F0701");
}

TEST_CASE("rules cite their source where a policy has sources") {
  const std::string sourced =
      "policy p version \"1\" time zone Europe/Berlin counting from the next day month end last day source "
      "law \"Law\"\nrecord claim key \"id\"\n  field disputed yes/no\n";
  CHECK(Analysed(sourced + "retention r of claim when disputed hold").codes() == "F0512");
  CHECK(Analysed(sourced + "retention r of claim when disputed hold cites law \"1\"").codes().empty());
  CHECK(Analysed(sourced + "eligibility e of claim alternative a cites law \"1\" requires disputed").codes().empty());
  CHECK(codes("retention r of claim when disputed hold").empty());
}
