// SPDX-License-Identifier: Apache-2.0
// One mistake, one finding; and the rest of the text is still read.
#include <string>

#include "dsl/text/guard.hpp"
#include "tests/dsl/grammar/parsed.hpp"
#include "tests/support/catch.hpp"

using frist::testing::Parsed;

TEST_CASE("a broken clause is reported once and the next clause is read") {
  const Parsed parsed(
      "retention a of claim\n"
      "  erase after 3 years\n"
      "  when x is y is z\n"
      "  hold\n"
      "  cites law\n");
  CHECK(parsed.codes() == "F0104 F0104 F0104");
}

TEST_CASE("a broken list is one mistake however many items it has") {
  const Parsed parsed(
      "eligibility a of claim\n"
      "  requires every\n"
      "    - x is\n"
      "    - y is\n"
      "    - z is\n"
      "  requires w is\n");
  CHECK(parsed.codes() == "F0104 F0104");
}

TEST_CASE("a broken head leaves the rest of its declaration unread and goes on with the next") {
  const Parsed parsed(
      "retention of claim\n"
      "  erase after three years\n"
      "  nonsense\n"
      "retention b of claim\n"
      "  erase after three years\n");
  CHECK(parsed.codes() == "F0104 F0104");
}

TEST_CASE("a misspelt declaration is not taken for clauses of the one before") {
  const Parsed parsed(
      "record claim\n"
      "  field a date\n"
      "retenton b of claim\n"
      "  erase after three years\n"
      "  cites law\n"
      "party c is nobody\n");
  CHECK(parsed.codes() == "F0105 F0104");
}

TEST_CASE("a misspelt declaration behind a broken clause is still seen") {
  const Parsed parsed(
      "retention a of claim\n"
      "  erase after three years\n"
      "elegibility b of claim\n"
      "  requires x is\n");
  CHECK(parsed.codes() == "F0104 F0105");
}

TEST_CASE("a clause of another declaration is named with its owner") {
  const Parsed parsed("retention a of claim\n  field b date\n  hold\n");
  CHECK(parsed.codes() == "F0218");
  CHECK(parsed.message() == "`field` begins no clause of `retention`");
  CHECK(parsed.help() == "such a clause belongs to `record`");
  CHECK(parsed.place() == "field");
}

TEST_CASE("a time of day that does not exist has its own code") {
  CHECK(Parsed("calendar c in Europe/Berlin covers 2020 through 2021\n  open every day 08:00 to 25:00\n").codes() ==
        "F0406");
  CHECK(Parsed("example \"x\"\n  as of 2024-01-01T08:60\n").codes() == "F0406");
  CHECK(Parsed("calendar c in Europe/Berlin covers 2020 through 2021\n  open every day 00:00 to 24:00\n").codes() ==
        "");
}

TEST_CASE("keywords inside texts and comments begin nothing") {
  const Parsed parsed(
      "retention a \"one\n"
      "retention of claims\" of claim\n"
      "# retention b\n"
      "  note \"see\n"
      "    record claim\"\n"
      "  hold\n");
  CHECK(parsed.result() ==
        "(File\n  (Retention `a` (Title \"one retention of claims\") `claim` (Note (Title \"see record claim\")) "
        "(Hold)))\n");
}

TEST_CASE("what is missing at the end of a line is shown there") {
  const Parsed parsed("retention a of claim\n  erase after 3 years   # from when?\n  hold\n");
  REQUIRE(parsed.sink.diagnostics().size() == 1);
  CHECK(parsed.sink.diagnostics()[0].span.begin == std::string("retention a of claim\n  erase after 3 years").size());
}

TEST_CASE("a text that is never closed ends the search for mistakes there, not before") {
  const Parsed parsed("party a is nobody\nparty b \"B is controller\nparty c is nobody\n");
  CHECK(parsed.codes() == "F0104 F0109");
}

TEST_CASE("declarations need no line of their own for their clauses") {
  CHECK(Parsed("retention a of claim erase on request hold cites law \"1\"").result() ==
        "(File (Retention `a` `claim` (EraseOnRequest) (Hold) (Cites (Citation `law` \"1\"))))\n");
}

TEST_CASE("a full sink ends the parse") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "party a is nobody\n";
  const Parsed parsed(text);
  CHECK(parsed.sink.diagnostics().size() == frist::text::DiagnosticSink::kDefaultCap);
  CHECK(!parsed.tree);
}

TEST_CASE("a text that is too large is refused before it is parsed") {
  const Parsed parsed(std::string(frist::text::kMaxTextBytes + 1, ' '));
  CHECK(parsed.codes() == "F0110");
}
