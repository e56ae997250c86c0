// SPDX-License-Identifier: Apache-2.0
// What is read, and what is said about mistakes, as files that a person can look at.
#include "tests/support/golden.hpp"

#include <algorithm>

#include "dsl/text/diagnostic.hpp"
#include "tests/dsl/grammar/parsed.hpp"
#include "tests/support/catch.hpp"

using namespace frist;
using frist::testing::compare_golden;
using frist::testing::golden_pairs;
using frist::testing::Parsed;

namespace {

/// Mistakes that parsing one file cannot find: they take other files, or several megabytes.
bool found_elsewhere(const std::string& code) {
  return code == "F0110" || code == "F0114" || code == "F0115" || code == "F0116" || code == "F0123";
}

}  // namespace

TEST_CASE("a golden comparison shows the lines that differ and passes equal texts") {
  CHECK(frist::testing::line_difference("a\nb\nc\n", "a\nb\nc\n") == "");
  CHECK(frist::testing::line_difference("a\nb\nc\n", "a\nx\ny\nc\n") == "  a\n- b\n+ x\n+ y\n  c\n");
  CHECK(frist::testing::line_difference("a\n", "a") != "");
}

TEST_CASE("every form of the language is read as its dump says") {
  const auto pairs = golden_pairs("syntax", ".frist", ".dump");
  REQUIRE(pairs.size() > 15);
  for (const auto& pair : pairs) {
    const Parsed parsed(pair.input, pair.name + ".frist");
    INFO(pair.name);
    CHECK(parsed.codes() == "");
    CHECK(compare_golden(pair, parsed.result()) == "");
  }
}

TEST_CASE("every mistake in the text is reported in the words of its golden file") {
  int seen = 0;
  for (const auto& pair : golden_pairs("diagnostics", ".frist", ".expected")) {
    const std::string code = pair.name.substr(0, 5);
    if (code.substr(0, 3) != "F01" || found_elsewhere(code)) continue;
    ++seen;
    const Parsed parsed(pair.input, pair.name + ".frist");
    INFO(pair.name);
    CHECK(!parsed.tree);
    CHECK(parsed.codes().find(code) != std::string::npos);
    CHECK(compare_golden(pair, parsed.findings()) == "");
  }
  CHECK(seen > 20);
}

TEST_CASE("each kind of mistake in text and syntax has a golden file") {
  const auto pairs = golden_pairs("diagnostics", ".frist", ".expected");
  for (const text::Kind kind : text::all_kinds()) {
    const std::string code(text::code_of(kind));
    if (code.substr(0, 3) != "F01" || found_elsewhere(code)) continue;
    INFO(code);
    CHECK(std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.name.substr(0, 5) == code; }));
  }
}
