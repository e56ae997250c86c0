// SPDX-License-Identifier: Apache-2.0
// What is found by questions about a whole policy, in the words of its golden files.
#include "tests/support/golden.hpp"

#include <algorithm>
#include <set>

#include "tests/rules/analyse/analysed.hpp"
#include "tests/support/catch.hpp"

using namespace frist;
using frist::testing::Analysed;
using frist::testing::compare_golden;
using frist::testing::golden_pairs;

namespace {

const std::set<std::string> kCodes = {"F0505", "F0507", "F0508", "F0512", "F0513",
                                      "F0514", "F0515", "F0601", "F0609", "F0701"};

}  // namespace

TEST_CASE("every finding about a whole policy is reported in the words of its golden file") {
  for (const auto& pair : golden_pairs("diagnostics", ".frist", ".expected")) {
    const std::string code = pair.name.substr(0, 5);
    if (kCodes.count(code) == 0) continue;
    const Analysed analysed(pair.input, pair.name + ".frist");
    INFO(pair.name);
    CHECK(analysed.codes().find(code) != std::string::npos);
    CHECK(compare_golden(pair, analysed.findings()) == "");
  }
}

TEST_CASE("each kind of finding about a whole policy has a golden file") {
  const auto pairs = golden_pairs("diagnostics", ".frist", ".expected");
  for (const std::string& code : kCodes) {
    INFO(code);
    CHECK(std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.name.substr(0, 5) == code; }));
  }
}
