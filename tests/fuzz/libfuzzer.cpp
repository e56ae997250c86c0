// SPDX-License-Identifier: Apache-2.0
// One target for libFuzzer; FRIST_FUZZ_TARGET names it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  frist::fuzz::FRIST_FUZZ_TARGET({reinterpret_cast<const char*>(bytes), size});
  return 0;
}

// In place of text::check_failed (the linker's --wrap), which leaves without libFuzzer noticing.
extern "C" [[noreturn]] void __wrap__ZN5frist4text12check_failedEPKciS2_(const char*, int, const char*) noexcept {
  std::abort();
}
