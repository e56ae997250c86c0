// SPDX-License-Identifier: Apache-2.0
// Three-valued logic on bytes (strong Kleene), and the next changes of what it combines.
#include "engine/decide/row.hpp"

namespace frist::decide::FRIST_LANES {
namespace {

void fill_truths(Truth* __restrict out, Truth value, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = value;
}
void fill_days(Day* __restrict out, Day value, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = value;
}
void fill_numbers(Number* __restrict out, Number value, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = value;
}

void negate(Truth* __restrict out, const Truth* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = negated(a[i]);
}

void both(Truth* __restrict out, const Truth* __restrict a, const Truth* __restrict b, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = and_of(a[i], b[i]);
}
void either(Truth* __restrict out, const Truth* __restrict a, const Truth* __restrict b, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = or_of(a[i], b[i]);
}
void fold_and(Truth* __restrict out, const Truth* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = and_of(out[i], a[i]);
}
void fold_or(Truth* __restrict out, const Truth* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = or_of(out[i], a[i]);
}

void next_start(Day* __restrict next, const Truth* __restrict result, Truth decider, Size n) {
  for (Size i = 0; i < n; ++i) next[i] = next_of_joined(result[i], decider);
}
void next_fold(Day* __restrict next, const Truth* __restrict result, Truth decider, const Truth* __restrict a,
               const Day* __restrict a_next, Size n) {
  for (Size i = 0; i < n; ++i) next[i] = next_with(next[i], result[i], decider, a[i], a_next[i]);
}

void count(std::int32_t* __restrict yes, std::int32_t* __restrict possible, const Truth* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) {
    yes[i] += a[i] == kYes;
    possible[i] += a[i] != kNo;
  }
}
void at_least(Truth* __restrict out, const std::int32_t* __restrict yes, const std::int32_t* __restrict possible,
              std::int32_t needed, Size n) {
  for (Size i = 0; i < n; ++i)
    out[i] = pick<Truth>(yes[i] >= needed, kYes, pick<Truth>(possible[i] < needed, kNo, kTruthUnknown));
}

void truth_recorded(Truth* __restrict out, const Truth* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = recorded(a[i]);
}
void day_recorded(Truth* __restrict out, const Day* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = recorded(a[i]);
}
void number_recorded(Truth* __restrict out, const Number* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = recorded(a[i]);
}

void assume(Truth* __restrict out, const Truth* __restrict a, const Truth* __restrict assumed, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = with_assumed(a[i], assumed[i]);
}

void fold_next(Day* __restrict next, const Day* __restrict a_next, Size n) {
  for (Size i = 0; i < n; ++i) next[i] = lesser(next[i], a_next[i]);
}

}  // namespace

void add_logic(Kernels& k) {
  k.logic = {fill_truths,     negate,    both,      either,    fold_and,       fold_or,
             next_start,      next_fold, count,     at_least,  truth_recorded, day_recorded,
             number_recorded, assume,    fold_next, fill_days, fill_numbers};
}

}  // namespace frist::decide::FRIST_LANES
