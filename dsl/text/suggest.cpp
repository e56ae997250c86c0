// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/suggest.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "dsl/text/utf8.hpp"

namespace frist::text {
namespace {

constexpr std::size_t kMaxWordBytes = 64;
constexpr std::size_t kMaxCandidates = 50'000;

std::u32string code_points(std::string_view text) {
  std::u32string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text, at);
    result.push_back(next.code);
    at += next.length;
  }
  return result;
}

// Capital letters of ASCII, Latin-1, Greek and Cyrillic: the alphabets that names of our policies are written in.
char32_t to_lower(char32_t code) {
  const bool is_capital = (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7) ||
                          (code >= 0x391 && code <= 0x3A9) || (code >= 0x410 && code <= 0x42F);
  return is_capital ? code + 32 : code;
}

std::u32string folded(std::string_view text) {
  std::u32string result = code_points(text);
  std::transform(result.begin(), result.end(), result.begin(), to_lower);
  return result;
}

std::u32string without_separators(std::u32string text) {
  std::erase_if(text, [](char32_t c) { return c == '_' || c == '-' || c == ' '; });
  return text;
}

// Row i of the table needs the two rows above it, the upper one for swaps.
std::size_t distance(const std::u32string& a, const std::u32string& b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return limit + 1;
  limit = std::min(limit, std::max(a.size(), b.size()));
  std::vector<std::size_t> upper, above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    upper = std::exchange(above, row);
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) row[j] = std::min(row[j], upper[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    // A swap reaches over one row, so only two bad rows in a row are the end; the row above is at most one better.
    if (least > limit + 1) return limit + 1;
  }
  return std::min(row[b.size()], limit + 1);
}

std::size_t limit_for(std::size_t length) { return length < 3 ? 0 : std::min<std::size_t>(3, length / 3); }

// How far a candidate is, the smaller the better; compared as a whole.
using Rank = std::tuple<int, std::size_t, bool>;

// The forms of the wanted word that every candidate is compared with, made once.
struct Wanted {
  explicit Wanted(std::string_view word)
      : letters(folded(word)), joined(without_separators(letters)), seen(folded(skeleton(word))) {}

  std::u32string letters;
  std::u32string joined;
  std::u32string seen;
};

// Requires: neither word is empty.
std::optional<Rank> rank(const Wanted& wanted, std::string_view candidate) {
  const std::u32string letters = folded(candidate);
  const bool other_start = letters.front() != wanted.letters.front();
  if (letters == wanted.letters) return Rank{0, 0, other_start};
  const std::size_t limit = limit_for(std::max(letters.size(), wanted.letters.size()));
  const std::u32string joined = without_separators(letters);
  if (!joined.empty() && joined == wanted.joined) return Rank{1, 0, other_start};
  if (folded(skeleton(candidate)) == wanted.seen) return Rank{2, 0, other_start};
  const std::size_t edits = distance(wanted.letters, letters, limit);
  if (edits > limit) return std::nullopt;
  return Rank{3, edits, other_start};
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  return distance(code_points(a), code_points(b), limit);
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  if (word.empty() || word.size() > kMaxWordBytes) return std::nullopt;
  const Wanted wanted(word);
  const std::string* best = nullptr;
  std::optional<Rank> best_rank;
  for (std::size_t i = 0; i < std::min(known.size(), kMaxCandidates); ++i) {
    const std::string& candidate = known[i];
    if (candidate == word || candidate.empty() || candidate.size() > kMaxWordBytes) continue;
    const std::optional<Rank> its_rank = rank(wanted, candidate);
    if (!its_rank || (best_rank && *best_rank <= *its_rank)) continue;
    best = &candidate;
    best_rank = its_rank;
  }
  if (best == nullptr) return std::nullopt;
  return *best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::optional<std::string> found = nearest(word, known);
  return found ? fmt::format("did you mean `{}`?", *found) : std::string();
}

}  // namespace frist::text
