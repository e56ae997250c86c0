// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/failure.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "dsl/grammar/scan.hpp"
#include "dsl/grammar/slips.hpp"
#include "dsl/grammar/words.hpp"
#include "dsl/text/look_alike.hpp"
#include "dsl/text/suggest.hpp"
#include "dsl/text/utf8.hpp"

namespace frist::grammar {
namespace {

using text::Diagnostic;
using text::Kind;
using View = std::string_view;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// One failure on its way to a finding.
class Failure {
 public:
  Failure(const Session& session, const Stuck& stuck)
      : session_(session),
        stuck_(stuck),
        at_(session.expectations.at() == nullptr ? stuck.begin : session.expectations.at()),
        after_(session.expectations.at() == nullptr ? stuck.begin : session.expectations.after()),
        found_(lexeme_at(at_, stuck.last)) {}

  Diagnostic explain() const {
    if (session_.expectations.malformed() != Malformed::No) return malformed();
    if (auto diagnostic = slip()) return std::move(*diagnostic);
    if (auto diagnostic = unknown_keyword()) return std::move(*diagnostic);
    if (auto diagnostic = reserved_word()) return std::move(*diagnostic);
    return unexpected();
  }

 private:
  Diagnostic finding(Kind kind, std::string message, std::string help) const {
    return Diagnostic{kind, span_of(found_), std::move(message), {}, std::move(help)};
  }

  text::Span span_of(View lexeme) const { return session_.span(lexeme.data(), lexeme.data() + lexeme.size()); }

  View rest() const { return View(at_, static_cast<std::size_t>(stuck_.last - at_)); }

  Diagnostic malformed() const {
    switch (session_.expectations.malformed()) {
      case Malformed::Date:
        return malformed_date();
      case Malformed::Clock:
        return finding(Kind::BadClockTime, fmt::format("`{}` is no time of day", found_),
                       "times are written as 08:30, moments as 2025-01-31T08:30");
      case Malformed::Backquote:
        return finding(Kind::UnclosedBackquote, "a name in backquotes needs its second one on the same line",
                       "write it as in `source`");
      default:
        return malformed_number();
    }
  }

  Diagnostic malformed_date() const {
    const bool in_shape = found_.size() >= 10 && found_[4] == '-' && found_[7] == '-';
    return in_shape ? finding(Kind::BadDate, fmt::format("there is no day `{}`", found_),
                              "check the month and how many days it has")
                    : finding(Kind::BadDate, fmt::format("`{}` is no date", found_), "dates are written as 2025-01-31");
  }

  Diagnostic malformed_number() const {
    const auto letter =
        std::find_if(found_.begin(), found_.end(), [](char c) { return c != '.' && (c < '0' || c > '9'); });
    const View digits = found_.substr(0, static_cast<std::size_t>(letter - found_.begin()));
    const View word = found_.substr(digits.size());
    const bool unit = !word.empty() && std::all_of(word.begin(), word.end(), is_word_char);
    return finding(Kind::BadNumber, fmt::format("`{}` is no number", found_),
                   unit ? fmt::format("put a blank between: `{} {}`", digits, word)
                        : std::string("numbers are written as 1000 or 97.5"));
  }

  std::optional<Diagnostic> slip() const {
    if (at_ == stuck_.last) return std::nullopt;
    if (const auto sign = comparison_sign(rest())) {
      Diagnostic diagnostic = finding(Kind::EqualsSign, fmt::format("comparisons are words here, not `{}`", sign->sign),
                                      std::string(sign->help));
      diagnostic.span = span_of(sign->sign.empty() ? found_ : rest().substr(0, sign->sign.size()));
      return diagnostic;
    }
    if (auto diagnostic = grouped_number()) return diagnostic;
    if (auto diagnostic = misplaced_bullet()) return diagnostic;
    if (auto diagnostic = strange_space()) return diagnostic;
    if (auto diagnostic = look_alike()) return diagnostic;
    if (auto diagnostic = dashed_name()) return diagnostic;
    return foreign_name();
  }

  /// Blanks that are none for this language and look like one.
  std::optional<Diagnostic> strange_space() const {
    const text::Decoded next = text::decode(rest(), 0);
    constexpr char32_t kSpaces[] = {0x00A0, 0x2002, 0x2003, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x205F, 0x3000};
    if (!next.valid || std::find(std::begin(kSpaces), std::end(kSpaces), next.code) == std::end(kSpaces))
      return std::nullopt;
    const bool no_break = next.code == 0x00A0 || next.code == 0x2007 || next.code == 0x202F;
    Diagnostic diagnostic = finding(
        Kind::SyntaxError,
        fmt::format("this is a {} space ({})", no_break ? "no-break" : "special", text::code_point_name(next.code)),
        "type a plain one; such spaces come in by copying from web pages and documents");
    diagnostic.span = span_of(rest().substr(0, next.length));
    return diagnostic;
  }

  /// The whole of a word whose first letters were taken for a name: back from `at_`, and on through `more`.
  template <class More>
  View whole_word(More more) const {
    const char *begin = at_, *end = at_;
    while (begin != session_.begin && is_word_char(begin[-1])) --begin;
    while (end != stuck_.last && (is_word_char(*end) || more(*end))) ++end;
    return View(begin, static_cast<std::size_t>(end - begin));
  }

  bool is_inside_word() const { return at_ != session_.begin && is_word_char(at_[-1]); }

  /// `left-members`
  std::optional<Diagnostic> dashed_name() const {
    const bool dash = *at_ == '-' && is_inside_word() && at_ + 1 != stuck_.last && is_word_char(at_[1]);
    if (!dash) return std::nullopt;
    const View word = whole_word([](char c) { return c == '-'; });
    if (is_digit(word.front())) return std::nullopt;
    std::string plain(word);
    std::replace(plain.begin(), plain.end(), '-', '_');
    const bool may_subtract = session_.expectations.contains("minus");
    Diagnostic diagnostic =
        finding(Kind::SyntaxError, fmt::format("`{}` is no name: names have no dashes", word),
                fmt::format("write `{}`{}", plain, may_subtract ? "; to subtract write `minus`" : ""));
    diagnostic.span = span_of(word);
    return diagnostic;
  }

  /// Letters that ASCII lacks, in or at the beginning of a name.
  std::optional<Diagnostic> foreign_name() const {
    const text::Decoded next = text::decode(rest(), 0);
    const bool letter = next.valid && next.code >= 0xC0 && next.code != 0xD7 && next.code != 0xF7 &&
                        (next.code < 0x2000 || next.code >= 0x3040) && next.code < 0x1F000;
    if (!letter || (!is_inside_word() && !session_.expectations.contains("a name"))) return std::nullopt;
    const View word = whole_word([](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    Diagnostic diagnostic = finding(
        Kind::SyntaxError,
        fmt::format("names have only the letters a to z, digits and `_`, not `{}`", rest().substr(0, next.length)),
        "spell it with plain letters, or put the whole name in backquotes");
    diagnostic.span = span_of(word);
    return diagnostic;
  }

  /// `1,000`: the comma separates the items of a list.
  std::optional<Diagnostic> grouped_number() const {
    const char* const comma = *at_ == ',' ? at_ : at_ - 1;
    const bool inside = comma > session_.begin && comma + 1 < stuck_.last;
    if (!inside || *comma != ',' || !is_digit(comma[-1]) || !is_digit(comma[1])) return std::nullopt;
    return finding(Kind::BadNumber, "thousands are not set off by a comma", "write 1000 for one thousand");
  }

  std::optional<Diagnostic> misplaced_bullet() const {
    const View dashes = rest().substr(0, std::min(rest().find_first_not_of('-'), rest().size()));
    const Expectations& expected = session_.expectations;
    // Else a word is missing before the bullet.
    const bool may_end =
        expected.contains("another clause") || expected.contains("a condition") || expected.contains_bullet();
    if (dashes.empty() || !may_end || !is_line_head(session_, at_)) return std::nullopt;
    Diagnostic diagnostic =
        finding(Kind::BulletDepth, fmt::format("no list goes on with `{}` here", dashes),
                "a list begins with `every`, `any of`, `none of` or `at least N of`; its items take "
                "`-`, and those of a list inside an item one dash more than the item");
    diagnostic.span = span_of(dashes);
    return diagnostic;
  }

  std::optional<Diagnostic> look_alike() const {
    if (static_cast<unsigned char>(*found_.data()) < 0x80 && !is_word_char(*found_.data())) return std::nullopt;
    const auto found = text::first_look_alike(found_);
    if (!found || found->taken_for.empty()) return std::nullopt;
    return finding(Kind::LookAlikeName,
                   fmt::format("a letter of this word only looks like `{}`: it is {}", found->taken_for,
                               text::code_point_name(found->seen)),
                   fmt::format("type `{}` with plain letters", text::skeleton(found_)));
  }

  bool is_word() const { return !found_.empty() && is_word_char(found_.front()); }

  /// A line that should begin a clause or a declaration and begins with another word.
  std::optional<Diagnostic> unknown_keyword() const {
    const bool wants_keyword = at_ == stuck_.begin && (stuck_.in_clause || !stuck_.declaration);
    if (!wants_keyword || !is_word() || !is_line_head(session_, at_)) return std::nullopt;
    if (!stuck_.declaration) return unknown_declaration();
    const auto owners = declarations_with_clause(found_);
    const View keyword = declaration_keyword(*stuck_.declaration);
    if (!owners.empty() && !begins_clause(*stuck_.declaration, found_)) {
      return finding(Kind::ClauseNotAllowed, fmt::format("`{}` begins no clause of `{}`", found_, keyword),
                     fmt::format("such a clause belongs to `{}`", declaration_keyword(owners.front())));
    }
    if (is_reserved(found_)) return std::nullopt;
    return finding(Kind::UnknownDeclaration,
                   fmt::format("`{}` begins no clause of `{}` and no declaration", found_, keyword),
                   keyword_help(first_words(clause_keywords(*stuck_.declaration)),
                                fmt::format("clauses of `{}`", keyword), clause_keywords(*stuck_.declaration)));
  }

  Diagnostic unknown_declaration() const {
    return finding(Kind::UnknownDeclaration, fmt::format("`{}` begins no declaration", found_),
                   keyword_help({"use"}, "declarations", declaration_keywords()));
  }

  std::string keyword_help(std::vector<std::string> known, std::string_view what, std::span<const View> phrases) const {
    for (std::string& word : first_words(declaration_keywords())) known.push_back(std::move(word));
    if (std::string help = meant(known); !help.empty()) return help;
    std::string help = fmt::format("{}: ", what);
    for (const View phrase : phrases) {
      help += fmt::format("{}`{}`", phrase.data() == phrases.front().data() ? "" : ", ", phrase);
    }
    return help;
  }

  /// A word of the language where a name was meant. Not where it rather begins the next clause.
  std::optional<Diagnostic> reserved_word() const {
    if (!is_word() || !is_reserved(found_) || begins_next_part()) return std::nullopt;
    const Expectations& expected = session_.expectations;
    const bool value = expected.contains("a value") || expected.contains("a condition");
    const bool meant = expected.only("a name") || (value && !is_operator(found_));
    if (!meant || is_particle(found_)) return std::nullopt;
    return finding(Kind::ReservedWord,
                   fmt::format("`{}` is a word of the language and cannot be a name as it stands", found_),
                   fmt::format("put it in backquotes: `{}`", found_));
  }

  /// Words that join others: where a name is missing they are what follows it.
  static bool is_particle(View word) {
    constexpr View kParticles[] = {"and", "as", "at", "by",   "for", "from",    "has", "in",    "is",  "not",
                                   "of",  "on", "or", "than", "the", "through", "to",  "where", "with"};
    return std::binary_search(std::begin(kParticles), std::end(kParticles), word);
  }

  /// Words between two values: where one of them is missing they are what follows it.
  static bool is_operator(View word) {
    constexpr View kOperators[] = {"after", "ago",  "before", "between",  "less",    "minus",
                                   "more",  "none", "plus",   "recorded", "unknown", "within"};
    return std::binary_search(std::begin(kOperators), std::end(kOperators), word);
  }

  bool begins_next_part() const {
    if (!is_line_head(session_, at_)) return false;
    return declaration_kind(found_) || (stuck_.declaration && begins_clause(*stuck_.declaration, found_));
  }

  Diagnostic unexpected() const {
    const std::string expected = session_.expectations.sentence();
    Diagnostic diagnostic = finding(
        Kind::SyntaxError, expected.empty() ? fmt::format("unexpected `{}`", found_) : "expected " + expected, help());
    // What is missing at the end of a line is missing there, not at the beginning of the next.
    const bool at_end = at_ == stuck_.last || (is_line_head(session_, at_) && at_ != after_);
    if (at_end && after_ != session_.begin) diagnostic.span = session_.span(after_, after_);
    return diagnostic;
  }

  std::string help() const {
    if (at_ == stuck_.last) return {};
    if (!is_word()) return std::string(help_for_sign(rest()));
    if (std::string help = split_name(); !help.empty()) return help;
    const auto number = number_word(found_);
    if (number && expects_number()) return fmt::format("write numbers in digits: `{}`", *number);
    return meant(possible_words());
  }

  /// What could stand here, with the words of groups that go by one name.
  std::vector<std::string> possible_words() const {
    std::vector<std::string> words = session_.expectations.words();
    const auto add = [&](std::string_view group, std::span<const View> members) {
      if (session_.expectations.contains(group)) words.insert(words.end(), members.begin(), members.end());
    };
    add("a unit such as `days`", period_units());
    for (const View month : {"a month such as `January`", "a month such as `April`", "a month such as `June`"})
      add(month, months());
    add("a weekday such as `Monday`", weekdays());
    add("an action such as `read`", actions());
    return words;
  }

  std::string meant(const std::vector<std::string>& possible) const {
    const View word = meant_for(found_, possible);
    return word.empty() ? text::did_you_mean(found_, possible) : fmt::format("did you mean `{}`?", word);
  }

  bool expects_number() const {
    const Expectations& expected = session_.expectations;
    return expected.contains("a number") || expected.contains("a whole number") ||
           expected.contains("a period such as `3 years`");
  }

  /// `field left on date`: a name of two words, behind which goes on what should follow the first.
  std::string split_name() const {
    const bool blank = after_ != session_.begin && is_word_char(after_[-1]) && after_ + 1 == at_ && *after_ == ' ';
    if (!blank || is_line_head(session_, at_)) return {};
    const char* const next = skip_blanks(at_ + found_.size(), stuck_.last);
    const auto words = session_.expectations.words();
    if (next == stuck_.last || std::find(words.begin(), words.end(), lexeme_at(next, stuck_.last)) == words.end())
      return {};
    const char* begin = after_;
    while (begin != session_.begin && is_word_char(begin[-1])) --begin;
    const View first(begin, static_cast<std::size_t>(after_ - begin));
    const bool is_name =
        !is_digit(first.front()) && !is_reserved(first) && session_.expectations.contains("a text in quotes");
    return !is_name ? std::string() : fmt::format("a name is one word: write `{}_{}`", first, found_);
  }

  const Session& session_;
  const Stuck& stuck_;
  const char* at_;
  const char* after_;
  View found_;
};

}  // namespace

Diagnostic explain_failure(const Session& session, const Stuck& stuck) {
  return session.fatal ? *session.fatal : Failure(session, stuck).explain();
}

View lexeme_at(const char* at, const char* last) {
  if (at == last) return View(at, 0);
  const char* end = at + 1;
  if (*at >= '0' && *at <= '9') {
    end = end_of_numeral(at, last);
  } else if (*at == '"') {
    end = std::min(end_of_text(at, last).value_or(last), std::find(at, last, '\n'));
  } else if (*at == '`') {
    end = end_of_backquoted(at, last).value_or(end);
  } else if (is_word_char(*at) || static_cast<unsigned char>(*at) >= 0x80) {
    while (end != last && (is_word_char(*end) || static_cast<unsigned char>(*end) >= 0x80)) ++end;
  }
  return View(at, static_cast<std::size_t>(end - at));
}

bool is_line_head(const Session& session, const char* at) {
  while (at != session.begin && (at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\r')) --at;
  return at == session.begin || at[-1] == '\n';
}

}  // namespace frist::grammar
