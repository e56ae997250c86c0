// SPDX-License-Identifier: Apache-2.0
// Lines of two dumps made comparable: a node of an expression becomes a number that is the same for the same meaning,
// whether a dump writes it in full or names one that it has written before. For this room only; one thread.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace frist::analyse {

/// The same text gets the same number in both policies.
class SameTexts {
 public:
  std::size_t id_of(const std::string& text);
  /// With what stands behind the numbers, as far as a person would read on.
  std::string spelled(const std::string& line) const;

 private:
  void spell(const std::string& line, std::string& out) const;
  std::map<std::string, std::size_t> ids_;
  std::vector<std::string> texts_;
};

/// Reads the lines of one dump, in their order. Borrows the texts.
class NodeReader {
 public:
  explicit NodeReader(SameTexts& texts) : texts_(texts) {}
  /// The line with each node replaced by its number.
  std::string line(const std::string& text);

 private:
  bool end() const { return at_ >= text_->size(); }
  std::string group();
  std::string item();
  std::string quoted(char quote);
  std::string node();
  std::string mark();

  SameTexts& texts_;
  const std::string* text_ = nullptr;
  std::size_t at_ = 0;
  std::map<std::string, std::string> marks_;
};

}  // namespace frist::analyse
