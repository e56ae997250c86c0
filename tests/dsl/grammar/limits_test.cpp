// SPDX-License-Identifier: Apache-2.0
// Depth is bounded, and time and memory grow with the length of the text and nothing else.
#include <ctime>
#include <functional>
#include <string>

#include "tests/dsl/grammar/parsed.hpp"
#include "tests/support/catch.hpp"

using frist::testing::Parsed;

namespace {

std::string repeat(const std::string& part, std::size_t count) {
  std::string text;
  text.reserve(part.size() * count);
  for (std::size_t i = 0; i < count; ++i) text += part;
  return text;
}

std::string nested(const std::string& open, const std::string& close, std::size_t depth) {
  return "define x of c as " + repeat(open, depth) + "a" + repeat(close, depth) + "\n";
}

std::string bullets(std::size_t depth) {
  std::string text = "define x of c as every\n";
  for (std::size_t i = 1; i < depth; ++i) text += std::string(i, '-') + " every\n";
  return text + std::string(depth, '-') + " a\n";
}

/// 3 seconds for 10 MB is what users are promised; sanitizers make everything many times slower.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kSecondsPerMegabyte = 10;
#else
constexpr double kSecondsPerMegabyte = 0.3;
#endif

/// Seconds of processor time; others may be using the machine.
double seconds(const std::function<void()>& work) {
  const std::clock_t begin = std::clock();
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

void check_quick(const std::string& text, const std::string& codes) {
  INFO(text.substr(0, 60) << " ... " << text.size() << " bytes");
  std::string found;
  const double used = seconds([&] { found = Parsed(text).codes(); });
  CHECK(found.substr(0, 11) == codes);
  CHECK(used < 0.2 + kSecondsPerMegabyte * static_cast<double>(text.size()) / 1e6);
}

}  // namespace

TEST_CASE("everything may be nested 100 deep and no deeper") {
  const auto [open, close] = GENERATE(table<std::string, std::string>({
      {"(", ")"},
      {"not ", ""},
      {"latest of (", ")"},
      {"3 days after ", ""},
      {"10 percent of ", ""},
      {"end of month of ", ""},
      {"days from x to ", ""},
      {"count of c where (", ")"},
  }));
  INFO(open);
  CHECK(Parsed(nested(open, close, 100)).codes() == "");
  CHECK(Parsed(nested(open, close, 101)).codes() == "F0106");
}

TEST_CASE("lists may be nested 100 deep and no deeper") {
  CHECK(Parsed(bullets(100)).codes() == "");
  CHECK(Parsed(bullets(101)).codes() == "F0106");
}

TEST_CASE("depth starts anew in every clause, also behind one that was too deep") {
  CHECK(Parsed(nested("(", ")", 75) + nested("(", ")", 75)).codes() == "");
  CHECK(Parsed(nested("(", ")", 101) + nested("(", ")", 75) + "party a is nobody\n").codes() == "F0106 F0104");
}

TEST_CASE("a nested comparison is not read twice for each level") {
  CHECK(Parsed(nested("(a is at least (b is not one of (", ")))", 30)).codes() == "");
  CHECK(Parsed(nested("(any c where (x is within 3 days after ", "))", 30)).codes() == "");
}

TEST_CASE("a million of anything takes no longer than its length") {
  check_quick(nested("(", "", 1000000), "F0106");
  check_quick(nested("not ", "", 1000000), "F0106");
  check_quick(nested("latest of (", "", 1000000), "F0106");
  check_quick("define x of c as a" + repeat(" and x", 1000000), "");
  check_quick("define x of c as a" + repeat(" plus x", 1000000), "");
  check_quick("define x of c as 1 day" + repeat(" and 1 day", 1000000), "");
  check_quick("define x of c as a is one of (" + repeat("x, ", 1000000) + "y)", "");
  check_quick("define x of c as \"" + std::string(1000000, 'x') + "\"", "");
  check_quick("define x of c as " + std::string(1000000, '"'), "F0104");
  check_quick("define x of c as " + repeat("\"a\": ", 1000000), "F0104");
  check_quick("define x of c as " + std::string(1000000, '`'), "F0119");
  check_quick("define x of c as " + std::string(1000000, '1'), "");
  check_quick("define x of c as\n" + repeat("# remark\n", 1000000) + "a", "");
  check_quick(std::string(1000000, '-'), "F0104");
  check_quick(bullets(1000), "F0106");
  check_quick("retention a of c\n" + repeat(" foo b\n", 1000000), "F0105");
  check_quick(repeat("define\n", 1000000), "F0104 F0104");
}

TEST_CASE("ten megabytes of rules are read within the time that is promised") {
  const std::string rules = repeat("retention r of c erase on request\n", 290000);
  const Parsed parsed(rules);
  REQUIRE(parsed.tree);
  CHECK(parsed.tree->count(parsed.tree->root()) == 290000);
  check_quick(rules, "");
  check_quick(repeat("retention a of c\n  erase after 3 yeas from x\n  citess a \"b\"\n", 150000), "F0104 F0104");
  check_quick("example \"x\"\n" + repeat(" given c with a 1, b 2\n", 400000), "");
}
