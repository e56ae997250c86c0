// SPDX-License-Identifier: Apache-2.0
// The verdict of one entry as a value, for answers and timelines. Columns of them are Verdicts (batch.hpp).
#pragma once

#include "engine/decide/batch.hpp"

namespace frist::decide {

struct Verdict {
  bool erase_due = false;
  bool restricted = false;
  bool review_due = false;
  std::uint32_t acts = 0;                // bit k: Program::acts[k]
  calendar::Day due = calendar::kNever;  // gone from; kept through the day before
  calendar::Day next_change = calendar::kNever;
  calendar::Day review_on = calendar::kNone;
  std::uint16_t rule = kNoRule;  // or kPlacedHold
  std::uint16_t review_rule = kNoRule;

  // Whether a person would be told the same; the next change does not count.
  bool same_as(const Verdict& o) const {
    return erase_due == o.erase_due && restricted == o.restricted && review_due == o.review_due && acts == o.acts &&
           due == o.due && review_on == o.review_on && rule == o.rule && review_rule == o.review_rule;
  }
};

inline Verdict verdict_of(const Verdicts& v, std::size_t row) {
  return {v.erase_due[row] != 0,
          v.restricted[row] != 0,
          v.review_due[row] != 0,
          v.acts[row],
          v.due[row],
          v.next_change[row],
          v.review_on[row],
          v.rule[row],
          v.review_rule[row]};
}

}  // namespace frist::decide
