// SPDX-License-Identifier: Apache-2.0
// The command line from its arguments to its exit code: parse, dispatch, report.
#pragma once

#include "engine/cli/console.hpp"

namespace frist::cli {

// `argv` as main() gets it. Never throws: a mistake on the command line is told on err with the nearest known word, an
// exception that got this far as an internal error (70).
int run(int argc, const char* const* argv, const Console& console);

}  // namespace frist::cli
