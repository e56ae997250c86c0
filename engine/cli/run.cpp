// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <new>

#include "dsl/text/shorten.hpp"
#include "dsl/text/suggest.hpp"
#include "engine/cli/command_line.hpp"
#include "engine/cli/config.hpp"
#include "engine/cli/help.hpp"
#include "engine/codec/error_json.hpp"

namespace frist::cli {
namespace {

using Words = std::vector<std::string>;

bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// What went wrong outside a command; `help` is a second line of what to do.
int failure(const Console& console, const text::Error& error, const Words& words, const std::string& help = {}) {
  const int exit = static_cast<int>(exit_code_of(error.kind, contains(words, "--detailed-exit")));
  if (contains(words, "--json")) console.print(codec::error_json(error, exit));
  console.message(fmt::format("frist: {}\n{}{}", text::shorten_quotes(error.message), help, help.empty() ? "" : "\n"));
  return exit;
}

int usage_failure(const Console& console, const std::string& message, const Words& words, const std::string& help) {
  return failure(console, {text::ErrorKind::Usage, message}, words, help);
}

int unknown_command(const Console& console, const std::string& word, const Words& words) {
  static const std::string help = "`frist --help` lists the commands";
  if (word.starts_with("-"))
    return usage_failure(console, fmt::format("options stand behind a command: `frist COMMAND {}`", word), words, help);
  const auto near = text::nearest(word, first_words());
  return usage_failure(console, fmt::format("there is no command `{}`", word), words,
                       near ? fmt::format("did you mean `frist {}`?", *near) : help);
}

// `frist officer`, `frist officer --help`, `frist officer ad`: the commands that begin with this word.
int help_of_family(const Console& console, const Words& words) {
  const std::string& first = words[0];
  const bool asks = words.size() == 1 || words[1] == "--help" || words[1] == "-h";
  if (asks) {
    console.print(family_overview(first, console));
    return static_cast<int>(words.size() == 1 ? ExitCode::Usage : ExitCode::Done);
  }
  Words names;
  for (const Command* c : family(first)) names.push_back(c->name.substr(first.size() + 1));
  const auto near = text::nearest(words[1], names);
  return usage_failure(console, fmt::format("there is no command `{} {}`", first, words[1]), words,
                       near ? fmt::format("did you mean `frist {} {}`?", first, *near)
                            : fmt::format("`frist {} --help` lists what there is", first));
}

// The command that the words from `at` on name, in one word or two, and how many.
std::pair<const Command*, std::size_t> command_at(const Words& words, std::size_t at) {
  if (words.size() > at + 1)
    if (const Command* two = find_command(words[at] + " " + words[at + 1])) return {two, 2};
  return {words.size() > at ? find_command(words[at]) : nullptr, 1};
}

// `frist`, `frist --help`, `frist help COMMAND`.
int help(const Console& console, const Words& words) {
  const bool about_one = words.size() > 1 && !words[1].starts_with("-");
  const Command* about = command_at(words, 1).first;
  if (about_one && !about && !family(words[1]).empty())
    return help_of_family(console, {words[1], words.size() > 2 ? words[2] : "--help"});
  if (about_one && !about) return unknown_command(console, words[1], words);
  console.print(about ? help_of(*about, console) : overview(console));
  return static_cast<int>(words.empty() ? ExitCode::Usage : ExitCode::Done);
}

// What the command line leaves out comes from the configuration.
text::Result<Arguments> complete(const Command& command, const Words& words) {
  auto arguments = read_words(command, words);
  if (!arguments) return arguments;
  Arguments& given = arguments.value();
  const auto named = given.has("--config") ? std::optional(given.one("--config")) : std::nullopt;
  if (const auto file = config_file(named))
    if (auto added = add_config(*file, command, given); !added) return added.error();
  if (auto good = require_options(command, given); !good) return good.error();
  return arguments;
}

int dispatch(const Console& console, const Words& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") return help(console, words);
  if (words[0] == "--version") {
    console.print("frist " FRIST_VERSION "\n");
    return 0;
  }
  const auto [command, taken] = command_at(words, 0);
  if (!command && !family(words[0]).empty()) return help_of_family(console, words);
  if (!command) return unknown_command(console, words[0], words);
  const Words rest(words.begin() + static_cast<std::ptrdiff_t>(taken), words.end());
  if (contains(rest, "--help") || contains(rest, "-h")) {
    console.print(help_of(*command, console));
    return 0;
  }
  const auto arguments = complete(*command, rest);
  if (!arguments)
    return failure(console, arguments.error(), words,
                   fmt::format("`frist {} --help` shows how it is used", command->name));
  return static_cast<int>(command->run(arguments.value(), console));
}

// What was not committed is undone by now. Where there is still no memory, the plain message needs none.
int out_of_memory(const Console& console, const Words& words) {
  try {
    return failure(console, {text::ErrorKind::Io, "out of memory"}, words);
  } catch (const std::bad_alloc&) {
    console.message("frist: out of memory\n");
    return static_cast<int>(exit_code_of(text::ErrorKind::Io, contains(words, "--detailed-exit")));
  }
}

}  // namespace

int run(int argc, const char* const* argv, const Console& console) {
  Words words;
  try {
    words.assign(argv + std::min(argc, 1), argv + argc);
    const int exit = dispatch(console, words);
    if (!console.failed()) return exit;
    return failure(console, {text::ErrorKind::Io, "the output could not be written"}, {});
  } catch (const std::bad_alloc&) {
    return out_of_memory(console, words);
  } catch (const std::exception& error) {
    return failure(console, {text::ErrorKind::Internal, fmt::format("internal error: {}", error.what())}, words);
  }
}

}  // namespace frist::cli
