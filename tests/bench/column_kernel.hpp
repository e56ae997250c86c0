// SPDX-License-Identifier: Apache-2.0
// The claims' rules as a column kernel that a person would write by hand for just these rules and these columns: no
// branches, all rules for all rows, in the widest vectors of the machine. It knows dates from 1600 on only. The same
// answers as decide_by_hand().
#pragma once

#include "rules/calendar/vector_add.hpp"
#include "tests/bench/claims.hpp"

namespace frist::bench {

// Fills the columns of `out`, which have the size of `claims`.
void run_columns_by_hand(const Claims& claims, calendar::Day today, calendar::Lanes lanes, decide::Verdicts& out);

}  // namespace frist::bench
