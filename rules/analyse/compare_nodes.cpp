// SPDX-License-Identifier: Apache-2.0
#include "rules/analyse/compare_nodes.hpp"

#include <algorithm>

namespace frist::analyse {
namespace {

constexpr std::size_t kMostSpelled = 400;
// Around the number of a node; no text of a policy holds them, the guard of dsl/text refuses control characters.
constexpr char kOpen = '\1', kClose = '\2';

}  // namespace

std::size_t SameTexts::id_of(const std::string& text) {
  const auto [at, is_new] = ids_.emplace(text, texts_.size());
  if (is_new) texts_.push_back(text);
  return at->second;
}

std::string SameTexts::spelled(const std::string& line) const {
  std::string out;
  spell(line, out);
  return out;
}

void SameTexts::spell(const std::string& line, std::string& out) const {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != kOpen) {
      out += line[i];
      continue;
    }
    const std::size_t end = line.find(kClose, i);
    if (out.size() > kMostSpelled)
      out += "...";
    else
      spell(texts_[std::stoul(line.substr(i + 1, end - i - 1))], out);
    i = end;
  }
}

std::string NodeReader::line(const std::string& text) {
  text_ = &text;
  at_ = 0;
  return group();
}

std::string NodeReader::group() {
  std::string out;
  while (!end() && (*text_)[at_] != ')') out += item();
  if (!end()) ++at_;
  return out;
}

std::string NodeReader::item() {
  const char c = (*text_)[at_];
  if (c == '"' || c == '`') return quoted(c);
  if (c == '#') return mark();
  if (c == '(') return node();
  return std::string(1, (*text_)[at_++]);
}

std::string NodeReader::quoted(char quote) {
  const std::size_t first = at_++;
  while (!end() && (*text_)[at_] != quote) at_ += (*text_)[at_] == '\\' ? 2 : 1;
  at_ = std::min(at_ + 1, text_->size());
  return text_->substr(first, at_ - first);
}

std::string NodeReader::node() {
  ++at_;
  const std::string inside = group();
  return kOpen + std::to_string(texts_.id_of("(" + inside + ")")) + kClose;
}

// "#3=(...)" where a node comes first, "#3#" where it is named later.
std::string NodeReader::mark() {
  const std::size_t close = text_->find_first_of("#=", at_ + 1);
  const std::string number = close == std::string::npos ? "" : text_->substr(at_ + 1, close - at_ - 1);
  if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos)
    return std::string(1, (*text_)[at_++]);
  at_ = close + 1;
  if ((*text_)[close] == '=') return marks_[number] = item();
  return marks_[number];
}

}  // namespace frist::analyse
