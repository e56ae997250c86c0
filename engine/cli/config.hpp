// SPDX-License-Identifier: Apache-2.0
// Options that a person does not want to type every time, from a file frist.toml:
//
//     db   = "bureau.db"
//     lang = "sv"
//     [run]
//     quiet = true
//
// A line before the first heading holds for every command that has the option, one below `[run]` for that command
// alone. The command line goes before the file. Paths are relative to the file's folder. `as-of` and `dry-run` are not
// taken from a file, nor the policy of `run`. docs/formats.md tells users.
#pragma once

#include <optional>
#include <string>

#include "dsl/text/result.hpp"
#include "engine/cli/command.hpp"

namespace frist::cli {

// The file that is used: `named`, else $FRIST_CONFIG, ./frist.toml, $XDG_CONFIG_HOME/frist/frist.toml (~/.config where
// that is not set), /etc/frist/frist.toml; the first that is there. Nothing where FRIST_CONFIG is set and empty.
std::optional<std::string> config_file(const std::optional<std::string>& named);

// Adds what the file says to options that `arguments` lacks. Errors: Usage, with the file's name and the line, for a
// file that cannot be read or is no UTF-8, a line that is no `name = value`, a command or option that does not exist
// (with the nearest name), one that must be on the command line, and a value that is not allowed.
text::Status add_config(const std::string& file, const Command& command, Arguments& arguments);

}  // namespace frist::cli
