// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/failing_memory.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstdlib>
#include <limits>

namespace frist::faults {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

sqlite3_mem_methods plain;
std::atomic<std::int64_t> allocations{0}, failing{kNever};
std::atomic<bool> only_once{true}, has_failed{false};

bool fails() {
  const std::int64_t number = allocations++;
  const bool now = only_once ? number == failing : number >= failing;
  if (now) has_failed = true;
  return now;
}

void* allocate(int size) { return fails() ? nullptr : plain.xMalloc(size); }
void* reallocate(void* memory, int size) { return fails() ? nullptr : plain.xRealloc(memory, size); }

}  // namespace

void install_failing_memory() {
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);  // as the product has it
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK) std::abort();
  sqlite3_mem_methods methods = plain;
  methods.xMalloc = allocate;
  methods.xRealloc = reallocate;
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK || sqlite3_initialize() != SQLITE_OK) std::abort();
}

void fail_allocation(std::int64_t number, bool once) {
  allocations = 0;
  only_once = once;
  has_failed = false;
  failing = number;
}

std::int64_t stop_failing() {
  failing = kNever;
  return allocations;
}

bool allocation_failed() { return has_failed; }

}  // namespace frist::faults
