// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace frist::cli {
namespace {

int columns_of(int stream, int otherwise) {
  if (const char* columns = std::getenv("COLUMNS"); columns && std::atoi(columns) > 20) return std::atoi(columns);
  winsize size{};
  return ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : otherwise;
}

bool wants_colour() {
  const char* none = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) && !(none && *none) && !(term && std::strcmp(term, "dumb") == 0);
}

}  // namespace

Console Console::standard() {
  return {stdout,
          stderr,
          isatty(STDERR_FILENO) != 0,
          wants_colour(),
          columns_of(STDERR_FILENO, 80),
          std::min(columns_of(STDOUT_FILENO, kWidestText), kWidestText)};
}

void Console::print(std::string_view text) const { std::fwrite(text.data(), 1, text.size(), out_); }

void Console::message(std::string_view text) const {
  std::fflush(out_);
  std::fwrite(text.data(), 1, text.size(), err_);
}

bool Console::failed() const { return std::fflush(out_) != 0 || std::ferror(out_) != 0; }

std::string Console::marked(std::string_view text, std::string_view mark) const {
  if (!colour_) return std::string(text);
  return "\x1b[" + std::string(mark) + "m" + std::string(text) + "\x1b[0m";
}
std::string Console::bold(std::string_view text) const { return marked(text, "1"); }
std::string Console::red(std::string_view text) const { return marked(text, "31"); }
std::string Console::green(std::string_view text) const { return marked(text, "32"); }
std::string Console::faint(std::string_view text) const { return marked(text, "2"); }

}  // namespace frist::cli
