// SPDX-License-Identifier: Apache-2.0
// The latest and earliest of dates, and choices by a condition. Sums of dates are rules/calendar's (vector_add.hpp).
#include "engine/decide/lanes.hpp"

namespace frist::decide::FRIST_LANES {
namespace {

void add_days(Day* __restrict out, const Day* __restrict a, Day days, Size n) {
  for (Size i = 0; i < n; ++i) {
    const bool day = (a[i] >= calendar::kFirstDay) & (a[i] <= calendar::kLastDay);
    const Day sum = pick<Day>(day, a[i], 0) + days;
    const Day in_range =
        pick(sum > calendar::kLastDay, calendar::kNever, pick(sum < calendar::kFirstDay, calendar::kUnknown, sum));
    out[i] = pick(day, in_range, a[i]);
  }
}

// None is skipped and lies below everything; unknown wins.
void fold_latest(Day* __restrict out, const Day* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) {
    const bool unknown = (out[i] == calendar::kUnknown) | (a[i] == calendar::kUnknown);
    out[i] = pick(unknown, calendar::kUnknown, greater(out[i], a[i]));
  }
}
void fold_earliest(Day* __restrict out, const Day* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) {
    const bool unknown = (out[i] == calendar::kUnknown) | (a[i] == calendar::kUnknown);
    const Day both = lesser(out[i], a[i]), one = greater(out[i], a[i]);  // `one`: where the other is none
    out[i] = pick(unknown, calendar::kUnknown, pick(both == calendar::kNone, one, both));
  }
}

void choose_truth(Truth* __restrict out, const Truth* __restrict when, const Truth* __restrict a,
                  const Truth* __restrict b, Size n) {
  for (Size i = 0; i < n; ++i) {
    const Truth open = pick<Truth>((a[i] == b[i]) & (a[i] < kTruthUnknown), a[i], kTruthUnknown);
    out[i] = pick<Truth>(when[i] == kYes, a[i], pick<Truth>(when[i] == kNo, b[i], open));
  }
}
void choose_day(Day* __restrict out, const Truth* __restrict when, const Day* __restrict a, const Day* __restrict b,
                Size n) {
  for (Size i = 0; i < n; ++i) {
    const Day open = pick((a[i] == b[i]) & (a[i] > calendar::kUnknown), a[i], calendar::kUnknown);
    out[i] = pick(when[i] == kYes, a[i], pick(when[i] == kNo, b[i], open));
  }
}
void choose_next(Day* __restrict next, const Truth* __restrict when, const Day* __restrict when_next,
                 const Day* __restrict a, const Day* __restrict b, Size n) {
  for (Size i = 0; i < n; ++i) {
    const Day taken = pick(when[i] == kYes, a[i], pick(when[i] == kNo, b[i], lesser(a[i], b[i])));
    next[i] = lesser(when_next[i], taken);
  }
}

}  // namespace

void add_date(Kernels& k) { k.date = {add_days, fold_latest, fold_earliest, choose_truth, choose_day, choose_next}; }

}  // namespace frist::decide::FRIST_LANES
