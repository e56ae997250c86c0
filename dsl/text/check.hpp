// SPDX-License-Identifier: Apache-2.0
// Our own mistakes stop the program, in every build: a crash is better than a wrong erasure. The message goes to stderr
// and the exit status is kInternalErrorExit, so that a caller can tell a bug of ours from its own mistake. Callable
// from any thread; nothing is unwound and no destructor runs.
#pragma once

namespace frist::text {

/// Exit status of a process that found a bug in itself (EX_SOFTWARE of sysexits.h).
inline constexpr int kInternalErrorExit = 70;

/// Prints "frist: internal error: FILE:LINE: CONDITION does not hold" to stderr and leaves with kInternalErrorExit.
/// `file` is cut down to its last three parts, so the place of the build does not show.
[[noreturn]] void check_failed(const char* file, int line, const char* condition) noexcept;

}  // namespace frist::text

/// Requires that `condition` holds, else the program ends. The condition is always evaluated.
#define FRIST_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::frist::text::check_failed(__FILE__, __LINE__, #condition))
