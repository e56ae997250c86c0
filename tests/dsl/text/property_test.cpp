// SPDX-License-Identifier: Apache-2.0
// Laws of this room over generated texts. A run that fails prints the seed that repeats it.
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "dsl/text/excerpt.hpp"
#include "dsl/text/guard.hpp"
#include "dsl/text/render_text.hpp"
#include "dsl/text/suggest.hpp"
#include "dsl/text/utf8.hpp"
#include "tests/support/catch.hpp"

using namespace frist::text;

namespace {

// Well-formed text with what makes columns hard: line breaks, tabs, several bytes, wide letters, combining marks.
rc::Gen<std::string> good_text() {
  const auto piece = rc::gen::element<std::string>("a", "b", "_", " ", "\n", "\r\n", "\t", "ä", "漢", "u\u0308",
                                                   "\U0001F600", "\u0301");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string text;
    for (const std::string& p : pieces) text += p;
    return text;
  });
}

// Any bytes, with those of long sequences more often than chance would have them.
rc::Gen<std::string> any_bytes() {
  return rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::arbitrary<char>(),
                     rc::gen::element('a', '\n', '\r', '\t', '\xC3', '\xA4', '\xE2', '\x80', '\xAE', '\xF0', '\x9F')));
}

rc::Gen<std::string> word() { return rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c', 'A', '_', '-')); }

std::uint32_t place_in(const std::string& text) {
  return static_cast<std::uint32_t>(*rc::gen::inRange<std::size_t>(0, text.size() + 1));
}

}  // namespace

TEST_CASE("a place leads back to the byte that it came from", "[text][property]") {
  CHECK(rc::check("offset(position(x)) is the start of the code point at x", [] {
    const std::string text = *good_text();
    const SourceFile file("a", text);
    std::uint32_t at = place_in(text);
    const std::uint32_t back = file.offset(file.position(at));
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    const bool is_inside_line_break = at > 0 && at < text.size() && text[at] == '\n' && text[at - 1] == '\r';
    RC_ASSERT(back == (is_inside_line_break ? at - 1 : at));
  }));
}

TEST_CASE("places rise with the bytes", "[text][property]") {
  CHECK(rc::check("line and column never go back", [] {
    const std::string text = *any_bytes();
    const SourceFile file("a", text);
    Position before;
    for (std::uint32_t at = 0; at <= text.size(); ++at) {
      const Position now = file.position(at);
      RC_ASSERT(std::pair(before.line, before.column) <= std::pair(now.line, now.column));
      before = now;
    }
  }));
}

TEST_CASE("lines and line breaks together are the text", "[text][property]") {
  CHECK(rc::check("nothing is lost and nothing is there twice", [] {
    const std::string text = *any_bytes();
    const SourceFile file("a", text);
    std::string again;
    for (std::uint32_t line = 1; line <= file.line_count(); ++line) {
      const std::size_t start = file.line_start(line);
      RC_ASSERT(start == again.size());
      again += text.substr(start, file.line_start(line + 1) - start);
      RC_ASSERT(text.compare(start, file.line(line).size(), file.line(line)) == 0);
      RC_ASSERT(file.line(line).find('\n') == std::string_view::npos);
    }
    RC_ASSERT(again == text);
  }));
}

TEST_CASE("decoding takes every byte once and stops at the first ill-formed one when asked", "[text][property]") {
  CHECK(rc::check("steps add up to the text", [] {
    const std::string text = *any_bytes();
    std::optional<std::size_t> first_bad;
    std::string again;
    for (std::size_t at = 0; at < text.size();) {
      const Decoded next = decode(text, at);
      RC_ASSERT(next.length >= 1U);
      RC_ASSERT(at + next.length <= text.size());
      if (!next.valid && !first_bad) first_bad = at;
      std::string encoded;
      append_utf8(encoded, next.code);
      if (next.valid) RC_ASSERT(encoded == text.substr(at, next.length));
      at += next.length;
    }
    RC_ASSERT(first_invalid(text) == first_bad);
  }));
}

TEST_CASE("the distance of two words is the same both ways, and zero for one word only", "[text][property]") {
  CHECK(rc::check("symmetric", [] {
    const std::string a = *word();
    const std::string b = *word();
    const std::size_t limit = *rc::gen::inRange<std::size_t>(0, 6);
    const std::size_t there = edit_distance(a, b, limit);
    RC_ASSERT(there == edit_distance(b, a, limit));
    RC_ASSERT((there == 0) == (a == b));
    RC_ASSERT(there == std::min(edit_distance(a, b, 1000), limit + 1));
  }));
}

TEST_CASE("if one word is suggested for another, so is the other for the one", "[text][property]") {
  CHECK(rc::check("symmetric", [] {
    const std::string a = *word();
    const std::string b = *word();
    RC_ASSERT(nearest(a, {b}).has_value() == nearest(b, {a}).has_value());
  }));
}

TEST_CASE("a suggestion is always one of the known words and not the word itself", "[text][property]") {
  CHECK(rc::check("known", [] {
    const std::string wanted = *word();
    const auto known = *rc::gen::container<std::vector<std::string>>(word());
    if (const auto found = nearest(wanted, known)) {
      RC_ASSERT(*found != wanted);
      RC_ASSERT(std::find(known.begin(), known.end(), *found) != known.end());
    }
  }));
}

TEST_CASE("a skeleton has itself as its skeleton", "[text][property]") {
  CHECK(rc::check("idempotent", [] {
    const std::string once = skeleton(*good_text());
    RC_ASSERT(skeleton(once) == once);
  }));
}

TEST_CASE("whatever the bytes, the guard ends, and lets through only what is well-formed", "[text][property]") {
  CHECK(rc::check("guard", [] {
    Sources sources;
    const std::string text = *any_bytes();
    DiagnosticSink sink;
    const bool passed = guard_text(sources.add("a", text), sources, sink);
    RC_ASSERT(passed == sink.empty());
    if (passed) RC_ASSERT(!first_invalid(text).has_value());
    for (const Diagnostic& d : sink.diagnostics()) RC_ASSERT(d.span.begin < d.span.end && d.span.end <= text.size());
  }));
}

TEST_CASE("whatever the bytes and the place, a finding is drawn as well-formed text of bounded width",
          "[text][property]") {
  CHECK(rc::check("render", [] {
    Sources sources;
    const std::string text = *any_bytes();
    const std::uint32_t file = sources.add("a", text);
    const std::uint32_t begin = place_in(text);
    const Diagnostic diagnostic{Kind::SyntaxError,
                                {file, begin, place_in(text)},
                                *any_bytes(),
                                {{{file, place_in(text), place_in(text)}, "label"}},
                                *any_bytes()};
    const std::string drawn = render(diagnostic, sources, {.width = 30});
    RC_ASSERT(!first_invalid(drawn).has_value());
    const SourceFile lines("drawn", drawn);
    for (std::uint32_t i = 1; i <= lines.line_count(); ++i) {
      const std::string_view line = lines.line(i);
      if (line.find(" | ") != std::string_view::npos) RC_ASSERT(display_width(line) <= 30U + 20U);
      for (const char c : line) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20U);
    }
  }));
}

TEST_CASE("an excerpt is as wide as it says and its marks stay inside", "[text][property]") {
  CHECK(rc::check("excerpt", [] {
    std::string line = *good_text();
    std::erase_if(line, [](char c) { return c == '\n' || c == '\r'; });
    const std::size_t begin = place_in(line);
    const std::size_t end = place_in(line);
    const std::size_t width = *rc::gen::inRange<std::size_t>(20, 60);
    const Excerpt excerpt(line, begin, end, width);
    RC_ASSERT(display_width(excerpt.shown()) <= width);
    const auto mark = excerpt.mark(begin, end);
    RC_ASSERT(mark.width >= 1U);
    RC_ASSERT(mark.column + mark.width <= display_width(excerpt.shown()) + 1);
  }));
}
