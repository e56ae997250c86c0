// SPDX-License-Identifier: Apache-2.0
// The date sums of whole columns: the same answers as add(), kept_through() and gone_from(), row by row, from 32-bit
// arithmetic without branches that compilers turn into vector code. The widest form that the processor has is chosen
// once, by function pointer. Pure functions, safe to call from any thread. Shapes: `start` and `out` hold `n` days each
// and do not overlap. Marks stay what they are.
#pragma once

#include <cstddef>

#include "rules/calendar/counting.hpp"

namespace frist::calendar {

/// The forms of the code. All give the same answers; a form that the processor lacks is replaced by Baseline.
enum class Lanes : std::uint8_t { Baseline, Avx2, Avx512 };

/// Whether this build and this processor have that form.
bool has_lanes(Lanes lanes);

/// The widest form there is here.
Lanes widest_lanes();

void add_batch(const Day* start, std::size_t n, Period period, MonthEnd month_end, Day* out,
               Lanes lanes = widest_lanes());

void kept_through_batch(const Day* start, std::size_t n, Period period, Counting counting, MonthEnd month_end, Day* out,
                        Lanes lanes = widest_lanes());

void gone_from_batch(const Day* start, std::size_t n, Period period, Counting counting, MonthEnd month_end, Day* out,
                     Lanes lanes = widest_lanes());

}  // namespace frist::calendar
