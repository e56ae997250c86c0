// SPDX-License-Identifier: Apache-2.0
// The policies in the user documentation do what the pages say.
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "dsl/grammar/words.hpp"
#include "dsl/text/diagnostic.hpp"
#include "tests/docs/reader.hpp"
#include "tests/support/catch.hpp"

using namespace frist;
using namespace frist::docs;

namespace {

std::string page(const std::string& name) {
  std::ifstream file(std::string(FRIST_SOURCE_DIR) + "/docs/" + name);
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The headings of the second level.
std::vector<std::string> headings_of(const std::string& markdown) {
  std::vector<std::string> headings;
  std::istringstream lines(markdown);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("## ")) headings.push_back(line.substr(3));
  return headings;
}

std::size_t count_kinds(const std::vector<Block>& blocks, std::string_view code,
                        std::initializer_list<std::string_view> kinds) {
  return static_cast<std::size_t>(std::count_if(blocks.begin(), blocks.end(), [&](const Block& block) {
    return code_of_page(block) == code && std::find(kinds.begin(), kinds.end(), block.kind) != kinds.end();
  }));
}

Block block_of(std::string kind, std::vector<std::string> words, std::string text) {
  return Block{std::move(kind), std::move(words), "F0203 unknown record", 1, std::move(text)};
}

const char* const kRight =
    "policy a\n  version \"1\"\nrecord card\n  field paid yes/no\neligibility b of card\n  requires paid\n";
const char* const kWrong =
    "policy a\n  version \"1\"\nrecord card\n  field paid yes/no\neligibility b of crad\n  requires paid\n";

}  // namespace

TEST_CASE("the policies of the language reference are as its fences say", "[docs]") {
  for (const std::string& problem : problems_of(blocks_of(page("language.md")))) FAIL_CHECK("language.md, " << problem);
}

TEST_CASE("the policies on the pages of the codes are as their fences say", "[docs]") {
  for (const std::string& problem : problems_of(blocks_of(page("diagnostics.md"))))
    FAIL_CHECK("diagnostics.md, " << problem);
}

TEST_CASE("every code has a page with its title, a wrong example and a right one, in the order of the codes",
          "[docs]") {
  const std::string markdown = page("diagnostics.md");
  const auto blocks = blocks_of(markdown);
  std::vector<std::string> wanted;
  for (const text::Kind kind : text::all_kinds()) {
    const std::string code(text::code_of(kind));
    wanted.push_back(code + " " + std::string(text::title_of(kind)));
    INFO(wanted.back());
    CHECK(count_kinds(blocks, code, {"frist-wrong", "sql-wrong"}) > 0);
    CHECK(count_kinds(blocks, code, {"frist"}) > 0);
  }
  CHECK(headings_of(markdown) == wanted);
}

TEST_CASE("the list of reserved words is the one that the grammar keeps", "[docs]") {
  const auto blocks = blocks_of(page("language.md"));
  const auto listed = std::find_if(blocks.begin(), blocks.end(), [](const Block& block) {
    return block.kind == "text" && block.page.find("Reserved words") != std::string::npos;
  });
  REQUIRE(listed != blocks.end());
  std::istringstream words(listed->text);
  std::vector<std::string> written;
  for (std::string word; words >> word;) written.push_back(word);
  const auto reserved = grammar::reserved_words();
  CHECK(written == std::vector<std::string>(reserved.begin(), reserved.end()));
}

TEST_CASE("every page that the map of the documentation names exists", "[docs]") {
  const std::string map = page("README.md");
  std::size_t links = 0;
  for (auto at = map.find("]("); at != std::string::npos; at = map.find("](", at + 1)) {
    const std::string target = map.substr(at + 2, map.find(')', at) - at - 2);
    INFO(target);
    CHECK(std::ifstream(std::string(FRIST_SOURCE_DIR) + "/docs/" + target).good());
    ++links;
  }
  CHECK(links > 10);
}

TEST_CASE("a reader is not fooled: mistakes in right policies and missing ones in wrong policies are found", "[docs]") {
  Reader reader;
  CHECK(reader.problems_with(block_of("frist", {}, kRight)).empty());
  CHECK(reader.problems_with(block_of("frist", {}, kWrong)).size() == 1);
  CHECK(reader.problems_with(block_of("frist", {"warns", "F0514"}, kRight)).size() == 1);
  CHECK(reader.problems_with(block_of("frist-wrong", {}, kWrong)).empty());
  CHECK(reader.problems_with(block_of("frist-wrong", {}, kRight)).size() == 1);
  CHECK(reader.problems_with(block_of("frist-wrong", {"F0201"}, kWrong)).size() == 2);
  CHECK(reader.problems_with(block_of("frist-wrong", {"and", "F0201"}, kWrong)).size() == 1);
}

TEST_CASE("an example that does not hold is found in a right policy", "[docs]") {
  const std::string unpaid =
      std::string(kRight) + "example \"unpaid\"\n  given card with paid no\n  as of 2025-01-01\n";
  Reader reader;
  CHECK(reader.problems_with(block_of("frist", {}, unpaid + "  expect refused\n")).empty());
  CHECK(reader.problems_with(block_of("frist", {}, unpaid + "  expect permitted\n")).size() == 1);
  CHECK(reader.problems_with(block_of("frist-wrong", {"F0801"}, unpaid + "  expect permitted\n")).empty());
}

TEST_CASE("characters that a page only writes about are made real, from the inside out", "[docs]") {
  CHECK(made_real("a{U+00E9}b") == "a\u00e9b");
  CHECK(made_real("{byte E9}") == "\xE9");
  CHECK(made_real("{3 times {U+0041}}") == "AAA");
  CHECK(made_real("{2 times (}x{2 times )}") == "((x))");
  CHECK(made_real("{other} {U+XYZ}") == "{other} {U+XYZ}");
}

TEST_CASE("a block knows its page, its line and the words of its fence", "[docs]") {
  const auto blocks = blocks_of("# A\n## F0203 b c\ntext\n```frist-wrong F0801 club.frist\nx\n```\n```sql\ny\n```\n");
  REQUIRE(blocks.size() == 2);
  CHECK(blocks[0].kind == "frist-wrong");
  CHECK(blocks[0].line == 4);
  CHECK(blocks[0].text == "x\n");
  CHECK(code_of_page(blocks[0]) == "F0203");
  CHECK(file_name_of(blocks[0]) == "club.frist");
  CHECK(codes_in(blocks[0]) == std::vector<std::string>{"F0801"});
  CHECK(blocks[1].kind == "sql");
}
