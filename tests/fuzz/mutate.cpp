// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/mutate.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace frist::fuzz {
namespace {

// What readers of numbers, texts and lists trip over.
const char* const kAwkward[] = {"0",
                                "-1",
                                "9223372036854775807",
                                "-9223372036854775808",
                                "1e400",
                                "9007199254740993",
                                "\"",
                                "\\u",
                                "\xEF\xBB\xBF",
                                "\xED\xA0\x80",
                                "\xC0",
                                "\xE2\x80\xAE",
                                "[[",
                                "{{",
                                "2024-02-30",
                                "2024-03-31T02:30:00+0100",
                                "\r\n",
                                "\x9F\xBF\xFF"};

// Runs of letters and digits: the words of the language, names of members.
void add_words(const std::string& text, std::set<std::string>& words) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::size_t end = at;
    while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end]))) ++end;
    if (end - at > 1 && end - at < 24) words.insert(text.substr(at, end - at));
    at = std::max(at, end);
  }
}

}  // namespace

Mutator::Mutator(std::vector<std::string> kept, std::size_t longest, std::uint64_t seed)
    : kept_(std::move(kept)), words_(std::begin(kAwkward), std::end(kAwkward)), longest_(longest), random_(seed) {
  std::set<std::string> words;
  for (const std::string& text : kept_) add_words(text, words);
  words_.insert(words_.end(), words.begin(), words.end());
  words_.emplace_back(1, '\0');
}

std::string Mutator::piece_of(const std::string& text) {
  if (text.empty()) return text;
  const std::size_t from = below(text.size());
  return text.substr(from, 1 + below(std::min<std::size_t>(64, text.size() - from)));
}

void Mutator::change(std::string& input) {
  const std::size_t at = input.empty() ? 0 : below(input.size());
  switch (below(input.empty() ? 2 : 8)) {
    case 0:
      input.insert(at, words_[below(words_.size())]);
      break;
    case 1:
      input.insert(at, piece_of(any_kept()));
      break;
    case 2:
      input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
      break;
    case 3:
      input[at] = static_cast<char>(below(256));
      break;
    case 4:
      input.erase(at, 1 + below(std::min<std::size_t>(32, input.size() - at)));
      break;
    case 5:  // once more, as often as a counter of one byte goes
      input.insert(at, [&, piece = piece_of(input)] {
        std::string repeated;
        for (std::size_t times = below(256) + 1; times > 0 && repeated.size() < longest_; --times) repeated += piece;
        return repeated;
      }());
      break;
    case 6: {
      const std::string& word = words_[below(words_.size())];
      input.replace(at, word.size(), word);
      break;
    }
    default:
      input.replace(at, std::string::npos, piece_of(any_kept()));
  }
}

std::string Mutator::next() {
  std::string input = any_kept();
  for (std::size_t times = 1 + below(8); times > 0; --times) change(input);
  if (input.size() > longest_) input.resize(longest_);
  return input;
}

}  // namespace frist::fuzz
