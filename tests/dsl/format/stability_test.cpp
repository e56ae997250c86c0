// SPDX-License-Identifier: Apache-2.0
// Formatting keeps what a text says and every comment in it, and formatting again changes nothing.
#include <rapidcheck.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "dsl/format/tokens.hpp"
#include "dsl/grammar/words.hpp"
#include "dsl/text/display_width.hpp"
#include "tests/dsl/format/formatted.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/golden.hpp"

using namespace frist;
using frist::testing::Formatted;

namespace {

/// Every policy text of the repository that parses: those that ship and those of tests.
std::vector<std::string> all_texts() {
  std::vector<std::string> paths;
  for (const char* folder : {"policies", "tests"}) {
    const auto root = std::filesystem::path(FRIST_SOURCE_DIR) / folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.path().extension() == ".frist") paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const std::string& path : paths) {
    std::string text = frist::testing::read_whole_file(path);
    if (Formatted(text).parsed()) texts.push_back(std::move(text));
  }
  return texts;
}

const std::vector<std::string>& texts() {
  static const std::vector<std::string> all = all_texts();
  return all;
}

std::vector<std::string> comments_of(const std::string& text) {
  std::vector<std::string> comments;
  const auto add = [&](const std::vector<format::Comment>& lines) {
    for (const auto& comment : lines) comments.emplace_back(comment.text);
  };
  const format::Tokens tokens = format::tokens_of(text);
  for (const auto& token : tokens.tokens) {
    add(token.comments);
    if (!token.line_comment.empty()) comments.emplace_back(token.line_comment);
  }
  add(tokens.last_comments);
  return comments;
}

/// Empty where the layout of `text` says the same, keeps the comments and is its own layout.
std::string complaint(const std::string& text) {
  const Formatted once(text);
  if (!once.parsed()) return "does not parse:\n" + once.findings() + text;
  const Formatted twice(once.layout);
  if (!twice.parsed()) return "layout does not parse:\n" + twice.findings() + once.layout;
  if (once.dump != twice.dump) return "other tree:\n" + frist::testing::line_difference(once.dump, twice.dump);
  if (once.layout != twice.layout) {
    return "not stable:\n" + frist::testing::line_difference(once.layout, twice.layout);
  }
  if (comments_of(text) != comments_of(once.layout)) return "comments changed:\n" + once.layout;
  return {};
}

/// The same words between other blanks, line breaks and comments. Declarations stay at the beginning of a line, and no
/// other word that could begin one comes there.
std::string laid_out_anew(const std::string& text, const std::vector<std::string>& between) {
  text::Sources sources;
  text::DiagnosticSink sink;
  const auto file = sources.add("original", text);
  const auto tree = grammar::parse(file, sources, sink);
  std::vector<std::uint32_t> starts;
  for (const auto id : tree->children(tree->root())) starts.push_back(tree->span(id).begin);

  std::string anew;
  for (const auto& token : format::tokens_of(text).tokens) {
    if (std::binary_search(starts.begin(), starts.end(), token.offset)) {
      anew += "\n";
    } else if (grammar::declaration_kind(token.text)) {
      anew += " ";
    } else {
      anew += *rc::gen::elementOf(between);
    }
    anew += token.text;
  }
  return anew;
}

}  // namespace

TEST_CASE("every policy text of this repository has a stable layout that says the same") {
  REQUIRE(texts().size() > 30);
  for (const std::string& text : texts()) CHECK(complaint(text) == "");
}

TEST_CASE("no line without a comment is longer than a line may be") {
  for (const std::string& text : texts()) {
    const std::string layout = Formatted(text).layout;
    for (std::size_t begin = 0; begin < layout.size();) {
      const std::size_t end = layout.find('\n', begin);
      const std::string line = layout.substr(begin, end - begin);
      INFO(line);
      CHECK((line.find('#') != std::string::npos || text::display_width(line) <= format::kLineWidth));
      begin = end + 1;
    }
  }
}

TEST_CASE("texts with other blanks and comments have a stable layout that says the same") {
  CHECK(rc::check([] {
    const std::string text = *rc::gen::elementOf(texts());
    RC_PRE(text.size() < 20000);
    const std::string anew = laid_out_anew(
        text, {" ", "  ", "\t", "\n", "\n\n\n", "\r\n   ", " # remark\n", "\n# own line\n", "\n\n  # apart\n\n"});
    const std::string found = complaint(anew);
    if (!found.empty()) RC_FAIL(found);
  }));
}

TEST_CASE("the layout does not depend on how the words were laid out") {
  CHECK(rc::check([] {
    const std::string text = *rc::gen::elementOf(texts());
    RC_PRE(text.size() < 20000);
    const std::vector<std::string> blanks = {" ", "   ", "\t", "\n", "\n      "};
    const Formatted one(laid_out_anew(text, blanks));
    const Formatted other(laid_out_anew(text, blanks));
    RC_ASSERT(one.parsed() && other.parsed());
    if (one.layout != other.layout) RC_FAIL(frist::testing::line_difference(one.layout, other.layout));
  }));
}

TEST_CASE("a long text is laid out in a time that grows with its length only") {
  std::string chain = "define x of c as a";
  std::string rules;
  for (int i = 0; i < 100000; ++i) {
    chain += " and b";
    rules += "retention r of c erase on request\n";
  }
  const std::clock_t begin = std::clock();
  CHECK(Formatted(chain).layout.size() > chain.size());
  CHECK(Formatted(rules).layout.size() > rules.size());
  // Under a second; a step that grew with the square of the length would take minutes.
  CHECK(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC < 20);
}
