// SPDX-License-Identifier: Apache-2.0
#include "engine/words/words.hpp"

#include <fmt/core.h>

#include <utility>

#include "dsl/text/check.hpp"

namespace frist::words {
namespace {

struct Entry {
  std::string_view name;
  std::array<std::string_view, 4> patterns;
};
constexpr Entry kWords[] = {
#define FRIST_WORD(key, en, de, sv, ro) {#key, {en, de, sv, ro}},
#define FRIST_PLURAL(key, ...)
#include "engine/words/words.def"
#undef FRIST_WORD
#undef FRIST_PLURAL
};

struct Counted {
  std::string_view name;
  std::array<std::array<std::string_view, 3>, 4> forms;  // one, few, many; few is many but in Romanian
};
constexpr Counted kPlurals[] = {
#define FRIST_WORD(key, en, de, sv, ro)
#define FRIST_PLURAL(key, en_one, en, de_one, de, sv_one, sv, ro_one, ro_few, ro) \
  {#key, {{{en_one, en, en}, {de_one, de, de}, {sv_one, sv, sv}, {ro_one, ro_few, ro}}}},
#include "engine/words/words.def"
#undef FRIST_WORD
#undef FRIST_PLURAL
};

constexpr bool complete(const Entry& entry) {
  for (const std::string_view pattern : entry.patterns)
    if (pattern.empty() || !same_placeholders(entry.patterns[0], pattern)) return false;
  return true;
}
constexpr bool complete(const Counted& entry) {
  for (const auto& forms : entry.forms)
    for (const std::string_view form : forms)
      if (form.empty() || !same_placeholders(entry.forms[0][2], form, true)) return false;
  return true;
}
template <class T, std::size_t N>
constexpr bool all_complete(const T (&entries)[N]) {
  for (const T& entry : entries)
    if (!complete(entry)) return false;
  return true;
}
static_assert(all_complete(kWords), "a sentence is empty or lacks a placeholder in one language");
static_assert(all_complete(kPlurals), "a counting sentence is empty or lacks a placeholder in one language");

std::string fill(std::string_view pattern, std::initializer_list<Arg> args, std::string_view count) {
  std::string out;
  std::size_t at = 0;
  while (at < pattern.size()) {
    const std::size_t open = pattern.find('{', at);
    out += pattern.substr(at, open - at);
    if (open == std::string_view::npos) break;
    const std::size_t close = pattern.find('}', open);
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    bool found = name == "n" && !count.empty();
    if (found) out += count;
    for (const Arg& arg : args) {
      if (found || arg.name != name) continue;
      out += arg.value;
      found = true;
    }
    FRIST_CHECK(found);
    at = close + 1;
  }
  return out;
}

std::size_t form_of(Language language, std::int64_t count) {
  if (count == 1) return 0;
  const std::int64_t rest = count % 100;
  return language == Language::Romanian && (count == 0 || (rest >= 1 && rest <= 19)) ? 1 : 2;
}

}  // namespace

std::optional<Language> language_of(std::string_view tag) {
  const std::size_t end = tag.find_first_of("-_.@");
  const std::string_view name = tag.substr(0, end);
  for (const Language language : kLanguages)
    if (name == tag_of(language)) return language;
  return std::nullopt;
}

std::string_view tag_of(Language language) {
  constexpr std::array<std::string_view, 4> kTags{"en", "de", "sv", "ro"};
  return kTags[static_cast<std::size_t>(language)];
}

std::string say(Language language, Word word, std::initializer_list<Arg> args) {
  return fill(pattern_of(language, word), args, {});
}

std::string say(Language language, Plural word, std::int64_t count, std::initializer_list<Arg> args) {
  const Counted& entry = kPlurals[static_cast<std::size_t>(word)];
  return fill(entry.forms[static_cast<std::size_t>(language)][form_of(language, count)], args,
              fmt::format("{}", count));
}

std::string_view pattern_of(Language language, Word word) {
  return kWords[static_cast<std::size_t>(word)].patterns[static_cast<std::size_t>(language)];
}

std::string_view name_of(Word word) { return kWords[static_cast<std::size_t>(word)].name; }
std::string_view name_of(Plural word) { return kPlurals[static_cast<std::size_t>(word)].name; }
std::size_t word_count() { return std::size(kWords); }
std::size_t plural_count() { return std::size(kPlurals); }

}  // namespace frist::words
