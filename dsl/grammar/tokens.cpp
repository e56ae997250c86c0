// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/tokens.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "dsl/grammar/words.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;
using View = std::string_view;

View between(const char* from, const char* to) { return View(from, static_cast<std::size_t>(to - from)); }

bool refuse(Session& session, const char* at, const char* after, Expected expected, Voice voice = Voice::Loud) {
  if (voice == Voice::Loud) session.expectations.add(at, after, expected);
  return false;
}

void push(Session& session, NodeKind kind, const char* from, const char*& first, const char* to) {
  session.builder.leaf(kind, session.span(from, to));
  first = to;
}

/// Where the phrase ends; nothing where it does not stand at `at`. `missing` is then what was not found: its place, the
/// end of the word before it, and the rest of the phrase.
struct Missing {
  const char* at;
  const char* after;
  View rest;
};

std::optional<const char*> end_of_phrase(Session& session, const char* at, const char* after, const char* last,
                                         View phrase, Missing& missing) {
  while (true) {
    const View word = first_word(phrase);
    const bool here = static_cast<std::size_t>(last - at) >= word.size() && std::equal(word.begin(), word.end(), at) &&
                      (at + word.size() == last || !is_word_char(at[word.size()]));
    if (!here) {
      missing = Missing{at, after, phrase};
      return std::nullopt;
    }
    after = at + word.size();
    if (word.size() == phrase.size()) return after;
    phrase.remove_prefix(word.size() + 1);
    at = session.skip(after, last);
  }
}

std::string unescaped(View inside) {
  std::string text;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const bool escaped = inside[i] == '\\' && i + 1 < inside.size() && (inside[i + 1] == '"' || inside[i + 1] == '\\');
    if (escaped) {
      text += inside[++i];
    } else if (inside[i] == '\n') {
      while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.pop_back();
      while (i + 1 < inside.size() && (inside[i + 1] == ' ' || inside[i + 1] == '\t' || inside[i + 1] == '\r')) ++i;
      text += ' ';
    } else {
      text += inside[i];
    }
  }
  return text;
}

void push_text(Session& session, const char* from, const char* to) {
  session.builder.leaf(NodeKind::Text, session.span(from, to), unescaped(between(from + 1, to - 1)));
}

/// The end of the run of a numeral of this kind; nothing (and said so) where there is another or none.
std::optional<const char*> numeral_end(Session& session, const char* at, const char* after, const char* last,
                                       NumeralKind kind, View description) {
  if (at != last && *at >= '0' && *at <= '9') {
    const char* const end = end_of_numeral(at, last);
    const Numeral numeral = classify_numeral(between(at, end));
    if (numeral.kind == kind) return end;
    if (numeral.kind == NumeralKind::Malformed) session.expectations.add_malformed(at, after, numeral.malformed);
  }
  refuse(session, at, after, {description});
  return std::nullopt;
}

View description_of(NumeralKind kind) {
  switch (kind) {
    case NumeralKind::Date:
      return "a date";
    case NumeralKind::Moment:
      return "a moment such as `2025-01-31T08:30`";
    case NumeralKind::Clock:
      return "a time such as `08:30`";
    default:
      return "a number";
  }
}

constexpr auto kDashes = [] {
  std::array<char, kMaxNesting + 1> dashes{};
  for (char& dash : dashes) dash = '-';
  return dashes;
}();

const char* end_of_dashes(const char* at, const char* last) {
  while (at != last && *at == '-') ++at;
  return at;
}

bool is_bullet(const char* at, const char* end, const char* last) {
  return end != at && (end == last || *end == ' ' || *end == '\t' || *end == '\n' || *end == '\r');
}

}  // namespace

bool match_phrase(Session& session, const char*& first, const char* last, View phrase, Voice voice) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  Missing missing;
  const auto end = end_of_phrase(session, at, first, last, phrase, missing);
  if (!end) return refuse(session, missing.at, missing.after, {missing.rest, true}, voice);
  first = *end;
  return true;
}

bool match_word(Session& session, const char*& first, const char* last, std::span<const View> phrases, View group) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  for (const View phrase : phrases) {
    Missing missing;
    const auto end = end_of_phrase(session, at, first, last, phrase, missing);
    if (end) {
      const bool as_written = between(at, *end) == phrase;
      session.builder.leaf(NodeKind::Word, session.span(at, *end),
                           as_written ? std::nullopt : std::optional<std::string>(phrase));
      first = *end;
      return true;
    }
    if (group.empty() || missing.at != at) refuse(session, missing.at, missing.after, {missing.rest, true});
  }
  return group.empty() ? false : refuse(session, at, first, {group});
}

bool match_name(Session& session, const char*& first, const char* last) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  if (at != last && *at == '`') {
    if (const auto end = end_of_backquoted(at, last)) {
      session.builder.leaf(NodeKind::Name, session.span(at, *end), std::string(between(at + 1, *end - 1)));
      first = *end;
      return true;
    }
    session.expectations.add_malformed(at, first, Malformed::Backquote);
  }
  const bool letter = at != last && is_word_char(*at) && !(*at >= '0' && *at <= '9') && *at != '_';
  const char* const end = letter ? end_of_word(at, last) : at;
  if (!letter || is_reserved(between(at, end))) return refuse(session, at, first, {"a name"});
  push(session, NodeKind::Name, at, first, end);
  return true;
}

bool match_text(Session& session, const char*& first, const char* last) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  const auto end = at != last && *at == '"' ? end_of_text(at, last) : std::nullopt;
  if (!end) return refuse(session, at, first, {"a text in quotes"});
  push_text(session, at, *end);
  first = *end;
  return true;
}

bool match_label(Session& session, const char*& first, const char* last) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  const auto end = at != last && *at == '"' ? end_of_text(at, last) : std::nullopt;
  if (!end) return false;
  const char* const colon = session.skip(*end, last);
  if (colon == last || *colon != ':') return false;
  push_text(session, at, *end);
  first = colon + 1;
  return true;
}

bool match_numeral(Session& session, const char*& first, const char* last, NumeralKind kind) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  const auto end = numeral_end(session, at, first, last, kind, description_of(kind));
  if (!end) return false;
  constexpr NodeKind kLeaves[] = {NodeKind::Number, NodeKind::Date, NodeKind::Moment, NodeKind::Clock};
  push(session, kLeaves[static_cast<std::size_t>(kind)], at, first, *end);
  return true;
}

bool match_whole_number(Session& session, const char*& first, const char* last) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  constexpr View kDescription = "a whole number";
  const auto end = numeral_end(session, at, first, last, NumeralKind::Number, kDescription);
  if (!end) return false;
  if (!is_whole(between(at, *end))) return refuse(session, at, first, {kDescription});
  push(session, NodeKind::Number, at, first, *end);
  return true;
}

bool match_year(Session& session, const char*& first, const char* last) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  constexpr View kDescription = "a year such as `2025`";
  const auto end = numeral_end(session, at, first, last, NumeralKind::Number, kDescription);
  if (!end) return false;
  if (*end - at != 4 || !is_whole(between(at, *end))) return refuse(session, at, first, {kDescription});
  push(session, NodeKind::Year, at, first, *end);
  return true;
}

bool match_currency(Session& session, const char*& first, const char* last) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  const char* const end = end_of_word(at, last);
  const bool capitals = std::all_of(at, end, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (end - at != 3 || !capitals) return refuse(session, at, first, {"a currency such as `EUR`"}, Voice::Quiet);
  push(session, NodeKind::Currency, at, first, end);
  return true;
}

bool match_zone(Session& session, const char*& first, const char* last) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  const char* end = at;
  while (end != last && (is_word_char(*end) || *end == '/' || *end == '+' || *end == '-')) ++end;
  const View zone = between(at, end);
  const bool area = zone.find('/') != View::npos && zone.front() >= 'A' && zone.front() <= 'Z' && zone.back() != '/';
  if (!area && zone != "UTC") return refuse(session, at, first, {"a time zone such as `Europe/Berlin`"});
  push(session, NodeKind::Zone, at, first, end);
  return true;
}

bool match_sign(Session& session, const char*& first, const char* last, View sign, Voice voice) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  const bool here = static_cast<std::size_t>(last - at) >= sign.size() && std::equal(sign.begin(), sign.end(), at);
  if (!here) return refuse(session, at, first, {sign, true}, voice);
  first = at + sign.size();
  return true;
}

bool match_bullet(Session& session, const char*& first, const char* last) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  const char* const end = end_of_dashes(at, last);
  if (end - at != session.bullet_depth || !is_bullet(at, end, last)) {
    const std::size_t depth = std::min<std::size_t>(static_cast<std::size_t>(session.bullet_depth), kDashes.size());
    return refuse(session, at, first, {View(kDashes.data(), depth), true});
  }
  first = end;
  return true;
}

bool bullet_follows(Session& session, const char* first, const char* last) {
  if (session.fatal) return false;
  const char* const at = session.skip(first, last);
  return is_bullet(at, end_of_dashes(at, last), last);
}

}  // namespace frist::grammar
