// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/show.hpp"

#include <cstdlib>

namespace frist::cli {
namespace {

std::string marked(const words::Line& line, std::string text, const Console& console) {
  switch (line.style) {
    case words::Style::Answer:
    case words::Style::Heading:
      return console.bold(text);
    case words::Style::Yes:
      return console.green(text);
    case words::Style::No:
      return console.red(text);
    case words::Style::Detail:
      return console.faint(text);
    default:
      return text;
  }
}

}  // namespace

void show(const words::Lines& lines, const Console& console) {
  const auto width = static_cast<std::size_t>(console.text_width());
  if (!console.colour()) return console.print(words::layout(lines, width));
  // One line at a time, so that marks do not count as letters when lines are wrapped; numbers of lists go on.
  words::Lines so_far;
  std::size_t printed = 0;
  for (const words::Line& line : lines) {
    so_far.push_back(line);
    const std::string all = words::layout(so_far, width);
    console.print(marked(line, all.substr(printed, all.size() - printed - 1), console) + "\n");
    printed = all.size();
  }
}

words::Manner manner_of(const Arguments& arguments) {
  words::Manner manner;
  manner.all = arguments.has("--all");
  if (arguments.has("--lang")) {
    manner.language = words::language_of(arguments.one("--lang")).value_or(words::Language::English);
    return manner;
  }
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (!value || !*value) continue;
    manner.language = words::language_of(value).value_or(words::Language::English);
    break;
  }
  return manner;
}

}  // namespace frist::cli
