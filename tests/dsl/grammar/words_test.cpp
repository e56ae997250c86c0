// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/words.hpp"

#include <algorithm>
#include <string>

#include "tests/dsl/grammar/parsed.hpp"
#include "tests/support/catch.hpp"

using namespace frist;
using frist::testing::Parsed;

namespace {

bool is_sorted(std::span<const std::string_view> words) {
  return std::is_sorted(words.begin(), words.end()) && std::adjacent_find(words.begin(), words.end()) == words.end();
}

}  // namespace

TEST_CASE("all lists of words are sorted and free of repetition") {
  CHECK(is_sorted(grammar::reserved_words()));
  CHECK(is_sorted(grammar::declaration_keywords()));
  CHECK(is_sorted(grammar::actions()));
  CHECK(is_sorted(grammar::months()));
  CHECK(is_sorted(grammar::weekdays()));
  CHECK(is_sorted(grammar::period_units()));
  for (const auto keyword : grammar::declaration_keywords()) {
    CHECK(is_sorted(grammar::clause_keywords(*grammar::declaration_kind(grammar::first_word(keyword)))));
  }
}

TEST_CASE("the words that begin declarations and clauses are reserved") {
  for (const auto keyword : grammar::declaration_keywords()) {
    INFO(keyword);
    CHECK(grammar::is_reserved(grammar::first_word(keyword)));
    const auto kind = grammar::declaration_kind(grammar::first_word(keyword));
    REQUIRE(kind);
    CHECK(grammar::declaration_keyword(*kind) == keyword);
    CHECK(!grammar::clause_keywords(*kind).empty());
    for (const auto phrase : grammar::clause_keywords(*kind)) {
      INFO(phrase);
      CHECK(grammar::is_reserved(grammar::first_word(phrase)));
    }
  }
}

TEST_CASE("reserved words are names in backquotes only") {
  for (const auto word : grammar::reserved_words()) {
    const std::string name(word);
    INFO(name);
    CHECK(Parsed("record claim\n  field " + name + " date\n").codes() != "");
    CHECK(Parsed("record claim\n  field `" + name + "` date\n").codes() == "");
    CHECK(Parsed("define x of claim as `" + name + "`\n").codes() == "");
  }
}

TEST_CASE("words with a place of their own are names everywhere else") {
  for (const std::string word : {"text", "date", "money", "key", "table", "column", "supervisor", "controller", "read",
                                 "report", "de", "sv", "iso", "identity", "link", "kept", "band", "basis", "covers"}) {
    INFO(word);
    CHECK(Parsed("record " + word + "\n  field " + word + " date\n  subject " + word + "\n").codes() == "");
    CHECK(Parsed("define " + word + " of " + word + " as " + word + " is recorded and not " + word + "\n").codes() ==
          "");
    CHECK(Parsed("example \"x\"\n  given " + word + " with " + word + " yes\n").codes() == "");
  }
}

TEST_CASE("every clause keyword is known to the grammar of its declaration") {
  const auto head = [](std::string_view keyword) -> std::string {
    if (keyword == "policy") return "policy p";
    if (keyword == "record") return "record r";
    if (keyword == "define") return "define d of r as x";
    if (keyword == "bands") return "bands b of number";
    if (keyword == "party") return "party p is controller";
    if (keyword == "purpose") return "purpose q of p";
    if (keyword == "prohibited data") return "prohibited data d";
    if (keyword == "calendar") return "calendar c in UTC covers 2020 through 2021";
    if (keyword == "example") return "example \"x\"";
    if (keyword == "permission" || keyword == "prohibition" || keyword == "approval" || keyword == "choice") {
      return std::string(keyword) + " p";
    }
    return std::string(keyword) + " x of r";
  };
  for (const auto keyword : grammar::declaration_keywords()) {
    const auto kind = grammar::declaration_kind(grammar::first_word(keyword));
    for (const auto phrase : grammar::clause_keywords(*kind)) {
      const std::string text = head(keyword) + "\n  " + std::string(phrase) + " =\n";
      INFO(text);
      const Parsed parsed(text);
      // The clause is begun, and `=` is what stops it.
      CHECK(parsed.codes() == "F0117");
    }
  }
}
