// SPDX-License-Identifier: Apache-2.0
// Takes out of a program what its results do not need (constants that became part of an instruction, limits that can
// never be live), so that the columns behind it are never read. Used by compile() only.
#pragma once

#include "rules/program/program.hpp"

namespace frist::program {

/// For answers every expression is a result; for the night only the verdict is.
void prune(Program& program);

}  // namespace frist::program
