// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/utf8.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <cstring>

#include "dsl/text/check.hpp"

namespace frist::text {
namespace {

// What the first byte promises (Unicode, table 3-7): how many bytes, and between what the second must lie. That range
// alone keeps out overlong forms, surrogates and everything beyond U+10FFFF.
struct Lead {
  std::size_t length;
  unsigned second_low;
  unsigned second_high;
  unsigned bits;
};

constexpr Lead lead_of(unsigned byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {2, 0x80, 0xBF, byte & 0x1FU};
  if (byte == 0xE0) return {3, 0xA0, 0xBF, byte & 0x0FU};
  if (byte == 0xED) return {3, 0x80, 0x9F, byte & 0x0FU};
  if (byte >= 0xE1 && byte <= 0xEF) return {3, 0x80, 0xBF, byte & 0x0FU};
  if (byte == 0xF0) return {4, 0x90, 0xBF, byte & 0x07U};
  if (byte >= 0xF1 && byte <= 0xF3) return {4, 0x80, 0xBF, byte & 0x07U};
  if (byte == 0xF4) return {4, 0x80, 0x8F, byte & 0x07U};
  return {0, 0, 0, 0};
}

constexpr Decoded ill_formed(std::size_t length) { return {U'\uFFFD', length, false}; }

bool are_eight_ascii(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return (word & 0x8080808080808080U) == 0;
}

}  // namespace

Decoded decode(std::string_view text, std::size_t offset) {
  FRIST_CHECK(offset < text.size());
  const auto byte_at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte_at(offset);
  if (first < 0x80) return {first, 1, true};
  const Lead lead = lead_of(first);
  char32_t code = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    if (offset + i >= text.size()) return ill_formed(i);
    const unsigned byte = byte_at(offset + i);
    const unsigned low = i == 1 ? lead.second_low : 0x80;
    const unsigned high = i == 1 ? lead.second_high : 0xBF;
    if (byte < low || byte > high) return ill_formed(i);
    code = code << 6 | (byte & 0x3FU);
  }
  return lead.length == 0 ? ill_formed(1) : Decoded{code, lead.length, true};
}

std::optional<std::size_t> first_invalid(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size();) {
    if (text.size() - at >= 8 && are_eight_ascii(text.data() + at)) {
      at += 8;
      continue;
    }
    const Decoded next = decode(text, at);
    if (!next.valid) return at;
    at += next.length;
  }
  return std::nullopt;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += decode(text, at).length) ++count;
  return count;
}

void append_utf8(std::string& text, char32_t code) {
  FRIST_CHECK(code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF));
  const auto append = [&](std::uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  const auto append_rest = [&](int shift) { append(0x80U | (code >> shift & 0x3FU)); };
  if (code < 0x80) return append(code);
  if (code < 0x800) {
    append(0xC0U | code >> 6);
  } else if (code < 0x10000) {
    append(0xE0U | code >> 12);
    append_rest(6);
  } else {
    append(0xF0U | code >> 18);
    append_rest(12);
    append_rest(6);
  }
  append_rest(0);
}

std::string code_point_name(char32_t code) { return fmt::format("U+{:04X}", static_cast<std::uint32_t>(code)); }

bool is_bidi_control(char32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E || code == 0x200F ||
         code == 0x061C;
}

bool is_control(char32_t code) {
  if (code < 0x20) return code != '\t' && code != '\n' && code != '\r';
  return (code >= 0x7F && code <= 0x9F) || code == 0x2028 || code == 0x2029;
}

bool is_invisible(char32_t code) {
  switch (code) {
    case 0x115F:
    case 0x1160:
    case 0x180E:
    case 0x200B:
    case 0x3164:
    case 0xFEFF:
    case 0xFFA0:
      return true;
    default:
      return (code >= 0x2060 && code <= 0x2064) || (code >= 0xFFF9 && code <= 0xFFFB) ||
             (code >= 0xE0000 && code <= 0xE007F);
  }
}

}  // namespace frist::text
