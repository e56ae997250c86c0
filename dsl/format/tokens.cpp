// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/tokens.hpp"

#include <algorithm>

#include "dsl/grammar/scan.hpp"
#include "dsl/grammar/words.hpp"

namespace frist::format {
namespace {

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : begin_(text.data()), at_(begin_), last_(begin_ + text.size()) {}

  Tokens run() {
    while (blanks_and_comments(), at_ != last_) token();
    result_.last_comments = std::move(pending_);
    return std::move(result_);
  }

 private:
  /// Collects own-line comments; hands a comment at the end of a line to the token before it.
  void blanks_and_comments() {
    std::size_t breaks = result_.tokens.empty() && pending_.empty() ? 1 : 0;
    while (at_ != last_) {
      if (*at_ == '#') {
        comment(breaks);
        breaks = 0;
      } else if (*at_ == ' ' || *at_ == '\t' || *at_ == '\r' || *at_ == '\n') {
        breaks += *at_ == '\n';
        ++at_;
      } else {
        break;
      }
    }
    empty_line_ = breaks > 1;
  }

  void comment(std::size_t breaks) {
    const char* end = std::find(at_, last_, '\n');
    std::string_view text(at_, static_cast<std::size_t>(end - at_));
    at_ = end;
    while (text.back() == ' ' || text.back() == '\t' || text.back() == '\r') text.remove_suffix(1);
    if (breaks == 0 && pending_.empty()) {
      result_.tokens.back().line_comment = text;
    } else {
      pending_.push_back({text, breaks > 1});
    }
  }

  void token() {
    const char* const begin = at_;
    const TokenKind kind = next();
    Token token{kind,
                static_cast<std::uint32_t>(begin - begin_),
                std::string_view(begin, static_cast<std::size_t>(at_ - begin)),
                std::move(pending_),
                empty_line_,
                {}};
    pending_.clear();
    result_.tokens.push_back(std::move(token));
  }

  /// Moves behind the token. `yes/no`, time zones, dates and moments are one word each.
  TokenKind next() {
    if (*at_ == '"') {
      at_ = grammar::end_of_text(at_, last_).value_or(last_);
      return TokenKind::Text;
    }
    if (*at_ == '`') {
      at_ = grammar::end_of_backquoted(at_, last_).value_or(at_ + 1);
      return TokenKind::Word;
    }
    if (*at_ == '-') {
      while (at_ != last_ && *at_ == '-') ++at_;
      return TokenKind::Bullet;
    }
    if (grammar::is_word_char(*at_)) {
      at_ = grammar::end_of_numeral(at_, last_);
      return TokenKind::Word;
    }
    at_ += std::string_view(at_, static_cast<std::size_t>(last_ - at_)).substr(0, 2) == "'s" ? 2 : 1;
    return TokenKind::Sign;
  }

  const char* begin_;
  const char* at_;
  const char* last_;
  Tokens result_;
  std::vector<Comment> pending_;
  bool empty_line_ = false;
};

}  // namespace

std::size_t Tokens::at_or_behind(std::uint32_t offset) const {
  const auto found = std::lower_bound(tokens.begin(), tokens.end(), offset,
                                      [](const Token& token, std::uint32_t wanted) { return token.offset < wanted; });
  return static_cast<std::size_t>(found - tokens.begin());
}

Tokens tokens_of(std::string_view text) { return Tokenizer(text).run(); }

}  // namespace frist::format
