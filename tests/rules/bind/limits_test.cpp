// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/model/limits.hpp"
#include "tests/rules/bind/bound.hpp"
#include "tests/support/catch.hpp"

using frist::testing::Bound;

namespace {

std::string policy_with_rules(std::size_t count) {
  std::string text =
      "policy p \"P\"  version \"1\"  counting from the next day  month end last day\n"
      "record card  field left_on date absent means none\n";
  for (std::size_t i = 0; i < count; ++i)
    text += fmt::format("retention r{} of card  erase after 1 day from left_on\n", i);
  return text;
}

}  // namespace

TEST_CASE("as many rules as verdicts have numbers for are taken, and one more is refused") {
  CHECK(Bound(policy_with_rules(frist::model::kMostRetentionRules)).codes().empty());
  CHECK(Bound(policy_with_rules(frist::model::kMostRetentionRules + 1)).codes() == "F0517");
}

TEST_CASE("a period is refused where it ends in the calendar from no day that anybody counts from") {
  const auto codes = [](std::string_view period) {
    return Bound(fmt::format("policy p \"P\"  version \"1\"  counting from the next day  month end last day\n"
                             "record card  field left_on date absent means none\n"
                             "retention r of card  erase after {} from left_on\n",
                             period))
        .codes();
  };
  for (const char* period : {"8099 years", "8099 years and 11 months", "2958000 days", "422000 weeks"})
    CHECK(codes(period).empty());
  for (const char* period : {"8100 years", "20000 years", "97200 months", "2959000 days", "8099 years and 400 days"})
    CHECK(codes(period) == "F0309");
}
