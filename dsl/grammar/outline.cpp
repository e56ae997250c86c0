// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/outline.hpp"

#include <algorithm>

#include "dsl/grammar/scan.hpp"
#include "dsl/grammar/words.hpp"

namespace frist::grammar {
namespace {

class Outliner {
 public:
  explicit Outliner(std::string_view text) : begin_(text.data()), last_(text.data() + text.size()) {}

  Outline run() {
    const char* at = begin_;
    while (at != last_ && !outline_.unclosed_text) at = step(at);
    return std::move(outline_);
  }

 private:
  const char* step(const char* at) {
    const char* const next = skip_blanks(at, last_);
    if (next == last_) return last_;
    if (starts_line(at, next)) line_head(next);
    if (*next == '"') return text(next);
    if (*next == '`') return end_of_backquoted(next, last_).value_or(next + 1);
    return is_word_char(*next) ? end_of_word(next, last_) : next + 1;
  }

  bool starts_line(const char* at, const char* next) const { return at == begin_ || std::find(at, next, '\n') != next; }

  void line_head(const char* at) {
    outline_.line_heads.push_back(offset(at));
    const char* const end = end_of_word(at, last_);
    const auto kind = declaration_kind(std::string_view(at, static_cast<std::size_t>(end - at)));
    if (kind && named_from(end)) outline_.declarations.push_back({offset(at), *kind});
  }

  bool named_from(const char* at) const {
    at = skip_blanks(at, last_);
    if (at == last_) return false;
    return is_word_char(*at) || *at == '"' || *at == '`' || static_cast<unsigned char>(*at) >= 0x80;
  }

  /// A text over several lines whose closing quote touches a word was left open, and its end was meant as the
  /// beginning of the next one.
  const char* text(const char* at) {
    const auto end = end_of_text(at, last_);
    const bool swallowed = end && *end != last_ && is_word_char(**end) && std::find(at, *end, '\n') != *end;
    if (end && !swallowed) return *end;
    outline_.unclosed_text = offset(at);
    return last_;
  }

  std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - begin_); }

  const char* begin_;
  const char* last_;
  Outline outline_;
};

}  // namespace

Outline outline_of(std::string_view text) { return Outliner(text).run(); }

}  // namespace frist::grammar
