// SPDX-License-Identifier: Apache-2.0
// What SQLite takes for the disk in this test program: every file it opens lies on a SimDisk. It is the VFS that SQLite
// takes where none is named, so the product's code runs unchanged. Each creation, write, truncation, sync and removal
// is a numbered step, from 0; a fault may be set on one of them. Locks and shared memory work between connections of
// this program. One mutex guards all; set-up and questions are for the time when no connection is at work.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/faults/sim_disk.hpp"

namespace frist::faults {

// What happens at step `at`: once, or there and ever after.
struct Fault {
  enum class Kind {
    None,
    Fails,     // an I/O error; of a write the first half is written
    Full,      // no room: a write or creation fails, the other steps go on
    PowerCut,  // nothing gets through any more, not even a read
  };
  Kind kind = Kind::None;
  std::int64_t at = 0;
  bool once = true;
};

// Makes it SQLite's own disk, and allocations ones that can be made to fail (failing_memory.hpp). Before any database
// is opened; later calls do nothing.
void install();

// A disk with these files, no step done, no fault, nothing open.
void put_disk(const Files& files, const Fault& fault = {});
// From here on there is no fault any more; the disk stays as it is.
void heal();
SimDisk& disk();
// Steps that were tried since put_disk().
std::int64_t steps_done();
// Whether the fault has struck.
bool fault_struck();
// Those steps that had an effect, as far as they are asked for.
void record_steps(bool record);
const std::vector<Step>& recorded_steps();

}  // namespace frist::faults
