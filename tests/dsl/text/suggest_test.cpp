// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/suggest.hpp"

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

using namespace frist::text;

TEST_CASE("the distance counts insertions, deletions, replacements and swaps of neighbours", "[text][suggest]") {
  CHECK(edit_distance("", "", 5) == 0);
  CHECK(edit_distance("years", "years", 5) == 0);
  CHECK(edit_distance("yers", "years", 5) == 1);
  CHECK(edit_distance("yearss", "years", 5) == 1);
  CHECK(edit_distance("yaars", "years", 5) == 1);
  CHECK(edit_distance("yaers", "years", 5) == 1);
  CHECK(edit_distance("", "years", 5) == 5);
  CHECK(edit_distance("kitten", "sitting", 5) == 3);
}

TEST_CASE("the distance counts code points, not bytes", "[text][suggest]") {
  CHECK(edit_distance("Grosse", "Große", 5) == 2);
  CHECK(edit_distance("für", "fur", 5) == 1);
}

TEST_CASE("beyond its limit the distance is the limit and one", "[text][suggest]") {
  CHECK(edit_distance("kitten", "sitting", 2) == 3);
  CHECK(edit_distance("abcdef", "uvwxyz", 2) == 3);
  CHECK(edit_distance("a", std::string(100, 'a'), 3) == 4);
  CHECK(edit_distance("abc", "xyz", std::string::npos) == 3);
}

TEST_CASE("the nearest known word is suggested", "[text][suggest]") {
  const std::vector<std::string> known = {"months", "years", "weeks", "recorded_on", "settled_on"};
  CHECK(nearest("yers", known) == "years");
  CHECK(nearest("settld_on", known) == "settled_on");
  CHECK(nearest("recorded", known) == "recorded_on");
  CHECK(did_you_mean("yers", known) == "did you mean `years`?");
}

TEST_CASE("nothing is suggested where nothing is near", "[text][suggest]") {
  const std::vector<std::string> known = {"months", "years", "to", "of"};
  CHECK_FALSE(nearest("controller", known).has_value());
  CHECK_FALSE(nearest("on", known).has_value());
  CHECK_FALSE(nearest("", known).has_value());
  CHECK_FALSE(nearest("years", {}).has_value());
  CHECK(did_you_mean("controller", known).empty());
}

TEST_CASE("a word is never suggested for itself", "[text][suggest]") {
  CHECK(nearest("claim", {"claim", "claims"}) == "claims");
  CHECK_FALSE(nearest("claim", {"claim"}).has_value());
}

TEST_CASE("letter case comes first, then separators, then look-alikes, then edits", "[text][suggest]") {
  CHECK(nearest("settled_on", {"settledon", "Settled_On"}) == "Settled_On");
  CHECK(nearest("settled_on", {"settled_un", "settled-on"}) == "settled-on");
  CHECK(nearest("due_on", {"due_one", "due on"}) == "due on");
  CHECK(nearest("s\u0435ttled", {"settler", "settled"}) == "settled");
  CHECK(nearest("GRÖSSE", {"grüsse", "grösse"}) == "grösse");
}

TEST_CASE("fewer edits come first, then the same first letter, then the order of the list", "[text][suggest]") {
  CHECK(nearest("amount", {"amounts_x", "amounts"}) == "amounts");
  CHECK(nearest("cat", {"hat", "car"}) == "car");
  CHECK(nearest("cat", {"cap", "car"}) == "cap");
}

TEST_CASE("long words and long lists cost little", "[text][suggest]") {
  CHECK_FALSE(nearest(std::string(100'000, 'a'), {std::string(100'001, 'a')}).has_value());
  std::vector<std::string> known;
  for (int i = 0; i < 300'000; ++i) known.push_back("some_field_name_" + std::to_string(i));
  const auto start = std::chrono::steady_clock::now();
  CHECK(nearest("some_field_nome_77", known) == "some_field_name_77");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}
