// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/render_text.hpp"

#include <fmt/core.h>

#include <string>

#include "tests/support/catch.hpp"

using namespace frist::text;

namespace {

// The span of `words` in a file, the first time they occur.
Span find(const Sources& sources, std::uint32_t file, std::string_view words) {
  const std::size_t at = sources.file(file).text().find(words);
  REQUIRE(at != std::string_view::npos);
  return {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
}

// The drawing after a line break, so that an expected one can begin on a line of its own.
std::string framed(std::string_view drawing) { return fmt::format("\n{}", drawing); }

// One finding about the first `words` of a one-file run.
std::string shown(const std::string& text, std::string_view words, const RenderOptions& options = {}) {
  Sources sources;
  const std::uint32_t file = sources.add("a.frist", text);
  return framed(render({Kind::UnknownName, find(sources, file, words), "unknown name", {}, ""}, sources, options));
}

std::string shown_at(const std::string& text, std::uint32_t begin, std::uint32_t end) {
  Sources sources;
  sources.add("a.frist", text);
  return framed(render({Kind::SyntaxError, {0, begin, end}, "unexpected end", {}, ""}, sources));
}

}  // namespace

TEST_CASE("a finding shows its code, its place, its line with carets and what to do", "[text][render]") {
  Sources sources;
  const auto file = sources.add("policies/a.frist", "retention a\n  erase after 3 years from settld_on\n");
  const Diagnostic diagnostic{Kind::UnknownName,
                              find(sources, file, "settld_on"),
                              "unknown name `settld_on`",
                              {},
                              "did you mean `settled_on`?"};
  CHECK(framed(render(diagnostic, sources)) == R"(
error F0201: unknown name `settld_on`
 --> policies/a.frist:2:28
  |
2 |   erase after 3 years from settld_on
  |                            ^^^^^^^^^
  help: did you mean `settled_on`?
)");
}

TEST_CASE("a warning is called one", "[text][render]") {
  Sources sources;
  sources.add("a.frist", "retention a\n");
  CHECK(framed(render({Kind::MissingCitation, {0, 10, 11}, "`a` names no source", {}, ""}, sources)) == R"(
warning F0512: `a` names no source
 --> a.frist:1:11
  |
1 | retention a
  |           ^
)");
}

TEST_CASE("carets stand right under letters of several bytes, wide letters and combining marks", "[text][render]") {
  CHECK(shown("\"Größe 漢字\" u\u0308ber yers", "yers") ==
        "\n"
        "error F0201: unknown name\n"
        " --> a.frist:1:18\n"
        "  |\n"
        "1 | \"Größe 漢字\" u\u0308ber yers\n"
        "  |                   ^^^^\n");
  CHECK(shown("\"Größe 漢字\"", "漢字") == R"(
error F0201: unknown name
 --> a.frist:1:8
  |
1 | "Größe 漢字"
  |        ^^^^
)");
}

TEST_CASE("tabs are drawn as spaces up to the next stop", "[text][render]") {
  CHECK(shown("\ta\tyers", "yers") == R"(
error F0201: unknown name
 --> a.frist:1:4
  |
1 |     a   yers
  |         ^^^^
)");
}

TEST_CASE("the end of a text has a caret of its own", "[text][render]") {
  CHECK(shown_at("retention", 9, 9) == R"(
error F0104: unexpected end
 --> a.frist:1:10
  |
1 | retention
  |          ^
)");
  CHECK(shown_at("retention\n", 10, 10) == R"(
error F0104: unexpected end
 --> a.frist:2:1
  |
2 |
  | ^
)");
  CHECK(shown_at("", 0, 0) == R"(
error F0104: unexpected end
 --> a.frist:1:1
  |
1 |
  | ^
)");
}

TEST_CASE("a line break can be pointed at", "[text][render]") {
  CHECK(shown_at("one\r\ntwo\n", 3, 5) == R"(
error F0104: unexpected end
 --> a.frist:1:4
  |
1 | one
  |    ^
)");
}

TEST_CASE("a place beyond the text is pulled back to its end", "[text][render]") {
  CHECK(shown_at("abc", 50, 40) == shown_at("abc", 3, 3));
}

TEST_CASE("a span over two lines is underlined in both", "[text][render]") {
  CHECK(shown("when every\n  - a is 1 and\n    b is 2\n", "a is 1 and\n    b is 2") == R"(
error F0201: unknown name
 --> a.frist:2:5
  |
2 |   - a is 1 and
  |     ^^^^^^^^^^
3 |     b is 2
  |     ^^^^^^
)");
}

TEST_CASE("of a span over many lines the first and the last are shown, and its line break at the end does not count",
          "[text][render]") {
  CHECK(shown("x\nretention a\n  when b\n  hold\nretention c\n", "retention a\n  when b\n  hold\n") == R"(
error F0201: unknown name
 --> a.frist:2:1
  |
2 | retention a
  | ^^^^^^^^^^^
...
4 |   hold
  |   ^^^^
)");
}

TEST_CASE("labels of the same line have rows of their own, the finding comes first", "[text][render]") {
  Sources sources;
  const auto file = sources.add("a.frist", "define b as 3 EUR is 4 SEK\n");
  const Diagnostic diagnostic{
      Kind::CurrencyMix,
      find(sources, file, "is"),
      "two currencies are compared",
      {{find(sources, file, "3 EUR"), "this is EUR"}, {find(sources, file, "4 SEK"), "this is SEK"}},
      "compare amounts of one currency"};
  CHECK(framed(render(diagnostic, sources)) == R"(
error F0303: two currencies are compared
 --> a.frist:1:19
  |
1 | define b as 3 EUR is 4 SEK
  |                   ^^
  |             ----- this is EUR
  |                      ----- this is SEK
  help: compare amounts of one currency
)");
}

TEST_CASE("labels of other lines are shown in the order of the text, with dots between", "[text][render]") {
  Sources sources;
  std::string text = "record a\n";
  for (int i = 2; i <= 11; ++i) text += "\n";
  const auto file = sources.add("a.frist", text + "record a\n");
  const Diagnostic diagnostic{
      Kind::DuplicateName, {file, 26, 27}, "`a` is declared twice", {{{file, 7, 8}, "first here"}}, ""};
  CHECK(framed(render(diagnostic, sources)) == R"(
error F0211: `a` is declared twice
  --> a.frist:12:8
   |
 1 | record a
   |        - first here
...
12 | record a
   |        ^
)");
}

TEST_CASE("a label in another file is shown with its place", "[text][render]") {
  Sources sources;
  const auto records = sources.add("records.frist", "record claim\n");
  const auto rules = sources.add("rules.frist", "\nrecord claim\n");
  const Diagnostic diagnostic{Kind::DuplicateName,
                              find(sources, rules, "claim"),
                              "`claim` is declared twice",
                              {{find(sources, records, "claim"), "first here"}},
                              "rename one of them"};
  CHECK(framed(render(diagnostic, sources)) == R"(
error F0211: `claim` is declared twice
 --> rules.frist:2:8
  |
2 | record claim
  |        ^^^^^
 ::: records.frist:1:8
  |
1 | record claim
  |        ----- first here
  help: rename one of them
)");
}

TEST_CASE("a label at the finding's own place stands at its carets", "[text][render]") {
  Sources sources;
  const auto file = sources.add("a.frist", "keep 10 yers\n");
  const Span span = find(sources, file, "yers");
  CHECK(framed(render({Kind::SyntaxError, span, "unexpected `yers`", {{span, "expected a unit"}}, ""}, sources)) == R"(
error F0104: unexpected `yers`
 --> a.frist:1:9
  |
1 | keep 10 yers
  |         ^^^^ expected a unit
)");
}

TEST_CASE("a long line is cut around the place", "[text][render]") {
  const std::string text = std::string(300, 'a') + " yers " + std::string(300, 'b');
  CHECK(shown(text, "yers", {.width = 40}) == R"(
error F0201: unknown name
 --> a.frist:1:302
  |
1 | ...aaaaaaaaaaaaaa yers bbbbbbbbbbbbbb...
  |                   ^^^^
)");
  CHECK(shown("yers " + text, "yers", {.width = 40}) == R"(
error F0201: unknown name
 --> a.frist:1:1
  |
1 | yers aaaaaaaaaaaaaaaaaaaaaaaaaaaaa...
  | ^^^^
)");
  CHECK(shown(text + " END", "END", {.width = 40}) == R"(
error F0201: unknown name
 --> a.frist:1:608
  |
1 | ...bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb END
  |                                   ^^^
)");
}

TEST_CASE("a span longer than the excerpt is underlined as far as it is seen", "[text][render]") {
  CHECK(shown("x " + std::string(500, 'y'), std::string(500, 'y'), {.width = 26}) == R"(
error F0201: unknown name
 --> a.frist:1:3
  |
1 | ...yyyyyyyyyyyyyyyyyyyy...
  |    ^^^^^^^^^^^^^^^^^^^^
)");
}

TEST_CASE("a label that the cut left out of view does not shift the others", "[text][render]") {
  Sources sources;
  const auto file = sources.add("a.frist", "first " + std::string(300, 'a') + " yers");
  const Diagnostic diagnostic{
      Kind::UnknownName, find(sources, file, "yers"), "unknown name", {{find(sources, file, "first"), "here"}}, ""};
  CHECK(framed(render(diagnostic, sources, {.width = 26})) == R"(
error F0201: unknown name
 --> a.frist:1:308
  |
1 | ...aaaaaaaaaaaaaaa yers
  |                    ^^^^
  |    - here
)");
}

TEST_CASE("what could move the cursor or hide is made visible", "[text][render]") {
  Sources sources;
  sources.add("a\x1B[2J.frist", "a\x1B[31m\u202Eb\xFF\u200B yers");
  const Diagnostic diagnostic{Kind::UnknownName, {0, 15, 19}, "unknown `\x1B[0m`\n\u202E", {}, "\x07"};
  CHECK(framed(render(diagnostic, sources)) == R"(
error F0201: unknown `␛[0m`␊<U+202E>
 --> a␛[2J.frist:1:12
  |
1 | a␛[31m<U+202E>b�<U+200B> yers
  |                          ^^^^
  help: ␇
)");
}

TEST_CASE("a finding without a known file is shown without an excerpt", "[text][render]") {
  CHECK(
      framed(render({Kind::UseNotFound, {7, 0, 0}, "`b.frist` not found", {{{7, 0, 0}, "used here"}}, "check the path"},
                    Sources())) ==
      R"(
error F0114: `b.frist` not found
  note: used here
  help: check the path
)");
}

TEST_CASE("colours are drawn only when they are wanted, and change nothing else", "[text][render]") {
  const std::string plain = shown("a yers\n", "yers");
  std::string coloured = shown("a yers\n", "yers", {.colour = true});
  CHECK(coloured.find("\x1B[1;31m^^^^\x1B[0m") != std::string::npos);
  for (std::size_t at = 0; (at = coloured.find('\x1B')) != std::string::npos;)
    coloured.erase(at, coloured.find('m', at) - at + 1);
  CHECK(coloured == plain);
}
