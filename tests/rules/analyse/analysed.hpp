// SPDX-License-Identifier: Apache-2.0
// A policy text parsed, bound and asked all questions.
#pragma once

#include "rules/analyse/analyse.hpp"
#include "tests/rules/bind/bound.hpp"

namespace frist::testing {

struct Analysed : Bound {
  explicit Analysed(std::string source, std::string path = "test.frist")
      : Bound(std::move(source), {}, std::move(path)) {
    if (rules) analyse::analyse(*rules, sink);
  }
};

}  // namespace frist::testing
