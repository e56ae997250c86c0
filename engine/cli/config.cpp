// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "dsl/text/files.hpp"
#include "dsl/text/suggest.hpp"
#include "engine/cli/config_lines.hpp"

namespace frist::cli {
namespace {

namespace fs = std::filesystem;
using text::Error;
using text::ErrorKind;
using text::Status;

constexpr std::size_t kMostConfigBytes = 1u << 20;

Error wrong(const std::string& file, std::size_t line, const std::string& message) {
  return {ErrorKind::Usage, fmt::format("{}:{}: {}", file, line, message)};
}

std::string with_hint(std::string message, std::string_view word, const std::vector<std::string>& known) {
  const std::string hint = text::did_you_mean(word, known);
  return hint.empty() ? message : message + "; " + hint;
}

// Every option by its name without dashes; of one command, or of all.
std::vector<Option> options_of(const std::string& command) {
  std::vector<Option> options;
  for (const Command& c : commands())
    if (command.empty() || c.name == command || dashed(c.name) == command)
      for (const Option& o : c.options) options.push_back(o);
  options.push_back(common_options().back());  // --config in a configuration would chase itself
  return options;
}

// Options that must be said each time: a night by a date of last year, or one that only looks, would go unnoticed.
std::optional<std::string> not_from_a_file(const ConfigLine& line) {
  if (line.name == "as-of") return "give `as-of` on the command line: a date in a file would be used every night";
  if (line.name == "dry-run")
    return "give `dry-run` on the command line: with it in a file no night would erase anything";
  if (line.name == "release-brake")
    return "give `release-brake` on the command line: with it in a file the brake would hold nothing";
  if (line.name == "catch-up")
    return "give `catch-up` on the command line: with it in a file a clock that is ahead would go unnoticed";
  if (line.name == "policy" && line.section == "run")
    return "`frist run` works with the attached policy; `frist attach`, or `--policy` on the command line, changes it";
  return std::nullopt;
}

// A value as the command line would have it; empty: a switch that is off.
text::Result<std::string> value_of(const std::string& file, const Option& option, const ConfigLine& line) {
  const std::string& value = line.value;
  if (option.value.empty()) {
    if (value == "true") return std::string("yes");
    if (value == "false") return std::string();
    return wrong(file, line.number, fmt::format("`{}` is a switch: true or false, not `{}`", line.name, value));
  }
  if (!option.choices.empty() && std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end())
    return wrong(file, line.number,
                 fmt::format("`{}` is one of {}, not `{}`", line.name, fmt::join(option.choices, ", "), value));
  if (!is_path(option.value) || value == "-") return value;
  return (fs::path(file).parent_path() / value).string();
}

// Whether the line is about this command. The policy of `run` is the attached one, whatever a file says.
bool is_meant(const ConfigLine& line, const Command& command) {
  if (!line.section.empty()) return find_command(line.section) == &command;
  return line.name != "policy" || command.name != "run";
}

Status add_line(const std::string& file, const ConfigLine& line, const Command& command, Arguments& arguments) {
  const auto options = options_of(line.section);
  std::vector<std::string> names;
  for (const Option& o : options) names.push_back(o.name.substr(2));
  const auto at = std::find(names.begin(), names.end(), line.name);
  if (at == names.end())
    return wrong(file, line.number,
                 with_hint(line.section.empty() ? fmt::format("no command has an option `{}`", line.name)
                                                : fmt::format("`frist {}` has no option `{}`", line.section, line.name),
                           line.name, names));
  if (const auto refusal = not_from_a_file(line)) return wrong(file, line.number, *refusal);
  const auto value = value_of(file, options[static_cast<std::size_t>(at - names.begin())], line);
  if (!value) return value.error();
  const auto own = all_options(command);
  const std::string option = "--" + line.name;
  const bool taken = std::any_of(own.begin(), own.end(), [&](const Option& o) { return o.name == option; });
  if (taken && is_meant(line, command) && !value.value().empty() && !arguments.has(option))
    arguments.add(option, value.value());
  return {};
}

// What is said for one command goes before what is said for all.
std::vector<ConfigLine> with_sections_first(std::vector<ConfigLine> lines) {
  std::stable_partition(lines.begin(), lines.end(), [](const ConfigLine& line) { return !line.section.empty(); });
  return lines;
}

}  // namespace

std::optional<std::string> config_file(const std::optional<std::string>& named) {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return value ? std::optional<std::string>(value) : std::nullopt;
  };
  const auto chosen = named ? named : variable("FRIST_CONFIG");
  if (chosen) return chosen->empty() ? std::nullopt : chosen;
  std::vector<fs::path> places = {"frist.toml"};
  if (const auto home = variable("XDG_CONFIG_HOME"); home && !home->empty())
    places.push_back(fs::path(*home) / "frist/frist.toml");
  else if (const auto user = variable("HOME"); user && !user->empty())
    places.push_back(fs::path(*user) / ".config/frist/frist.toml");
  places.emplace_back("/etc/frist/frist.toml");
  std::error_code ignored;
  for (const fs::path& place : places)
    if (fs::exists(place, ignored)) return place.string();
  return std::nullopt;
}

Status add_config(const std::string& file, const Command& command, Arguments& arguments) {
  const auto text = text::read_text_file(file, kMostConfigBytes);
  if (!text) return Error{ErrorKind::Usage, fmt::format("the configuration: {}", text.error().message)};
  auto lines = config_lines(text.value());
  if (!lines) return Error{ErrorKind::Usage, fmt::format("{}:{}", file, lines.error().message)};
  for (const ConfigLine& line : with_sections_first(std::move(lines).value())) {
    if (line.heading && !find_command(line.section)) return wrong(file, line.number, no_such_command(line.section));
    if (line.heading) continue;
    if (auto added = add_line(file, line, command, arguments); !added) return added;
  }
  return {};
}

}  // namespace frist::cli
