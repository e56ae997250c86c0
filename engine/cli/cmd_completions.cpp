// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <filesystem>

#include "engine/cli/command_list.hpp"
#include "engine/cli/help.hpp"
#include "engine/cli/write_file.hpp"

namespace frist::cli {
namespace {

// frist.1 and a page for each command.
text::Status write_pages(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (auto written = write_file(folder / "frist.1", manual_page(nullptr)); !written) return written;
  for (const Command& command : commands())
    if (auto written = write_file(folder / fmt::format("frist-{}.1", dashed(command.name)), manual_page(&command));
        !written)
      return written;
  return {};
}

ExitCode manual(const Arguments& arguments, const Console& console) {
  if (arguments.has("--into")) {
    const auto written = write_pages(arguments.one("--into"));
    return written ? ExitCode::Done : fail(console, written.error(), arguments);
  }
  const Command* command = arguments.has("COMMAND") ? find_command(arguments.one("COMMAND")) : nullptr;
  if (arguments.has("COMMAND") && !command)
    return fail(console, {text::ErrorKind::Usage, no_such_command(arguments.one("COMMAND"))}, arguments);
  console.print(manual_page(command));
  return ExitCode::Done;
}

}  // namespace

Command completions_command() {
  return {"completions",
          "Help",
          "print the completions of a shell",
          "",
          {{"SHELL", "bash, zsh or fish", true, false, {"bash", "zsh", "fish"}}},
          {},
          {{"frist completions bash > /etc/bash_completion.d/frist", "for every user of bash"}},
          [](const Arguments& arguments, const Console& console) {
            const std::string text = completions(arguments.one("SHELL"));
            if (text.empty())
              return fail(console, {text::ErrorKind::Usage, "completions are there for bash, zsh and fish"}, arguments);
            console.print(text);
            return ExitCode::Done;
          }};
}

Command manual_command(std::vector<std::string> commands) {
  return {"manual",
          "Help",
          "print a manual page for man(1)",
          "",
          {{"COMMAND", "the command; without it the page of frist itself", false, false, std::move(commands)}},
          {{"--into", "FOLDER", "write every page into a folder instead"}},
          {{"frist manual run | man -l -", "read the page of `frist run`"}},
          manual};
}

}  // namespace frist::cli
