// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/utf8.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "dsl/text/files.hpp"
#include "tests/support/catch.hpp"

using namespace frist::text;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// The sections 3.1 to 3.5, 4 and 5.1, 5.2 of the stress test are ill-formed, and what goes beyond U+10FFFF in 2.
std::vector<std::string> stress_test() {
  auto text = read_text_file(FRIST_SOURCE_DIR "/tests/vectors/UTF-8-test.txt", 1 << 20);
  REQUIRE(text.ok());
  return lines_of(text.value());
}

// Second opinion: the definition of well-formed by decoding without checks and encoding again.
bool is_well_formed_slowly(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (at + length > text.size() || (first >= 0x80 && first < 0xC0) || first >= 0xF8) return false;
    char32_t code = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      const auto byte = static_cast<unsigned char>(text[at + i]);
      if ((byte & 0xC0U) != 0x80U) return false;
      code = code << 6 | (byte & 0x3FU);
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    std::string again;
    append_utf8(again, code);
    if (again != text.substr(at, length)) return false;
    at += length;
  }
  return true;
}

}  // namespace

TEST_CASE("of the stress test exactly the 68 ill-formed lines are rejected", "[text][utf8]") {
  std::size_t rejected = 0;
  std::size_t accepted = 0;
  for (const std::string& line : stress_test()) {
    INFO(line);
    const bool is_good = !first_invalid(line).has_value();
    CHECK(is_good == is_well_formed_slowly(line));
    ++(is_good ? accepted : rejected);
  }
  CHECK(rejected == 68);
  CHECK(accepted == 232);
}

TEST_CASE("boundary lines of the stress test are accepted or rejected by name", "[text][utf8]") {
  const auto is_good = [lines = stress_test()](const std::string& number) {
    for (const std::string& line : lines) {
      if (line.starts_with(number + " ")) return !first_invalid(line).has_value();
    }
    FAIL("no line " + number);
    return false;
  };
  for (const char* good : {"2.1.1", "2.1.2", "2.1.3", "2.1.4", "2.2.1", "2.2.2", "2.2.3", "2.3.1", "2.3.2", "2.3.3",
                           "2.3.4", "5.3.1", "5.3.2"}) {
    INFO(good);
    CHECK(is_good(good));
  }
  for (const char* bad :
       {"2.1.5", "2.1.6", "2.2.4", "2.2.5", "2.2.6", "2.3.5", "3.1.1", "3.1.8", "3.3.1", "3.3.10", "3.5.1",
        "3.5.3", "4.1.1", "4.1.5", "4.2.1", "4.3.1", "4.3.5", "5.1.1", "5.1.7", "5.2.1", "5.2.8"}) {
    INFO(bad);
    CHECK_FALSE(is_good(bad));
  }
}

TEST_CASE("every code point is decoded to itself, every surrogate is rejected", "[text][utf8]") {
  std::size_t wrong = 0;
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, code);
    const Decoded next = decode(text, 0);
    if (!next.valid || next.code != code || next.length != text.size()) ++wrong;
  }
  CHECK(wrong == 0);
  CHECK_FALSE(decode("\xED\xA0\x80", 0).valid);
  CHECK_FALSE(decode("\xED\xBF\xBF", 0).valid);
}

TEST_CASE("an ill-formed sequence is as long as what could have begun a good one", "[text][utf8]") {
  CHECK(decode("\xE2\x82", 0).length == 2);
  CHECK(decode("\xE2\x82(", 0).length == 2);
  CHECK(decode("\xF0\x90\x80z", 0).length == 3);
  CHECK(decode("\xC0\xAF", 0).length == 1);
  CHECK(decode("\xE0\x80\xAF", 0).length == 1);
  CHECK(decode("\xF4\x90\x80\x80", 0).length == 1);
  CHECK(decode("\xFF", 0).length == 1);
}

TEST_CASE("the first ill-formed place is found wherever it is", "[text][utf8]") {
  for (std::size_t length = 0; length < 40; ++length) {
    const std::string text(length, 'x');
    CHECK_FALSE(first_invalid(text).has_value());
    CHECK(first_invalid(text + "\xFF") == length);
    CHECK(first_invalid(text + "\xFF" + text + "\xFF", length + 1) == 2 * length + 1);
    CHECK(first_invalid(text + "ä\x80") == length + 2);
  }
}

TEST_CASE("code points are counted, and an ill-formed sequence is one", "[text][utf8]") {
  CHECK(count_code_points("") == 0);
  CHECK(count_code_points("Größe") == 5);
  CHECK(count_code_points("a\xE2\x82z") == 3);
}

TEST_CASE("code points are named with at least four digits", "[text][utf8]") {
  CHECK(code_point_name(U'\t') == "U+0009");
  CHECK(code_point_name(0x202E) == "U+202E");
  CHECK(code_point_name(0x1F600) == "U+1F600");
}

TEST_CASE("exactly the twelve bidirectional controls turn a text", "[text][utf8]") {
  std::vector<char32_t> found;
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    if (is_bidi_control(code)) found.push_back(code);
  }
  CHECK(found == std::vector<char32_t>{0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067,
                                       0x2068, 0x2069});
}

TEST_CASE("tab and line ends are no control characters, the others are", "[text][utf8]") {
  for (const char32_t code : {U'\t', U'\n', U'\r', U' ', U'~', U'\u00A0'}) CHECK_FALSE(is_control(code));
  for (const char32_t code : {char32_t{0}, U'\x1B', U'\x7F', char32_t{0x85}, char32_t{0x9F}, U'\u2028', U'\u2029'})
    CHECK(is_control(code));
}

TEST_CASE("joiners of written languages are not called invisible", "[text][utf8]") {
  CHECK_FALSE(is_invisible(0x200C));
  CHECK_FALSE(is_invisible(0x200D));
  CHECK_FALSE(is_invisible(0x00AD));
  for (const char32_t code : {0x200B, 0x2060, 0xFEFF, 0xE0041, 0x3164}) CHECK(is_invisible(code));
}

TEST_CASE("combining marks take no column, wide characters two", "[text][width]") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("Größe") == 5);
  CHECK(display_width("u\u0308ber") == 4);
  CHECK(display_width("漢字") == 4);
  CHECK(display_width("\U0001F600") == 2);
  CHECK(display_width("\uFF21") == 2);
  CHECK(display_width("\u200B") == 0);
  CHECK(display_width("\xFF\xFE") == 2);
  CHECK(display_width("") == 0);
}
