// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/expectations.hpp"

#include <algorithm>
#include <iterator>

namespace frist::grammar {

/// False where `at` lies before the furthest place.
bool Expectations::moves_to(const char* at, const char* after) {
  if (at_ != nullptr && at < at_) return false;
  if (at != at_) {
    at_ = at;
    after_ = after;
    count_ = 0;
    malformed_ = Malformed::No;
  }
  return true;
}

void Expectations::add(const char* at, const char* after, Expected expected) {
  if (!moves_to(at, after) || count_ == kCapacity) return;
  entries_[count_++] = expected;
}

void Expectations::add_malformed(const char* at, const char* after, Malformed malformed) {
  if (moves_to(at, after)) malformed_ = malformed;
}

void Expectations::group_since(const char* at, std::size_t count, Expected group) {
  if (at != at_ || count_ <= count) return;
  for (std::size_t i = count; i < count_; ++i) entries_[i].hidden = true;
  if (count_ < kCapacity) {
    entries_[count_++] = group;
  } else {
    entries_[count_ - 1] = group;
  }
}

bool Expectations::contains(std::string_view text) const {
  return std::any_of(entries_.begin(), entries_.begin() + count_,
                     [&](const Expected& entry) { return !entry.hidden && entry.text == text; });
}

bool Expectations::contains_bullet() const {
  return std::any_of(entries_.begin(), entries_.begin() + count_,
                     [](const Expected& entry) { return !entry.text.empty() && entry.text.front() == '-'; });
}

bool Expectations::only(std::string_view text) const {
  return std::all_of(entries_.begin(), entries_.begin() + count_,
                     [&](const Expected& entry) { return entry.hidden || entry.text == text; });
}

std::vector<std::string> Expectations::words() const {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < count_; ++i) {
    const std::string_view text = entries_[i].text;
    if (entries_[i].is_word) words.emplace_back(text.substr(0, text.find(' ')));
  }
  return words;
}

std::string Expectations::sentence() const {
  std::vector<Expected> sorted;
  std::copy_if(entries_.begin(), entries_.begin() + count_, std::back_inserter(sorted),
               [](const Expected& entry) { return !entry.hidden; });
  std::sort(sorted.begin(), sorted.end(),
            [](const Expected& a, const Expected& b) { return a.is_word != b.is_word ? b.is_word : a.text < b.text; });
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  const bool cut = sorted.size() > kMaxShown;
  if (cut) sorted.resize(kMaxShown);

  std::string sentence;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0) sentence += i + 1 == sorted.size() && !cut ? " or " : ", ";
    if (sorted[i].is_word) sentence += '`';
    sentence += sorted[i].text;
    if (sorted[i].is_word) sentence += '`';
  }
  if (cut) sentence += " or another word";
  return sentence;
}

}  // namespace frist::grammar
