// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "tests/engine/words/question.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/golden.hpp"

namespace {

using frist::testing::Bureau;
using nlohmann::json;

TEST_CASE("every question of the golden files is answered in four languages as written there") {
  const Bureau bureau;
  const auto pairs = frist::testing::golden_pairs("explain", ".ask", ".txt");
  REQUIRE(pairs.size() >= 15);
  for (const auto& pair : pairs) {
    const json question = json::parse(pair.input);
    std::string text;
    for (const auto language : frist::words::kLanguages)
      text += fmt::format("{}==== {}\n{}", text.empty() ? "" : "\n", frist::words::tag_of(language),
                          frist::words::layout(bureau.answer(question, language)));
    INFO(pair.name);
    CHECK(frist::testing::compare_golden(pair, text) == "");
  }
}

TEST_CASE("every question of the golden files is answered as JSON as written there") {
  const Bureau bureau;
  for (const auto& pair : frist::testing::golden_pairs("explain", ".ask", ".json")) {
    const json question = json::parse(pair.input);
    if (!question.value("json", false)) continue;
    INFO(pair.name);
    CHECK(frist::testing::compare_golden(pair, bureau.answer_as_json(question).dump(1) + "\n") == "");
  }
}

TEST_CASE("an answer to the common question fits on one screen") {
  const Bureau bureau;
  const json question = {{"ask", "why"},
                         {"as_of", "2024-03-01"},
                         {"entry",
                          {{"record", "claim"},
                           {"key", "17"},
                           {"recorded_on", "2021-01-10"},
                           {"settled_on", "2021-11-10"},
                           {"amount", "250 EUR"}}}};
  for (const auto language : frist::words::kLanguages) {
    const std::string text = frist::words::layout(bureau.answer(question, language), 80);
    CHECK(std::count(text.begin(), text.end(), '\n') <= 40);
  }
}

}  // namespace
