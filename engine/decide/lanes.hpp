// SPDX-License-Identifier: Apache-2.0
// For the kernel files only: each is compiled several times, with FRIST_LANES naming the namespace of the copy, so that
// no function of a wide copy can be taken for one of a narrow copy. For the same reason they use nothing from the
// standard library or from other rooms that is not a plain constant.
#pragma once

#include "engine/decide/batch.hpp"
#include "engine/decide/kernels.hpp"

#ifndef FRIST_LANES
#define FRIST_LANES baseline
#endif

namespace frist::decide::FRIST_LANES {

using Size = std::size_t;
using Number = std::int64_t;

// Branch-free choice; both sides are values already.
template <class T>
[[gnu::always_inline]] inline T pick(bool condition, T yes, T no) {
  return condition ? yes : no;
}
template <class T>
[[gnu::always_inline]] inline T lesser(T a, T b) {
  return a < b ? a : b;
}
template <class T>
[[gnu::always_inline]] inline T greater(T a, T b) {
  return a > b ? a : b;
}
// None counts as unknown.
[[gnu::always_inline]] inline Truth condition(Truth a) { return a > kTruthUnknown ? kTruthUnknown : a; }
// The marks for none and unknown lie below every day.
[[gnu::always_inline]] inline bool missing(Day a) { return a <= calendar::kUnknown; }
[[gnu::always_inline]] inline bool missing(Number a) { return a <= kNumberUnknown; }

}  // namespace frist::decide::FRIST_LANES
