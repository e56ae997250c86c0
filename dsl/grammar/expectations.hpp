// SPDX-License-Identifier: Apache-2.0
// What could have stood at the furthest place that a parser reached: the best guess at what a person meant. Every
// token that fails says so here; earlier places are forgotten. Plain values with a fixed size; not thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace frist::grammar {

/// Something that may stand at a place: a word of the language (shown in backquotes) or a description ("a date").
/// The text must outlive the parse; it is a literal everywhere.
struct Expected {
  std::string_view text;
  bool is_word = false;
  /// Covered by the name of its group; still good for a suggestion.
  bool hidden = false;

  friend bool operator==(const Expected&, const Expected&) = default;
};

/// A token that is plainly meant but malformed; says more than what was expected instead.
enum class Malformed : std::uint8_t { No, Date, Number, Clock, Backquote };

class Expectations {
 public:
  /// `at` is where the token should have begun, `after` where the one before it ended.
  void add(const char* at, const char* after, Expected expected);
  void add_malformed(const char* at, const char* after, Malformed malformed);

  /// How many are known at this place; with group_since, the way to put one name for many tokens.
  std::size_t count_at(const char* at) const { return at == at_ ? count_ : 0; }
  /// Shows `group` for everything that was added at `at` since count_at(at) was `count`.
  void group_since(const char* at, std::size_t count, Expected group);
  void clear() { *this = Expectations(); }

  const char* at() const { return at_; }
  const char* after() const { return after_; }
  Malformed malformed() const { return malformed_; }
  bool empty() const { return count_ == 0; }
  bool contains(std::string_view text) const;
  /// The first words of the expected phrases, also of hidden ones.
  std::vector<std::string> words() const;
  /// Whether an item of a list could have begun here.
  bool contains_bullet() const;
  /// Whether nothing else is known.
  bool only(std::string_view text) const;

  /// "a date, `from` or `at once`": descriptions first, both sorted, at most kMaxShown; empty where nothing is known.
  std::string sentence() const;
  static constexpr std::size_t kMaxShown = 8;

 private:
  bool moves_to(const char* at, const char* after);

  static constexpr std::size_t kCapacity = 64;
  const char* at_ = nullptr;
  const char* after_ = nullptr;
  std::size_t count_ = 0;
  Malformed malformed_ = Malformed::No;
  std::array<Expected, kCapacity> entries_;
};

}  // namespace frist::grammar
