// SPDX-License-Identifier: Apache-2.0
// Three-valued logic on bytes (strong Kleene), and the next changes of what it combines.
#include "engine/decide/lanes.hpp"

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
  for (Size i = 0; i < n; ++i) out[i] = pick<Truth>(a[i] < kTruthUnknown, a[i] ^ 1, kTruthUnknown);
}

// With 0, 1, 2 for no, yes, unknown: no wins, else the larger is right (yes and unknown is unknown).
[[gnu::always_inline]] inline Truth and_of(Truth a, Truth b) {
  const Truth x = condition(a), y = condition(b);
  return pick<Truth>((x == kNo) | (y == kNo), kNo, greater(x, y));
}
[[gnu::always_inline]] inline Truth or_of(Truth a, Truth b) {
  const Truth x = condition(a), y = condition(b);
  return pick<Truth>((x == kYes) | (y == kYes), kYes, greater(x, y));
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
  for (Size i = 0; i < n; ++i) next[i] = pick(result[i] == decider, calendar::kNone, calendar::kNever);
}
void next_fold(Day* __restrict next, const Truth* __restrict result, Truth decider, const Truth* __restrict a,
               const Day* __restrict a_next, Size n) {
  for (Size i = 0; i < n; ++i) {
    const Day longest = pick(a[i] == decider, greater(next[i], a_next[i]), next[i]);
    next[i] = pick(result[i] == decider, longest, lesser(next[i], a_next[i]));
  }
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
  for (Size i = 0; i < n; ++i)
    out[i] = pick<Truth>(a[i] < kTruthUnknown, kYes, pick<Truth>(a[i] == kTruthUnknown, kTruthUnknown, kNo));
}
void day_recorded(Truth* __restrict out, const Day* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i)
    out[i] = static_cast<Truth>(pick(a[i] == calendar::kNone, 0, pick(a[i] == calendar::kUnknown, 2, 1)));
}
void number_recorded(Truth* __restrict out, const Number* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i)
    out[i] = static_cast<Truth>(pick<Number>(a[i] == kNumberNone, 0, pick<Number>(a[i] == kNumberUnknown, 2, 1)));
}

void assume(Truth* __restrict out, const Truth* __restrict a, const Truth* __restrict assumed, Size n) {
  for (Size i = 0; i < n; ++i) {
    const bool open = (a[i] >= kTruthUnknown) & (assumed[i] != 0);
    out[i] = pick<Truth>(open, assumed[i] & 1, a[i]);
  }
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
