// SPDX-License-Identifier: Apache-2.0
// Allocations of SQLite that fail when they are told to: the n-th, or that and all after it. Counted over all threads.
#pragma once

#include <cstdint>

namespace frist::faults {

// Before SQLite is used for the first time; sim_vfs.hpp's install() does it.
void install_failing_memory();
// Counts from here on, the first allocation being 0. A failing one and, unless `once`, all after it give no memory.
void fail_allocation(std::int64_t number, bool once);
// None fails any more. Returns how many there were since fail_allocation().
std::int64_t stop_failing();
// Whether one has failed since fail_allocation().
bool allocation_failed();

}  // namespace frist::faults
