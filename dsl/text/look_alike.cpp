// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/look_alike.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "dsl/text/utf8.hpp"

namespace frist::text {
namespace {

struct Twin {
  char32_t code;
  char ascii;
};

// Sorted by code. Chosen by looking at common typefaces; close to, and much smaller than, the confusables of Unicode
// UTS 39. Letters that some language writes beside ASCII letters (the Turkish dotless i) are left out on purpose.
constexpr Twin kTwins[] = {
    {0x00A0, ' '}, {0x0251, 'a'}, {0x0261, 'g'}, {0x0391, 'A'}, {0x0392, 'B'}, {0x0395, 'E'}, {0x0396, 'Z'},
    {0x0397, 'H'}, {0x0399, 'I'}, {0x039A, 'K'}, {0x039C, 'M'}, {0x039D, 'N'}, {0x039F, 'O'}, {0x03A1, 'P'},
    {0x03A4, 'T'}, {0x03A5, 'Y'}, {0x03A7, 'X'}, {0x03B1, 'a'}, {0x03B3, 'y'}, {0x03B9, 'i'}, {0x03BD, 'v'},
    {0x03BF, 'o'}, {0x03C1, 'p'}, {0x03C5, 'u'}, {0x03F2, 'c'}, {0x03F3, 'j'}, {0x03F9, 'C'}, {0x0405, 'S'},
    {0x0406, 'I'}, {0x0408, 'J'}, {0x0410, 'A'}, {0x0412, 'B'}, {0x0415, 'E'}, {0x041A, 'K'}, {0x041C, 'M'},
    {0x041D, 'H'}, {0x041E, 'O'}, {0x0420, 'P'}, {0x0421, 'C'}, {0x0422, 'T'}, {0x0423, 'Y'}, {0x0425, 'X'},
    {0x0430, 'a'}, {0x0435, 'e'}, {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'}, {0x0445, 'x'},
    {0x0455, 's'}, {0x0456, 'i'}, {0x0458, 'j'}, {0x0474, 'V'}, {0x0475, 'v'}, {0x04AE, 'Y'}, {0x04AF, 'y'},
    {0x04BB, 'h'}, {0x04C0, 'I'}, {0x04CF, 'l'}, {0x0501, 'd'}, {0x050C, 'G'}, {0x051A, 'Q'}, {0x051B, 'q'},
    {0x051C, 'W'}, {0x051D, 'w'}, {0x053C, 'L'}, {0x054D, 'U'}, {0x0555, 'O'}, {0x0566, 'q'}, {0x0570, 'h'},
    {0x0575, 'j'}, {0x0578, 'n'}, {0x057D, 'u'}, {0x0581, 'g'}, {0x0585, 'o'}, {0x2010, '-'}, {0x2011, '-'},
    {0x2102, 'C'}, {0x210A, 'g'}, {0x210E, 'h'}, {0x2110, 'I'}, {0x2113, 'l'}, {0x2115, 'N'}, {0x2119, 'P'},
    {0x211A, 'Q'}, {0x211D, 'R'}, {0x2124, 'Z'}, {0x212A, 'K'}, {0x212F, 'e'}, {0x2134, 'o'}, {0x2146, 'd'},
    {0x2147, 'e'}, {0x2148, 'i'}, {0x2149, 'j'}, {0x2160, 'I'}, {0x2164, 'V'}, {0x2169, 'X'}, {0x216C, 'L'},
    {0x216D, 'C'}, {0x216E, 'D'}, {0x216F, 'M'}, {0x2170, 'i'}, {0x2174, 'v'}, {0x2179, 'x'}, {0x217C, 'l'},
    {0x217D, 'c'}, {0x217E, 'd'}, {0x217F, 'm'}};

constexpr bool marks_rise() {
  for (std::size_t i = 1; i < std::size(kTwins); ++i) {
    if (kTwins[i - 1].code >= kTwins[i].code) return false;
  }
  return true;
}
static_assert(marks_rise());

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

// The ASCII character that `code` is taken for; 0 where it is none. Full-width forms are ASCII moved as a block; the
// mathematical alphabets repeat A-Z a-z from U+1D400 and 0-9 from U+1D7CE (some places in them are empty).
char twin_of(char32_t code) {
  if (code < 0x80) return 0;
  if (code >= 0xFF01 && code <= 0xFF5E) return static_cast<char>(code - 0xFF01 + '!');
  if (code >= 0x1D400 && code <= 0x1D6A3) return kAlphabet[(code - 0x1D400) % 52];
  if (code >= 0x1D7CE && code <= 0x1D7FF) return kAlphabet[52 + (code - 0x1D7CE) % 10];
  const Twin* found = std::lower_bound(std::begin(kTwins), std::end(kTwins), code,
                                       [](const Twin& twin, char32_t wanted) { return twin.code < wanted; });
  return found != std::end(kTwins) && found->code == code ? found->ascii : '\0';
}

// In running text joiners and soft hyphens have their use; in a name they only make two names of one.
bool cannot_be_seen(char32_t code) {
  return is_invisible(code) || is_bidi_control(code) || code == 0x00AD || code == 0x034F || code == 0x200C ||
         code == 0x200D || (code >= 0xFE00 && code <= 0xFE0F);
}

bool is_ascii_letter(char32_t code) { return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z'); }

std::string_view as_view(char ascii) {
  static constexpr auto kAscii = [] {
    std::array<char, 128> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<char>(i);
    return all;
  }();
  return {&kAscii[static_cast<unsigned char>(ascii)], 1};
}

}  // namespace

std::string skeleton(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text, at);
    if (const char ascii = twin_of(next.code); ascii != '\0') {
      result.push_back(ascii);
    } else if (!cannot_be_seen(next.code)) {
      result.append(text.substr(at, next.length));
    }
    at += next.length;
  }
  return result;
}

std::optional<LookAlike> first_look_alike(std::string_view name) {
  const auto is_ascii = [](char byte) { return static_cast<unsigned char>(byte) < 0x80; };
  if (std::all_of(name.begin(), name.end(), is_ascii)) return std::nullopt;  // as nearly all names
  std::optional<LookAlike> first;
  bool has_ascii_letters = false;
  bool has_own_letters = false;
  for (std::size_t at = 0; at < name.size();) {
    const Decoded next = decode(name, at);
    const char ascii = twin_of(next.code);
    if (cannot_be_seen(next.code)) return LookAlike{at, next.length, next.code, {}};
    if (ascii != '\0' && !first) first = LookAlike{at, next.length, next.code, as_view(ascii)};
    has_ascii_letters = has_ascii_letters || is_ascii_letter(next.code);
    has_own_letters = has_own_letters || (next.code >= 0x80 && ascii == '\0');
    at += next.length;
  }
  return has_ascii_letters || !has_own_letters ? first : std::nullopt;
}

}  // namespace frist::text
