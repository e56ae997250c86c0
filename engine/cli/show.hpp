// SPDX-License-Identifier: Apache-2.0
// Answers on the terminal: lines with their marks as bold, green and red; the language that the person wants.
#pragma once

#include "engine/cli/command.hpp"
#include "engine/words/lines.hpp"
#include "engine/words/narrate.hpp"

namespace frist::cli {

void show(const words::Lines& lines, const Console& console);

// --lang, else the locale of the environment, else English; --all.
words::Manner manner_of(const Arguments& arguments);

}  // namespace frist::cli
