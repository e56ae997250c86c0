// SPDX-License-Identifier: Apache-2.0
#include "tests/support/golden.hpp"
#include "tests/dsl/format/formatted.hpp"
#include "tests/support/catch.hpp"

using frist::testing::compare_golden;
using frist::testing::Formatted;
using frist::testing::golden_pairs;

TEST_CASE("texts are laid out as their golden files") {
  const auto pairs = golden_pairs("format", ".frist", ".formatted");
  REQUIRE(pairs.size() >= 5);
  for (const auto& pair : pairs) {
    const Formatted once(pair.input);
    INFO(pair.name << "\n" << once.findings());
    REQUIRE(once.parsed());
    CHECK(compare_golden(pair, once.layout) == "");
  }
}

TEST_CASE("an empty text stays empty and a text of comments keeps them") {
  CHECK(Formatted("").layout.empty());
  CHECK(Formatted(" \n\n").layout.empty());
  CHECK(Formatted("\n\n  # a  \n\n\n# b").layout == "# a\n\n# b\n");
}

TEST_CASE("a file ends with one line break, whatever it ended with") {
  CHECK(Formatted("party a is controller").layout == "party a is controller\n");
  CHECK(Formatted("party a is controller\r\n\r\n\r\n").layout == "party a is controller\n");
}
