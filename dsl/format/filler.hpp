// SPDX-License-Identifier: Apache-2.0
// One planned line becomes one written line, or several where it is too long or comments lie inside.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/format/plan.hpp"
#include "dsl/format/tokens.hpp"

namespace frist::format {

/// A written line, with the comment at its end.
struct Line {
  std::string code;
  std::string_view comment;
};

class Filler {
 public:
  /// The tokens from `begin` to before `end`; appends to `lines`. Borrows all of them.
  Filler(const Tokens& tokens, const std::vector<Step>& plan, std::size_t begin, std::size_t end,
         std::vector<Line>& lines)
      : tokens_(tokens), plan_(plan), begin_(begin), end_(end), lines_(lines) {}

  void run();

 private:
  /// Where the line being filled may be broken.
  struct Place {
    std::size_t byte;
    /// The columns up to there.
    std::size_t width;
    /// 0 inside of texts, else as in Break.
    int gladness;
    std::size_t indent;
  };

  bool fits_one_line() const;
  void token(std::size_t i);
  void start_broken_line(std::size_t i);
  void separate(std::size_t i);
  void append(const Token& token);
  void put(std::string_view code);
  void put_blanks(std::size_t count);
  void break_long_line();
  std::optional<Place> best_place() const;
  void end_line(std::string_view comment);
  std::size_t broken_indent(std::size_t i) const;

  const Tokens& tokens_;
  const std::vector<Step>& plan_;
  std::size_t begin_;
  std::size_t end_;
  std::vector<Line>& lines_;

  bool long_ = false;
  /// How many lines there were: columns are for the first line only.
  std::size_t lines_before_ = 0;
  std::string code_;
  /// The columns that code_ takes, kept so that a long line is not measured again for each token.
  std::size_t width_ = 0;
  std::vector<Place> places_;
  std::size_t continuation_ = 0;
};

}  // namespace frist::format
