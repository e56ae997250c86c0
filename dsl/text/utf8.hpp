// SPDX-License-Identifier: Apache-2.0
// UTF-8: decoding, checking, and what is dangerous or invisible in it. Ill-formed is what RFC 3629 and the Unicode
// standard, table 3-7, say: overlong forms, surrogates, beyond U+10FFFF, stray and missing continuation bytes. Pure
// functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/text/display_width.hpp"
#include "dsl/text/look_alike.hpp"

namespace frist::text {

/// One step of decoding. Where the bytes are ill-formed `code` is U+FFFD and `length` the part that can be left out at
/// once (the "maximal subpart"): at least one byte, never one that could begin a good sequence.
struct Decoded {
  char32_t code = U'\uFFFD';
  std::size_t length = 1;
  bool valid = false;
};

/// Requires: offset < text.size().
Decoded decode(std::string_view text, std::size_t offset);

/// The offset of the first ill-formed sequence at or after `from`; nothing where the rest is well-formed.
std::optional<std::size_t> first_invalid(std::string_view text, std::size_t from = 0);

/// How many code points; an ill-formed sequence counts as one.
std::size_t count_code_points(std::string_view text);

/// Appends `code` as UTF-8. Requires: a Unicode scalar value.
void append_utf8(std::string& text, char32_t code);

/// "U+202E": at least four hexadecimal digits.
std::string code_point_name(char32_t code);

/// Characters that turn the direction of what follows, so that a text can read otherwise than it runs:
/// U+202A..202E, U+2066..2069, U+200E, U+200F, U+061C.
bool is_bidi_control(char32_t code);

/// Control characters that have no place in a policy text: C0 without tab, line feed and carriage return; DEL; C1; and
/// the separators U+2028 and U+2029, which some editors show as line breaks.
bool is_control(char32_t code);

/// Characters that nobody sees and no written language needs: U+200B, U+2060..2064, U+FEFF, U+180E, fillers,
/// interlinear marks, tags.
bool is_invisible(char32_t code);

}  // namespace frist::text
