// SPDX-License-Identifier: Apache-2.0
// A program as text, one instruction to a line, for people and for golden tests. Pure.
#pragma once

#include <string>

#include "rules/program/program.hpp"

namespace frist::program {

/// `%3 truth [next] compare_day_with less 2020-01-01 %1 @children`: register, storage, columns beside the value, code,
/// immediates, operands (`-` where one is absent), and the space where it is not the entries.
std::string dump(const Program& program);

}  // namespace frist::program
