// SPDX-License-Identifier: Apache-2.0
// The words behind `frist COMMAND` as values of the command's table. The only user of the option parser, which takes
// words apart; whether they fit the table is looked at here, so that every mistake is told in our own sentences.
#pragma once

#include <string>
#include <vector>

#include "dsl/text/result.hpp"
#include "engine/cli/command.hpp"

namespace frist::cli {

// What was given; what is required but may come from the configuration is not asked for yet. Errors (Usage): an option
// that the command has not, one without a value or with an empty one, a value that is none of the choices, one given
// twice, positionals too many, too few or empty.
text::Result<Arguments> read_words(const Command& command, const std::vector<std::string>& words);

// The options that are required and not there. Error (Usage): the first of them.
text::Status require_options(const Command& command, const Arguments& arguments);

}  // namespace frist::cli
