// SPDX-License-Identifier: Apache-2.0
#include "engine/words/words.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "tests/support/catch.hpp"
#include "tests/support/golden.hpp"

namespace {

using namespace frist::words;

std::set<std::string> placeholders(std::string_view pattern) {
  std::set<std::string> found;
  for (std::size_t open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1))
    found.insert(std::string(pattern.substr(open, pattern.find('}', open) - open)));
  return found;
}

// All text of the rooms that speak.
std::string sources() {
  std::string text;
  for (const char* room : {"words", "cli", "service"})
    for (const auto& file : std::filesystem::directory_iterator(std::string(FRIST_SOURCE_DIR) + "/engine/" + room))
      if (file.path().extension() == ".cpp" || file.path().extension() == ".hpp")
        text += frist::testing::read_whole_file(file.path().string());
  return text;
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
bool names(const std::string& text, const std::string& key) {
  for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1))
    if (at + key.size() == text.size() || !is_word_character(text[at + key.size()])) return true;
  return false;
}

TEST_CASE("a language is known by its tag or its locale") {
  CHECK(language_of("de") == Language::German);
  CHECK(language_of("de_AT.UTF-8") == Language::German);
  CHECK(language_of("sv-SE") == Language::Swedish);
  CHECK(language_of("ro") == Language::Romanian);
  CHECK(language_of("en_GB") == Language::English);
  CHECK_FALSE(language_of("C.UTF-8"));
  CHECK_FALSE(language_of("fr"));
  CHECK_FALSE(language_of(""));
  for (const Language language : kLanguages) CHECK(language_of(tag_of(language)) == language);
}

TEST_CASE("all languages have the same placeholders in every sentence") {
  for (std::size_t k = 0; k < word_count(); ++k) {
    const auto word = static_cast<Word>(k);
    INFO(name_of(word));
    for (const Language language : kLanguages)
      CHECK(placeholders(pattern_of(language, word)) == placeholders(pattern_of(Language::English, word)));
  }
}

TEST_CASE("a placeholder that one language lacks is noticed") {
  CHECK(same_placeholders("{a} and {b}", "{b} und {a}"));
  CHECK_FALSE(same_placeholders("{a} and {b}", "{a} und b"));
  CHECK_FALSE(same_placeholders("{a}", "{a} {c}"));
  CHECK_FALSE(same_placeholders("{a", "{a"));
  CHECK(same_placeholders("one day", "{n} days", true));
  CHECK_FALSE(same_placeholders("one day", "{n} days"));
}

TEST_CASE("every sentence of the catalogue is used somewhere") {
  const std::string text = sources();
  for (std::size_t k = 0; k < word_count(); ++k) {
    const std::string name(name_of(static_cast<Word>(k)));
    const bool month = k > static_cast<std::size_t>(Word::january) &&
                       k <= static_cast<std::size_t>(Word::december);  // by their number
    INFO(name);
    CHECK((month || names(text, "Word::" + name)));
  }
  for (std::size_t k = 0; k < plural_count(); ++k) {
    INFO(name_of(static_cast<Plural>(k)));
    CHECK(names(text, "Plural::" + std::string(name_of(static_cast<Plural>(k)))));
  }
}

TEST_CASE("Romanian uses the letters with a comma below and Swedish and German their own") {
  for (std::size_t k = 0; k < word_count(); ++k)
    for (const Language language : kLanguages) {
      const std::string_view pattern = pattern_of(language, static_cast<Word>(k));
      INFO(pattern);
      for (const char* cedilla : {"ş", "ţ", "Ş", "Ţ"}) CHECK(pattern.find(cedilla) == std::string_view::npos);
    }
}

TEST_CASE("counted sentences take the form of their number") {
  CHECK(say(Language::English, Plural::years, 1) == "1 year");
  CHECK(say(Language::English, Plural::years, 0) == "0 years");
  CHECK(say(Language::German, Plural::months, 18) == "18 Monate");
  CHECK(say(Language::Swedish, Plural::weeks, 1) == "1 vecka");
  CHECK(say(Language::Romanian, Plural::years, 1) == "1 an");
  CHECK(say(Language::Romanian, Plural::years, 3) == "3 ani");
  CHECK(say(Language::Romanian, Plural::days, 0) == "0 zile");
  CHECK(say(Language::Romanian, Plural::days, 19) == "19 zile");
  CHECK(say(Language::Romanian, Plural::days, 20) == "20 de zile");
  CHECK(say(Language::Romanian, Plural::days, 100) == "100 de zile");
  CHECK(say(Language::Romanian, Plural::days, 101) == "101 zile");
  CHECK(say(Language::Romanian, Plural::days, 119) == "119 zile");
  CHECK(say(Language::Romanian, Plural::days, 120) == "120 de zile");
}

TEST_CASE("what is filled in is not read again for placeholders") {
  CHECK(say(Language::English, Word::told, {{"what", "{that}"}, {"that", "x"}}) == "{that}: x");
}

}  // namespace
