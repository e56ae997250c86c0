// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/config_lines.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "dsl/text/utf8.hpp"

namespace frist::cli {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::string_view without_comment(std::string_view text) { return trimmed(text.substr(0, text.find('#'))); }

// What is wrong with a line; nothing where it was read.
using Complaint = std::optional<std::string>;

Complaint read_quoted(std::string_view text, std::string& value) {
  const char quote = text[0];
  std::size_t at = 1;
  for (; at < text.size() && text[at] != quote; ++at) {
    if (text[at] != '\\' || quote == '\'') {
      value += text[at];
      continue;
    }
    const char next = ++at < text.size() ? text[at] : ' ';
    if (next == '"' || next == '\\')
      value += next;
    else if (next == 'n' || next == 't')
      value += next == 'n' ? '\n' : '\t';
    else
      return "a backslash stands before \", \\, n or t; a text in 'single' quotation marks is taken as it is";
  }
  if (at >= text.size()) return fmt::format("the closing {} is missing", quote);
  if (const auto rest = without_comment(text.substr(at + 1)); !rest.empty())
    return fmt::format("`{}` stands behind the value", rest);
  return {};
}

Complaint read_value(std::string_view text, const std::string& name, std::string& value) {
  if (!text.empty() && (text[0] == '"' || text[0] == '\'')) {
    if (auto complaint = read_quoted(text, value)) return complaint;
    if (value.empty()) return fmt::format("`{}` is empty; leave the line out", name);
    return {};
  }
  value = without_comment(text);
  if (value.empty()) return fmt::format("`{}` has no value", name);
  if (value.find_first_of(" \t,[]{}\"'") != std::string::npos)
    return fmt::format("`{}` takes one value; one with a space or comma goes in quotation marks", name);
  return {};
}

Complaint read_line(std::string_view text, ConfigLine& line) {
  if (text[0] == '[') {
    const auto heading = without_comment(text);
    const auto name = trimmed(heading.substr(1, heading.size() - 2));
    if (heading.size() < 3 || heading.back() != ']' || !is_name(name)) return "a heading is written `[command]`";
    line.section = name;
    line.heading = true;
    return {};
  }
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return fmt::format("`{}` is no `name = value`", without_comment(text));
  line.name = trimmed(text.substr(0, equals));
  if (!is_name(line.name)) return fmt::format("`{}` is no name of an option", line.name);
  return read_value(trimmed(text.substr(equals + 1)), line.name, line.value);
}

}  // namespace

text::Result<std::vector<ConfigLine>> config_lines(std::string_view text) {
  std::vector<ConfigLine> lines;
  std::set<std::pair<std::string, std::string>> seen;
  std::string section;
  std::size_t number = 0;
  const auto wrong = [&](const std::string& what) {
    return text::Error{text::ErrorKind::Usage, fmt::format("{}: {}", number, what)};
  };
  while (!text.empty()) {
    ++number;
    const std::string_view raw = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), raw.size() + 1));
    if (text::first_invalid(raw)) return wrong("this is no UTF-8; save the file as UTF-8");
    if (raw.find('\0') != std::string_view::npos) return wrong("a zero byte stands here; save the file as UTF-8");
    const auto content = trimmed(raw);
    if (content.empty() || content[0] == '#') continue;
    ConfigLine line{number, section, {}, {}, false};
    if (auto complaint = read_line(content, line)) return wrong(*complaint);
    section = line.section;
    if (!line.heading && !seen.emplace(section, line.name).second)
      return wrong(fmt::format("`{}` stands here a second time", line.name));
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace frist::cli
