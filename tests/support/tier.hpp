// SPDX-License-Identifier: Apache-2.0
// How much a test does: every change is held to the middle; FRIST_QUICK=1 asks for a small part of it, FRIST_RELEASE=1
// for what a release is held to (docs/reliability.md).
#pragma once

#include <cstdlib>

namespace frist::test {

template <class Number>
Number tiered(Number quick, Number change, Number release) {
  if (std::getenv("FRIST_QUICK")) return quick;
  return std::getenv("FRIST_RELEASE") ? release : change;
}

}  // namespace frist::test
