// SPDX-License-Identifier: Apache-2.0
// What binding says about mistakes, and what it makes of good policies, as files that a person can look at.
#include "tests/support/golden.hpp"

#include <algorithm>
#include <set>

#include "tests/rules/bind/bound.hpp"
#include "tests/support/catch.hpp"

using namespace frist;
using frist::testing::Bound;
using frist::testing::compare_golden;
using frist::testing::golden_pairs;

namespace {

/// Found by others: from files used and formatted, by questions about the whole set, by running examples, in databases.
bool found_elsewhere(const std::string& code) {
  static const std::set<std::string> kElsewhere = {"F0310", "F0505", "F0507", "F0508", "F0512",
                                                   "F0513", "F0514", "F0515", "F0601", "F0609",
                                                   "F0701", "F0702", "F0705", "F0801", "F0802"};
  return code < "F0200" || code >= "F0900" || kElsewhere.count(code) > 0;
}

}  // namespace

TEST_CASE("every mistake in names, types, dates and rules is reported in the words of its golden file") {
  int seen = 0;
  for (const auto& pair : golden_pairs("diagnostics", ".frist", ".expected")) {
    const std::string code = pair.name.substr(0, 5);
    if (found_elsewhere(code)) continue;
    ++seen;
    const Bound bound(pair.input, {}, pair.name + ".frist");
    INFO(pair.name);
    CHECK(bound.codes().find(code) != std::string::npos);
    CHECK((bound.rules == nullptr) == bound.sink.has_errors());
    CHECK(compare_golden(pair, bound.findings()) == "");
  }
  CHECK(seen > 80);
}

TEST_CASE("each kind of mistake that binding finds has a golden file") {
  const auto pairs = golden_pairs("diagnostics", ".frist", ".expected");
  for (const text::Kind kind : text::all_kinds()) {
    const std::string code(text::code_of(kind));
    if (found_elsewhere(code)) continue;
    INFO(code);
    CHECK(std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.name.substr(0, 5) == code; }));
  }
}

TEST_CASE("good policies come to the rule set of their golden file") {
  const auto pairs = golden_pairs("model", ".frist", ".dump");
  REQUIRE(pairs.size() >= 5);
  for (const auto& pair : pairs) {
    const Bound bound(pair.input, {}, pair.name + ".frist");
    INFO(pair.name);
    CHECK(compare_golden(pair, bound.result()) == "");
  }
}
