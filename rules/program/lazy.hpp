// SPDX-License-Identifier: Apache-2.0
// Most rules are about few entries, and calendar sums are the dearest instructions. A sum that nothing but limits reads
// is marked lazy: the machine may leave it out and work it out for those rows where its limit is live. Used by
// compile() only, for the night: answers show every date.
#pragma once

#include "rules/program/program.hpp"

namespace frist::program {

/// Marks Shift and BothIf instructions that are read by MinLimits, DueActs and other lazy BothIfs only, and sets
/// Program::limits_by_length: what is there anyway first, then lazy dates from the shortest to the longest, so that
/// most long ones are seen to come too late and are never worked out.
void mark_lazy(Program& program);

}  // namespace frist::program
