// SPDX-License-Identifier: Apache-2.0
// Where a command writes: answers to `out`, messages and progress to `err`. Knows whether a person looks at a terminal
// and whether they want colours. Owned by main; not thread-safe.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace frist::cli {

class Console {
 public:
  // Asks the streams whether they are terminals; NO_COLOR, TERM=dumb and COLUMNS are honoured.
  static Console standard();
  Console(std::FILE* out, std::FILE* err, bool terminal, bool colour, int width, int text_width = kWidestText)
      : out_(out), err_(err), terminal_(terminal), colour_(colour), width_(width), text_width_(text_width) {}

  void print(std::string_view text) const;    // to out, as it is
  void message(std::string_view text) const;  // to err, as it is
  // Where nobody reads any more (a closed pipe, a full disk), the command should stop with an error.
  bool failed() const;

  bool terminal() const { return terminal_; }  // err is one: progress may redraw its line
  bool colour() const { return colour_; }
  int width() const { return width_; }  // of err
  // Where answers and help are wrapped: the terminal's width, but no line is longer than people like to read.
  int text_width() const { return text_width_; }
  static constexpr int kWidestText = 100;

  // The text between ANSI marks where colours are on, else the text itself.
  std::string bold(std::string_view text) const;
  std::string red(std::string_view text) const;
  std::string green(std::string_view text) const;
  std::string faint(std::string_view text) const;

 private:
  std::string marked(std::string_view text, std::string_view mark) const;
  std::FILE* out_;
  std::FILE* err_;
  bool terminal_;
  bool colour_;
  int width_;
  int text_width_;
};

}  // namespace frist::cli
