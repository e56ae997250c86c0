// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "engine/cli/command.hpp"
#include "engine/cli/command_list.hpp"

namespace frist::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      check_command(),  test_command(),     format_command(),      explain_command(), init_command(),
      dump_command(),   coverage_command(), schema_command(),      import_command(),  attach_command(),
      detach_command(), run_command(),      why_command(),         when_command(),    decide_command(),
      may_command(),    score_command(),    completions_command(), manual_command()};
  return table;
}

const Command* find_command(std::string_view name) {
  for (const Command& command : commands())
    if (command.name == name) return &command;
  return nullptr;
}

Option json_option() { return {"--json", "", "answer as JSON"}; }
Option database_option() { return {"--db", "FILE", "the SQLite database", {}, true}; }
Option policy_option() {
  return {"--policy", "FILE", "the policy; without it the one that is stored with the database"};
}
Option as_of_option() {
  return {"--as-of", "DATE", "the day or instant to decide for, as 2025-03-01 or 2025-03-01T12:00Z; without it today"};
}
Option language_option() { return {"--lang", "LANGUAGE", "the language of the answer", {"en", "de", "sv", "ro"}}; }
Option quiet_option() { return {"--quiet", "", "no progress"}; }

const std::vector<Option>& common_options() {
  static const std::vector<Option> options = {
      {"--config", "FILE", "options from this file instead of frist.toml"},
      {"--detailed-exit", "", "exit status 10 for reviews, 14 for a busy database, 15 for a failed disk"}};
  return options;
}

std::vector<Option> all_options(const Command& command) {
  std::vector<Option> options = command.options;
  options.insert(options.end(), common_options().begin(), common_options().end());
  return options;
}

ExitCode fail(const Console& console, const text::Error& error, const Arguments& arguments) {
  console.message(fmt::format("frist: {}\n", error.message));
  return exit_code_of(error.kind, arguments.has("--detailed-exit"));
}

}  // namespace frist::cli
