// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/check.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace frist::text {
namespace {

const char* last_three_parts(const char* path) {
  const char* start = path + std::strlen(path);
  for (int slashes = 0; start != path; --start) {
    if (start[-1] == '/' && ++slashes == 3) break;
  }
  return start;
}

}  // namespace

void check_failed(const char* file, int line, const char* condition) noexcept {
  std::fflush(stdout);
  std::fprintf(stderr, "frist: internal error: %s:%d: %s does not hold\n", last_three_parts(file), line, condition);
  std::fflush(stderr);
  std::_Exit(kInternalErrorExit);
}

}  // namespace frist::text
