// SPDX-License-Identifier: Apache-2.0
// What users read about the commands, made from the command table: --help, man pages, shell completions.
#pragma once

#include <string>

#include "engine/cli/command.hpp"

namespace frist::cli {

std::string overview(const Console& console);
// The commands of two words that begin with this one.
std::string family_overview(const std::string& first, const Console& console);  // frist --help
std::string help_of(const Command& command, const Console& console);            // frist COMMAND --help
std::string manual_page(const Command* command);  // roff, section 1; null: of the whole program
// Used by those three: "frist why ENTRY --db FILE [options]", "--as-of DATE", an option's sentence with its choices.
std::string usage_of(const Command& command);
std::string option_words(const Option& option);
std::string option_help(const Option& option);

std::string completions(std::string_view shell);  // bash, zsh or fish; empty for another

}  // namespace frist::cli
