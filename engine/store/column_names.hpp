// SPDX-License-Identifier: Apache-2.0
// What a column of a batch holds, as a name: two programs whose columns have the same name read the same values from
// the same rows, whatever their policies are called and whatever their rules say. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "rules/program/program.hpp"

namespace frist::store {

/// For each of the program's spaces: where its rows come from and how they hang on the entries.
std::vector<std::string> space_names(const program::Program& program);

/// For each of the program's inputs: its space, its column in the user's table and how values of it are read; for texts
/// also the literals that the policy compares texts with, which their numbers stand for.
std::vector<std::string> input_names(const program::Program& program);

}  // namespace frist::store
