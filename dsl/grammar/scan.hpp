// SPDX-License-Identifier: Apache-2.0
// The smallest pieces of a policy text: where blanks and comments end, where a text or a backquoted name ends. Used by
// the outline and by the tokens, so that both agree. Pure functions over borrowed characters.
#pragma once

#include <optional>

namespace frist::grammar {

/// Behind blanks, line breaks and comments.
const char* skip_blanks(const char* at, const char* last);

/// Behind the closing quote of the text that begins at `at`; nothing where it has none. Requires: *at == '"'.
std::optional<const char*> end_of_text(const char* at, const char* last);

/// Behind the closing backquote; nothing where the line ends before it or nothing is between. Requires: *at == '`'.
std::optional<const char*> end_of_backquoted(const char* at, const char* last);

/// Behind the last of [A-Za-z0-9_].
const char* end_of_word(const char* at, const char* last);

/// Behind a run of what numbers, dates, moments and times of day are made of: word characters, and . : - + / before
/// such a character.
const char* end_of_numeral(const char* at, const char* last);

}  // namespace frist::grammar
