// SPDX-License-Identifier: Apache-2.0
// Which facts the retention of an entry waits for. Pure function of a kept run.
#pragma once

#include <vector>

#include "engine/decide/missing.hpp"

namespace frist::decide {

/// The facts that are missing in the chosen rules of retention that apply, or may, and that nothing replaces: each
/// once, in the order of the rules; the same that an explanation of the entry names. The machine must have been run
/// with run_keeping(), of a program for answers.
std::vector<MissingFact> waits_for(const Machine& machine, std::uint32_t entry);

}  // namespace frist::decide
