// SPDX-License-Identifier: Apache-2.0
// The tokens as Spirit parsers: thin, without attributes, one type for each sort of token rather than for each word, so
// that rules made of them instantiate quickly. The work is in tokens.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "dsl/grammar/config.hpp"
#include "dsl/grammar/tokens.hpp"
#include "dsl/grammar/words.hpp"

namespace frist::grammar {

/// A parser without an attribute. Derived has `bool match(Session&, Iterator& first, Iterator last) const`.
template <class Derived>
struct Terminal : x3::parser<Derived> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  template <class AnyContext, class RContext, class Attribute>
  bool parse(Iterator& first, const Iterator& last, const AnyContext& context, RContext&, Attribute&) const {
    return this->derived().match(session_of(context), first, last);
  }
};

struct Phrase : Terminal<Phrase> {
  constexpr Phrase(std::string_view phrase, Voice voice) : phrase_(phrase), voice_(voice) {}
  bool match(Session& session, Iterator& first, Iterator last) const {
    return match_phrase(session, first, last, phrase_, voice_);
  }
  std::string_view phrase_;
  Voice voice_;
};

/// kw("at once"): the words, with any blanks between.
constexpr Phrase kw(std::string_view phrase) { return {phrase, Voice::Loud}; }
/// The same without being named when something else stands there.
constexpr Phrase quiet_kw(std::string_view phrase) { return {phrase, Voice::Quiet}; }

struct WordOf : Terminal<WordOf> {
  constexpr WordOf(std::span<const std::string_view> phrases, std::string_view group)
      : phrases_(phrases), group_(group) {}
  bool match(Session& session, Iterator& first, Iterator last) const {
    return match_word(session, first, last, phrases_, group_);
  }
  std::span<const std::string_view> phrases_;
  std::string_view group_;
};

/// One of the phrases, the first that matches, as a Word.
constexpr WordOf word_of(std::span<const std::string_view> phrases) { return {phrases, {}}; }
/// The same; on failure `group` ("a month") is named in place of the phrases.
constexpr WordOf word_of(std::span<const std::string_view> phrases, std::string_view group) { return {phrases, group}; }

struct WordLeaf : Terminal<WordLeaf> {
  constexpr explicit WordLeaf(std::string_view phrase) : phrase_{phrase} {}
  bool match(Session& session, Iterator& first, Iterator last) const {
    return match_word(session, first, last, phrase_, {});
  }
  std::array<std::string_view, 1> phrase_;
};

/// kw that leaves a Word in the tree.
constexpr WordLeaf word(std::string_view phrase) { return WordLeaf(phrase); }

using Match = bool (*)(Session&, Iterator&, Iterator);

template <Match match_function>
struct Token : Terminal<Token<match_function>> {
  bool match(Session& session, Iterator& first, Iterator last) const { return match_function(session, first, last); }
};

template <NumeralKind kind>
bool match_numeral_of(Session& session, Iterator& first, Iterator last) {
  return match_numeral(session, first, last, kind);
}

inline constexpr Token<match_name> name{};
inline constexpr Token<match_text> text_leaf{};
inline constexpr Token<match_label> label{};
inline constexpr Token<match_whole_number> whole{};
inline constexpr Token<match_year> year{};
inline constexpr Token<match_currency> currency{};
inline constexpr Token<match_zone> zone{};
inline constexpr Token<match_bullet> bullet{};
inline constexpr Token<match_numeral_of<NumeralKind::Number>> number{};
inline constexpr Token<match_numeral_of<NumeralKind::Date>> date{};
inline constexpr Token<match_numeral_of<NumeralKind::Moment>> moment{};
inline constexpr Token<match_numeral_of<NumeralKind::Clock>> clock_time{};

/// Whether a bullet comes next; consumes nothing.
struct BulletAhead : Terminal<BulletAhead> {
  bool match(Session& session, Iterator& first, Iterator last) const { return bullet_follows(session, first, last); }
};
inline constexpr BulletAhead bullet_ahead{};

/// Whether a digit comes next, and whether a word that begins a function does: values are many, and most are names.
/// These consume and say nothing.
struct DigitAhead : Terminal<DigitAhead> {
  bool match(Session& session, Iterator& first, Iterator last) const {
    const Iterator at = session.skip(first, last);
    return at != last && *at >= '0' && *at <= '9';
  }
};
inline constexpr DigitAhead digit_ahead{};

struct FunctionAhead : Terminal<FunctionAhead> {
  bool match(Session& session, Iterator& first, Iterator last) const {
    const Iterator at = session.skip(first, last);
    return is_reserved(std::string_view(at, static_cast<std::size_t>(end_of_word(at, last) - at)));
  }
};
inline constexpr FunctionAhead function_ahead{};

struct Sign : Terminal<Sign> {
  constexpr Sign(std::string_view sign, Voice voice) : sign_(sign), voice_(voice) {}
  bool match(Session& session, Iterator& first, Iterator last) const {
    return match_sign(session, first, last, sign_, voice_);
  }
  std::string_view sign_;
  Voice voice_;
};

inline constexpr Sign comma{",", Voice::Loud};
inline constexpr Sign open_bracket{"(", Voice::Loud};
inline constexpr Sign close_bracket{")", Voice::Loud};
inline constexpr Sign apostrophe_s{"'s", Voice::Quiet};
inline constexpr Sign percent_sign{"%", Voice::Quiet};

}  // namespace frist::grammar
