// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/run.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <deque>

#include "dsl/text/suggest.hpp"
#include "engine/cli/command.hpp"
#include "engine/cli/config.hpp"
#include "engine/cli/help.hpp"

namespace frist::cli {
namespace {

// The option parser's own storage of one option or positional until it is moved into Arguments.
struct Slot {
  std::string name;
  bool is_switch = false;
  bool on = false;
  std::string value;                // of what can be given once
  std::vector<std::string> values;  // of what can be given several times
};

// One subcommand of the parser, made from a line of the table.
struct Parsed {
  const Command* command;
  CLI::App* app;
  std::deque<Slot> slots;
};

void declare_option(Parsed& parsed, const Option& option) {
  Slot& slot = parsed.slots.emplace_back(Slot{option.name, option.value.empty(), false, {}, {}});
  if (slot.is_switch) {
    parsed.app->add_flag(option.name, slot.on, option.help);
    return;
  }
  auto* o = option.many ? parsed.app->add_option(option.name, slot.values, option.help)
                        : parsed.app->add_option(option.name, slot.value, option.help);
  o->type_name(option.value);
  if (!option.choices.empty()) o->check(CLI::IsMember(option.choices));
}

void declare(Parsed& parsed) {
  for (const Positional& p : parsed.command->positionals) {
    Slot& slot = parsed.slots.emplace_back(Slot{p.name, false, false, {}, {}});
    auto* o = p.many ? parsed.app->add_option(p.name, slot.values, p.help)
                     : parsed.app->add_option(p.name, slot.value, p.help);
    if (p.required) o->required();
  }
  for (const Option& option : all_options(*parsed.command)) declare_option(parsed, option);
}

Arguments arguments_of(const Parsed& parsed) {
  Arguments arguments;
  for (const Slot& slot : parsed.slots) {
    if (slot.on) arguments.add(slot.name, "yes");
    if (!slot.value.empty()) arguments.add(slot.name, slot.value);
    for (const std::string& value : slot.values) arguments.add(slot.name, value);
  }
  return arguments;
}

int usage_error(const Console& console, const std::string& message, const std::string& help) {
  console.message(fmt::format("frist: {}\n{}\n", message, help));
  return static_cast<int>(ExitCode::Usage);
}

int unknown_command(const Console& console, const std::string& word) {
  std::vector<std::string> names;
  for (const Command& c : commands()) names.push_back(c.name);
  const auto near = text::nearest(word, names);
  return usage_error(console, fmt::format("there is no command `{}`", word),
                     near ? fmt::format("did you mean `frist {}`?", *near) : "`frist --help` lists the commands");
}

// A misspelt option is the likeliest slip, also where the parser complains about another.
std::string mistake(const Command& command, const CLI::ParseError& error, const std::vector<std::string>& words) {
  std::vector<std::string> known;
  for (const Option& o : all_options(command)) known.push_back(o.name);
  for (const std::string& word : words) {
    const std::string name = word.substr(0, word.find('='));
    if (!name.starts_with("--") || std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto near = text::nearest(name, known);
    return fmt::format("`frist {}` has no option `{}`{}", command.name, name,
                       near ? fmt::format("; did you mean `{}`?", *near) : "");
  }
  return fmt::format("`frist {}`: {}", command.name, error.what());
}

// What the command line leaves out comes from the configuration.
text::Result<Arguments> complete(const Parsed& parsed) {
  Arguments arguments = arguments_of(parsed);
  const auto named = arguments.has("--config") ? std::optional(arguments.one("--config")) : std::nullopt;
  const auto file = config_file(named);
  if (file)
    if (auto added = add_config(*file, *parsed.command, arguments); !added) return added.error();
  for (const Option& option : parsed.command->options)
    if (option.required && !arguments.has(option.name))
      return text::Error{text::ErrorKind::Usage, fmt::format("`frist {}` needs {} {}", parsed.command->name, option.name,
                                                             option.value)};
  return arguments;
}

int dispatch(const Parsed& parsed, const Console& console, const std::string& help) {
  const auto arguments = complete(parsed);
  if (!arguments) return usage_error(console, arguments.error().message, help);
  const ExitCode code = parsed.command->run(arguments.value(), console);
  if (!console.failed()) return static_cast<int>(code);
  console.message("frist: the output could not be written\n");
  return static_cast<int>(ExitCode::Data);
}

}  // namespace

int run(int argc, const char* const* argv, const Console& console) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    const Command* about = words.size() > 1 ? find_command(words[1]) : nullptr;
    console.print(about ? help_of(*about, console) : overview(console));
    return static_cast<int>(words.empty() ? ExitCode::Usage : ExitCode::Done);
  }
  if (words[0] == "--version") {
    console.print("frist " FRIST_VERSION "\n");
    return 0;
  }
  const Command* command = find_command(words[0]);
  if (!command) return unknown_command(console, words[0]);
  if (std::find_if(words.begin(), words.end(), [](const auto& w) { return w == "--help" || w == "-h"; }) !=
      words.end()) {
    console.print(help_of(*command, console));
    return 0;
  }
  CLI::App app;
  app.set_help_flag();
  Parsed parsed{command, &app, {}};
  declare(parsed);
  std::vector<std::string> rest(words.rbegin(), words.rend() - 1);
  const std::string help = fmt::format("`frist {} --help` shows how it is used", command->name);
  try {
    app.parse(rest);
  } catch (const CLI::ParseError& error) {
    return usage_error(console, mistake(*command, error, words), help);
  }
  return dispatch(parsed, console, help);
}

}  // namespace frist::cli
