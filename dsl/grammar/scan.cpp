// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/scan.hpp"

#include <cstring>

#include "dsl/grammar/words.hpp"

namespace frist::grammar {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool joins_numeral(char c) { return c == '.' || c == ':' || c == '-' || c == '+' || c == '/'; }

const char* find(const char* at, const char* last, char wanted) {
  const void* found = at == last ? nullptr : std::memchr(at, wanted, static_cast<std::size_t>(last - at));
  return found == nullptr ? last : static_cast<const char*>(found);
}

}  // namespace

const char* skip_blanks(const char* at, const char* last) {
  while (at != last) {
    if (is_blank(*at)) {
      ++at;
    } else if (*at == '#') {
      at = find(at, last, '\n');
    } else {
      break;
    }
  }
  return at;
}

std::optional<const char*> end_of_text(const char* at, const char* last) {
  for (++at; at != last; ++at) {
    if (*at == '"') return at + 1;
    if (*at == '\\' && ++at == last) break;
  }
  return std::nullopt;
}

std::optional<const char*> end_of_backquoted(const char* at, const char* last) {
  const char* const begin = at + 1;
  for (at = begin; at != last && *at != '\n'; ++at) {
    if (*at != '`') continue;
    if (at == begin) return std::nullopt;
    return at + 1;
  }
  return std::nullopt;
}

const char* end_of_word(const char* at, const char* last) {
  while (at != last && is_word_char(*at)) ++at;
  return at;
}

const char* end_of_numeral(const char* at, const char* last) {
  while (at != last) {
    const bool joint = joins_numeral(*at) && at + 1 != last && is_word_char(at[1]);
    if (!joint && !is_word_char(*at)) break;
    ++at;
  }
  return at;
}

}  // namespace frist::grammar
