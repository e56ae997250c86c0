// SPDX-License-Identifier: Apache-2.0
// The latest and earliest of dates, and choices by a condition. Sums of dates are rules/calendar's (vector_add.hpp).
#include "engine/decide/row.hpp"

namespace frist::decide::FRIST_LANES {
namespace {

void add_days(Day* __restrict out, const Day* __restrict a, Day days, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = days_later(a[i], days);
}

void fold_latest(Day* __restrict out, const Day* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = latest_of(out[i], a[i]);
}
void fold_earliest(Day* __restrict out, const Day* __restrict a, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = earliest_of(out[i], a[i]);
}

void choose_truth(Truth* __restrict out, const Truth* __restrict when, const Truth* __restrict a,
                  const Truth* __restrict b, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = chosen(when[i], a[i], b[i]);
}
void choose_day(Day* __restrict out, const Truth* __restrict when, const Day* __restrict a, const Day* __restrict b,
                Size n) {
  for (Size i = 0; i < n; ++i) out[i] = chosen(when[i], a[i], b[i]);
}
void choose_next(Day* __restrict next, const Truth* __restrict when, const Day* __restrict when_next,
                 const Day* __restrict a, const Day* __restrict b, Size n) {
  for (Size i = 0; i < n; ++i) next[i] = next_of_chosen(when[i], when_next[i], a[i], b[i]);
}

}  // namespace

void add_date(Kernels& k) { k.date = {add_days, fold_latest, fold_earliest, choose_truth, choose_day, choose_next}; }

}  // namespace frist::decide::FRIST_LANES
