// SPDX-License-Identifier: Apache-2.0
// Whatever the text: the parse ends, and gives a tree or a finding, the same one each time.
#include <rapidcheck.h>

#include <algorithm>

#include <string>
#include <vector>

#include "dsl/grammar/words.hpp"
#include "tests/dsl/grammar/parsed.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/golden.hpp"

using namespace frist;
using frist::testing::Parsed;

namespace {

const std::vector<std::string>& samples() {
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> inputs;
    for (const auto& pair : frist::testing::golden_pairs("syntax", ".frist", ".dump")) inputs.push_back(pair.input);
    return inputs;
  }();
  return texts;
}

/// Words and signs of the language, more likely to get far than letters.
const std::vector<std::string>& pieces() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> words = {"a", "b", "`c d`", "\"t\"", "3",  "97.5", "2024-02-29", "EUR",   "(", ")",  ",",
                                      ":", "-", "--",    "'s",    "\n", "\n  ", "#x\n",       "08:30", "=", "\"", "`"};
    for (const auto word : grammar::reserved_words()) words.emplace_back(word);
    for (const auto word : grammar::declaration_keywords()) words.push_back("\n" + std::string(word));
    return words;
  }();
  return all;
}

/// Every span inside its parent's and in order, every subtree inside its parent's.
void check_well_formed(const syntax::Tree& tree, std::size_t size) {
  std::vector<syntax::NodeId> open;
  for (syntax::NodeId id = 0; id < tree.size(); ++id) {
    while (!open.empty() && tree.next(open.back()) <= id) open.pop_back();
    RC_ASSERT(tree.span(id).begin <= tree.span(id).end);
    RC_ASSERT(tree.span(id).end <= size);
    RC_ASSERT(tree.next(id) > id);
    if (!open.empty()) {
      RC_ASSERT(tree.next(id) <= tree.next(open.back()));
      RC_ASSERT(tree.span(id).begin >= tree.span(open.back()).begin);
      RC_ASSERT(tree.span(id).end <= tree.span(open.back()).end);
    }
    open.push_back(id);
  }
}

void check_parse(const std::string& text) {
  const Parsed parsed(text);
  RC_ASSERT(parsed.tree.has_value() != parsed.sink.has_errors());
  if (parsed.tree) check_well_formed(*parsed.tree, text.size());
  for (const auto& diagnostic : parsed.sink.diagnostics()) {
    RC_ASSERT(diagnostic.span.begin <= diagnostic.span.end);
    RC_ASSERT(diagnostic.span.end <= text.size());
    RC_ASSERT(!diagnostic.message.empty());
  }
  RC_ASSERT(Parsed(text).result() == parsed.result());
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) text += part + between;
  return text;
}

}  // namespace

TEST_CASE("random bytes give a tree or a finding") {
  CHECK(rc::check([](const std::string& text) { check_parse(text); }));
}

TEST_CASE("random words of the language give a tree or a finding") {
  CHECK(rc::check([] {
    const auto parts = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces()));
    check_parse(joined(parts, " "));
  }));
}

TEST_CASE("a text of the language with a part cut out, doubled or replaced gives a tree or a finding") {
  CHECK(rc::check([] {
    std::string text = *rc::gen::elementOf(samples());
    const int changes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < changes; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
      const auto length = std::min(*rc::gen::inRange<std::size_t>(0, 40), text.size() - at);
      const auto replacement = *rc::gen::oneOf(rc::gen::just(std::string()),
                                               rc::gen::just(text.substr(at, length) + text.substr(at, length)),
                                               rc::gen::elementOf(pieces()), rc::gen::arbitrary<std::string>());
      text.replace(at, length, replacement);
    }
    check_parse(text);
  }));
}

TEST_CASE("every beginning of a text of the language gives a tree or a finding") {
  for (const std::string& text : samples()) {
    if (text.size() > 1500) continue;
    for (std::size_t end = 0; end <= text.size(); ++end) {
      const Parsed parsed(text.substr(0, end));
      REQUIRE(parsed.tree.has_value() != parsed.sink.has_errors());
    }
  }
}

TEST_CASE("one wrong word in a clause costs at most one finding for that line and none for the others") {
  const std::string text =
      "retention a of claim\n  when x is recorded\n  erase after 3 years from y\n  cites law \"1\", law \"2\"\n  note "
      "\"n\"\n";
  std::vector<std::size_t> spaces;
  for (std::size_t i = text.find('\n'); i < text.size(); ++i) {
    if (text[i] == ' ' && text[i + 1] != ' ') spaces.push_back(i);
  }
  for (const std::size_t at : spaces) {
    const Parsed parsed(text.substr(0, at) + " ? " + text.substr(at));
    INFO(at);
    CHECK(parsed.sink.error_count() == 1);
  }
}
