// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/config.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "dsl/text/suggest.hpp"

namespace frist::cli {
namespace {

namespace fs = std::filesystem;
using text::Error;
using text::ErrorKind;
using text::Status;

Error wrong(const std::string& file, const std::string& message) {
  return {ErrorKind::Usage, fmt::format("`{}`: {}", file, message)};
}

std::string with_hint(std::string message, std::string_view word, const std::vector<std::string>& known) {
  const std::string hint = text::did_you_mean(word, known);
  return hint.empty() ? message : message + "; " + hint;
}

// Every option by its name without dashes; of one command, or of all.
std::vector<Option> options_of(const std::string& command) {
  std::vector<Option> options;
  for (const Command& c : commands())
    if (command.empty() || c.name == command)
      for (const Option& o : c.options) options.push_back(o);
  options.push_back(common_options().back());  // --config in a configuration would chase itself
  return options;
}

bool is_path(const Option& option) { return option.value.find("FILE") == 0 || option.value == "FOLDER"; }

// A value as the command line would have it; empty: a switch that is off.
text::Result<std::string> value_of(const std::string& file, const Option& option, const CLI::ConfigItem& item) {
  const std::string name = option.name.substr(2);
  if (item.inputs.size() != 1 || item.inputs[0].empty())
    return wrong(file, fmt::format("`{}` takes one value; one with a space or comma goes in quotation marks", name));
  const std::string& value = item.inputs[0];
  if (option.value.empty()) {
    if (value == "true") return std::string("yes");
    if (value == "false") return std::string();
    return wrong(file, fmt::format("`{}` is a switch: true or false, not `{}`", name, value));
  }
  if (!option.choices.empty() && std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end())
    return wrong(file, fmt::format("`{}` is one of {}, not `{}`", name, fmt::join(option.choices, ", "), value));
  if (!is_path(option) || value == "-") return value;
  return (fs::path(file).parent_path() / value).string();
}

Status add_item(const std::string& file, const CLI::ConfigItem& item, const Command& command, Arguments& arguments) {
  const std::string section = item.parents.empty() ? "" : item.parents[0];
  const auto options = options_of(section);
  std::vector<std::string> names;
  for (const Option& o : options) names.push_back(o.name.substr(2));
  const auto at = std::find(names.begin(), names.end(), item.name);
  if (at == names.end())
    return wrong(file, with_hint(section.empty() ? fmt::format("no command has an option `{}`", item.name)
                                                 : fmt::format("`frist {}` has no option `{}`", section, item.name),
                                 item.name, names));
  const auto value = value_of(file, options[static_cast<std::size_t>(at - names.begin())], item);
  if (!value) return value.error();
  const bool meant = section.empty() || section == command.name;
  const auto own = all_options(command);
  const std::string option = "--" + item.name;
  const bool taken = std::any_of(own.begin(), own.end(), [&](const Option& o) { return o.name == option; });
  if (meant && taken && !value.value().empty() && !arguments.has(option)) arguments.add(option, value.value());
  return {};
}

std::vector<CLI::ConfigItem> with_sections_first(std::vector<CLI::ConfigItem> items) {
  std::stable_partition(items.begin(), items.end(), [](const CLI::ConfigItem& i) { return !i.parents.empty(); });
  return items;
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
    if (fs::is_regular_file(place, ignored)) return place.string();
  return std::nullopt;
}

Status add_config(const std::string& file, const Command& command, Arguments& arguments) {
  std::ifstream in(file);
  if (!in) return Error{ErrorKind::Usage, fmt::format("cannot read the configuration `{}`", file)};
  std::vector<CLI::ConfigItem> items;
  try {
    items = with_sections_first(CLI::ConfigTOML().from_config(in));
  } catch (const CLI::Error& error) {
    return wrong(file, error.what());
  }
  std::vector<std::string> names;
  for (const Command& c : commands()) names.push_back(c.name);
  for (const CLI::ConfigItem& item : items) {
    if (!item.parents.empty() && !find_command(item.parents[0]))
      return wrong(file, with_hint(fmt::format("there is no command `{}`", item.parents[0]), item.parents[0], names));
    if (item.name == "++" || item.name == "--") continue;  // the parser's marks of where a section begins and ends
    if (auto added = add_item(file, item, command, arguments); !added) return added;
  }
  return {};
}

}  // namespace frist::cli
