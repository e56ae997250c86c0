// SPDX-License-Identifier: Apache-2.0
// The one catalogue of sentences, in the four languages side by side (words.def). A missing translation or a
// placeholder that one language lacks does not compile. Pure functions over constants, safe to call from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace frist::words {

enum class Language : std::uint8_t { English, German, Swedish, Romanian };
inline constexpr std::array kLanguages{Language::English, Language::German, Language::Swedish, Language::Romanian};

/// From a tag or a locale's name: `de`, `de-AT`, `de_DE.UTF-8`. Nothing for other languages, `C` or `POSIX`.
std::optional<Language> language_of(std::string_view tag);
/// `en`, `de`, `sv`, `ro`.
std::string_view tag_of(Language language);

// Sentences and names with placeholders like `{date}`.
enum class Word : std::uint16_t {
#define FRIST_WORD(key, en, de, sv, ro) key,
#define FRIST_PLURAL(key, ...)
#include "engine/words/words.def"
#undef FRIST_WORD
#undef FRIST_PLURAL
};
// Sentences that count something, `{n}`.
enum class Plural : std::uint16_t {
#define FRIST_WORD(key, en, de, sv, ro)
#define FRIST_PLURAL(key, ...) key,
#include "engine/words/words.def"
#undef FRIST_WORD
#undef FRIST_PLURAL
};

struct Arg {
  std::string_view name;
  std::string value;
};

/// The sentence with its placeholders filled. Requires: every placeholder is among the arguments.
std::string say(Language language, Word word, std::initializer_list<Arg> args = {});

/// The form for `count`, which also fills `{n}`. One and many in English, German and Swedish; in Romanian one for 1, a
/// second for 0 and what ends in 01 to 19, and the one with `de` for the rest.
std::string say(Language language, Plural word, std::int64_t count, std::initializer_list<Arg> args = {});

/// The sentence before it is filled, for tests and translators.
std::string_view pattern_of(Language language, Word word);
std::string_view name_of(Word word);
std::string_view name_of(Plural word);
std::size_t word_count();
std::size_t plural_count();

/// Whether the patterns ask for the same placeholders; `{n}` may be missing where something is counted.
constexpr bool same_placeholders(std::string_view a, std::string_view b, bool counted = false) {
  const auto has = [](std::string_view text, std::string_view hole) {
    return text.find(hole) != std::string_view::npos;
  };
  for (const auto& [from, in] : {std::pair{a, b}, std::pair{b, a}}) {
    for (std::size_t open = from.find('{'); open != std::string_view::npos; open = from.find('{', open + 1)) {
      const std::size_t close = from.find('}', open);
      if (close == std::string_view::npos) return false;
      const std::string_view hole = from.substr(open, close - open + 1);
      if (!has(in, hole) && !(counted && hole == "{n}")) return false;
    }
  }
  return true;
}

}  // namespace frist::words
