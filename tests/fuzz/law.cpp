// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/targets.hpp"

namespace frist::fuzz {

// Not with FRIST_CHECK: libFuzzer keeps the input of a process that is aborted, not of one that leaves.
void law(bool holds, const char* name) {
  if (holds) return;
  std::fprintf(stderr, "a law does not hold: %s\n", name);
  std::abort();
}

}  // namespace frist::fuzz
