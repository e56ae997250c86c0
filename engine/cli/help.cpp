// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/help.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "dsl/text/display_width.hpp"

namespace frist::cli {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

// Words broken at `width`; lines behind the first begin at `indent`, where the first already stands.
std::string wrapped(const std::string& text, std::size_t indent, int width) {
  std::string out;
  std::size_t column = indent;
  for (std::size_t at = 0; at < text.size();) {
    const std::string word = text.substr(at, text.find(' ', at) - at);
    at += word.size() + 1;
    const std::size_t size = text::display_width(word);
    if (column > indent && column + 1 + size > static_cast<std::size_t>(width)) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += size;
  }
  return out + "\n";
}

std::string two_columns(const Rows& rows, int width) {
  std::size_t left = 0;
  for (const auto& row : rows) left = std::max(left, row.first.size());
  std::string out;
  for (const auto& [name, help] : rows) out += fmt::format("  {:<{}}  ", name, left) + wrapped(help, left + 4, width);
  return out;
}

}  // namespace

std::string usage_of(const Command& c) {
  std::string line = "frist " + c.name;
  for (const Positional& p : c.positionals)
    line += p.required ? fmt::format(" {}{}", p.name, p.many ? "..." : "")
                       : fmt::format(" [{}{}]", p.name, p.many ? "..." : "");
  for (const Option& o : c.options)
    if (o.required) line += fmt::format(" {} {}", o.name, o.value);
  return line + " [options]";
}

std::string option_words(const Option& o) { return o.value.empty() ? o.name : o.name + " " + o.value; }

std::string option_help(const Option& o) {
  std::string help = o.help;
  for (std::size_t i = 0; i < o.choices.size(); ++i) help += (i ? ", " : " (") + o.choices[i];
  return o.choices.empty() ? help : help + ")";
}

std::string overview(const Console& console) {
  std::string out =
      console.bold("frist") +
      ": rules of retention and eligibility, evaluated against stored records\n\nusage: frist COMMAND ...\n";
  std::string group;
  Rows rows;
  const auto flush = [&] {
    if (!rows.empty()) out += "\n" + console.bold(group) + "\n" + two_columns(rows, console.text_width());
    rows.clear();
  };
  for (const Command& c : commands()) {
    if (c.group != group) flush(), group = c.group;
    rows.emplace_back(c.name, c.summary);
  }
  flush();
  return out + "\n" +
         wrapped(
             "`frist COMMAND --help` shows a command with examples; `frist explain CODE` explains a finding. Options "
             "that you do not want to type every time go into a file frist.toml (`frist manual | man -l -`, FILES).",
             0, console.text_width());
}

std::string family_overview(const std::string& first, const Console& console) {
  Rows rows;
  for (const Command* c : family(first)) rows.emplace_back(c->name, c->summary);
  return fmt::format("usage: frist {} COMMAND ...\n\n", first) + two_columns(rows, console.text_width());
}

std::string help_of(const Command& c, const Console& console) {
  std::string out = wrapped(c.summary, 0, console.text_width()) + fmt::format("\n{}\n  ", console.bold("usage")) +
                    wrapped(usage_of(c), 2, console.text_width());
  if (!c.examples.empty()) {
    out += "\n" + console.bold("examples") + "\n";
    for (const Example& e : c.examples) out += fmt::format("  {}\n      {}\n", e.line, console.faint(e.what));
  }
  Rows rows;
  for (const Positional& p : c.positionals) rows.emplace_back(p.name, p.help);
  for (const Option& o : all_options(c)) rows.emplace_back(option_words(o), option_help(o));
  if (!rows.empty()) out += "\n" + console.bold("options") + "\n" + two_columns(rows, console.text_width());
  return c.description.empty() ? out : out + "\n" + wrapped(c.description, 0, console.text_width());
}

}  // namespace frist::cli
