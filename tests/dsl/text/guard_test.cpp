// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/guard.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace frist::text;

namespace {

struct Guarded {
  bool passed;
  DiagnosticSink sink;
};

Guarded guard(const std::string& text, std::size_t max_bytes = kMaxTextBytes) {
  Sources sources;
  const std::uint32_t file = sources.add("a.frist", text);
  Guarded result{false, DiagnosticSink()};
  result.passed = guard_text(file, sources, result.sink, max_bytes);
  return result;
}

const Diagnostic& only(const Guarded& guarded) {
  CHECK_FALSE(guarded.passed);
  REQUIRE(guarded.sink.diagnostics().size() == 1);
  return guarded.sink.diagnostics()[0];
}

}  // namespace

TEST_CASE("good text in any language passes without a word", "[text][guard]") {
  const Guarded result =
      guard("policy a \"Förderung 金額 \u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645 \U0001F600\"\r\n\t# x\n");
  CHECK(result.passed);
  CHECK(result.sink.empty());
  CHECK(guard("").passed);
}

TEST_CASE("every ill-formed sequence is reported at its place", "[text][guard]") {
  const Guarded result = guard(
      "a\xC0\xAF"
      "b\xE2\x82"
      "c");
  CHECK_FALSE(result.passed);
  const auto& found = result.sink.diagnostics();
  REQUIRE(found.size() == 3);
  CHECK(found[0].kind == Kind::BadUtf8);
  CHECK(found[0].span == Span{0, 1, 2});
  CHECK(found[0].message == "ill-formed UTF-8: byte 0xC0");
  CHECK(found[1].span == Span{0, 2, 3});
  CHECK(found[2].span == Span{0, 4, 6});
  CHECK(found[2].message == "ill-formed UTF-8: bytes 0xE2 0x82");
  CHECK(found[2].help == "save the file as UTF-8");
}

TEST_CASE("a byte of Latin-1 is shown as the letter it was meant to be", "[text][guard]") {
  CHECK(only(guard("f\xFCr")).help == "save the file as UTF-8; in Latin-1 this byte is `ü`");
}

TEST_CASE("text that turns the reading direction is reported", "[text][guard]") {
  const Guarded result = guard("keep \u202Eesare");
  const Diagnostic& found = only(result);
  CHECK(found.kind == Kind::BidiControl);
  CHECK(found.span == Span{0, 5, 8});
  CHECK(found.message == "bidirectional control character U+202E");
}

TEST_CASE("control characters are reported, the zero byte too", "[text][guard]") {
  CHECK(only(guard(std::string("a\0b", 3))).message == "control character U+0000");
  CHECK(only(guard("\x1B[2J")).message == "control character U+001B");
  CHECK(only(guard("a\u2028b")).kind == Kind::ControlCharacter);
  CHECK(only(guard("a\u0085b")).kind == Kind::ControlCharacter);
}

TEST_CASE("a carriage return is good before a line feed only", "[text][guard]") {
  CHECK(guard("a\r\nb\r\n").passed);
  CHECK(only(guard("# harmless\rerase")).message == "carriage return without a line feed");
  CHECK(only(guard("a\r")).kind == Kind::ControlCharacter);
}

TEST_CASE("invisible characters are reported", "[text][guard]") {
  CHECK(only(guard("set\u200Btled")).message == "invisible character U+200B");
  CHECK(only(guard("a\uFEFF")).message == "byte order mark U+FEFF inside the text");
}

TEST_CASE("a text beyond the limit is reported and not looked at", "[text][guard]") {
  CHECK(guard(std::string(10, 'x'), 10).passed);
  const Guarded result = guard(std::string(11, '\xFF'), 10);
  const Diagnostic& found = only(result);
  CHECK(found.kind == Kind::TooLarge);
  CHECK(found.message == "the text has 11 bytes, more than the limit of 10");
}

TEST_CASE("a file that is no text at all is not reported byte by byte", "[text][guard]") {
  const Guarded result = guard(std::string(1'000'000, '\xFF'));
  CHECK_FALSE(result.passed);
  REQUIRE(result.sink.diagnostics().size() == kMaxGuardFindings + 1);
  CHECK(result.sink.diagnostics().back().kind == Kind::TooManyFindings);
  CHECK(result.sink.diagnostics().back().span.begin == kMaxGuardFindings);
}
