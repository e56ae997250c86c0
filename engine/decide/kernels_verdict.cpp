// SPDX-License-Identifier: Apache-2.0
// The law of overlaps on columns: limits, duties, acts, reviews, and the verdict.
#include <algorithm>

#include "engine/decide/lanes.hpp"

namespace frist::decide::FRIST_LANES {
namespace {

void floor(Day* __restrict out, const Day* __restrict a, Day from, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = pick(missing(a[i]), a[i], greater(a[i], from));
}

void both_if(Day* __restrict out, const Day* __restrict a, const Truth* __restrict special, const Day* __restrict other,
             Size n) {
  for (Size i = 0; i < n; ++i) {
    const Day later = pick(missing(other[i]), calendar::kUnknown, greater(a[i], other[i]));
    out[i] = pick((special[i] >= kTruthUnknown) & !missing(a[i]), later, a[i]);
  }
}

void live(Truth* __restrict out, const Truth* __restrict stands, const Truth* __restrict replaced, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = pick<Truth>((stands[i] == kYes) & (replaced[i] != kYes), kYes, kNo);
}
void binds(Truth* __restrict out, const Truth* __restrict stands, const Truth* __restrict replaced, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = pick<Truth>((stands[i] != kNo) & (replaced[i] != kYes), kYes, kNo);
}

void min_limit(Day* __restrict limit, std::int32_t* __restrict tag, const Day* __restrict item,
               const Truth* __restrict is_live, std::int32_t item_tag, Size n) {
  for (Size i = 0; i < n; ++i) {
    const bool first = (item[i] < limit[i]) | ((item[i] == limit[i]) & (item_tag < tag[i]));
    const bool taken = (is_live[i] == kYes) & !missing(item[i]) & (item[i] < calendar::kNever) & first;
    limit[i] = pick(taken, item[i], limit[i]);
    tag[i] = pick(taken, item_tag, tag[i]);
  }
}

// A duty whose last day is not known lasts for ever. Whether any hold stands is kept whichever duty is longest.
void max_duty(Day* __restrict duty, std::int32_t* __restrict tag, const Day* __restrict kept,
              const Truth* __restrict stands, std::int32_t item_tag, Size n) {
  const std::int32_t hold = item_tag & program::kHoldTag;
  for (Size i = 0; i < n; ++i) {
    const Day last = pick(missing(kept[i]), calendar::kNever, kept[i]);
    const bool on = stands[i] == kYes, longer = on & (last > duty[i]);
    const std::int32_t held = (tag[i] & program::kHoldTag) | pick(on, hold, 0);
    duty[i] = pick(longer, last, duty[i]);
    tag[i] = pick(longer, item_tag, tag[i]) | held;
  }
}

void due_act(std::int32_t* __restrict bits, Day* __restrict next, const Day* __restrict item,
             const Truth* __restrict is_live, std::int32_t bit, Day today, Size n) {
  const std::int32_t mask = static_cast<std::int32_t>(std::uint32_t{1} << bit);
  for (Size i = 0; i < n; ++i) {
    const bool counts = (is_live[i] == kYes) & !missing(item[i]);
    bits[i] |= pick(counts & (item[i] <= today), mask, 0);
    next[i] = pick(counts & (item[i] > today), lesser(next[i], item[i]), next[i]);
  }
}

void last_review(Day* __restrict on, std::int32_t* __restrict tag, const Day* __restrict item, std::int32_t item_tag,
                 Size n) {
  for (Size i = 0; i < n; ++i) {
    const bool taken = item[i] > on[i];
    on[i] = pick(taken, item[i], on[i]);
    tag[i] = pick(taken, item_tag, tag[i]);
  }
}

void gated_next(Day* __restrict next, const Truth* __restrict gate, const Day* __restrict gate_next,
                const Day* __restrict item_next, Size n) {
  for (Size i = 0; i < n; ++i) {
    const Day item = pick(gate[i] == kYes, item_next[i], calendar::kNever);
    next[i] = lesser(next[i], lesser(gate_next[i], item));
  }
}

[[gnu::always_inline]] inline Day later_than(Day day, Day today) { return pick(day > today, day, calendar::kNever); }

void decide_days(Day* __restrict due, Day* __restrict next, const Day* __restrict limit, const Day* __restrict duty,
                 Day today, Size n) {
  for (Size i = 0; i < n; ++i) {
    const Day next_day = lesser(duty[i], calendar::kLastDay) + 1;
    const Day kept = pick(duty[i] >= calendar::kLastDay, calendar::kNever, next_day);
    const Day gone = pick(duty[i] >= limit[i], kept, limit[i]);
    due[i] = gone;
    next[i] = lesser(later_than(gone, today), later_than(limit[i], today));
  }
}

void earlier(Day* __restrict next, const Day* __restrict other, Size n) {
  for (Size i = 0; i < n; ++i) next[i] = lesser(next[i], other[i]);
}

void decide_rules(std::uint16_t* __restrict rule, const Day* __restrict limit, const std::int32_t* __restrict limit_tag,
                  const Day* __restrict duty, const std::int32_t* __restrict duty_tag, Size n) {
  for (Size i = 0; i < n; ++i) {
    const bool by_limit = (limit[i] < calendar::kNever) & (duty[i] < limit[i]);
    rule[i] = static_cast<std::uint16_t>(pick(by_limit, limit_tag[i], duty_tag[i]));
  }
}

void decide_erasure(Truth* __restrict erase_due, const Day* __restrict due, Day today, Size n) {
  for (Size i = 0; i < n; ++i) erase_due[i] = static_cast<Truth>(pick(due[i] <= today, 1, 0));
}

void decide_restriction(Truth* __restrict restricted, const Day* __restrict limit, const Day* __restrict due,
                        const std::int32_t* __restrict duty_tag, Day today, Size n) {
  for (Size i = 0; i < n; ++i) {
    const bool waits = (limit[i] <= today) & (due[i] > today) & (duty_tag[i] < program::kHoldTag);
    restricted[i] = static_cast<Truth>(pick(waits, 1, 0));
  }
}

void decide_reviews(Day* __restrict on, Truth* __restrict fires, const Day* __restrict review,
                    const Day* __restrict due, Day today, Size n) {
  for (Size i = 0; i < n; ++i) {
    const Day day = pick(due[i] <= today, calendar::kNone, review[i]);
    on[i] = day;
    fires[i] = static_cast<Truth>(pick(day != calendar::kNone, 1, 0));
  }
}

// A hold keeps every fact, so it stops what empties fields; what hands over or marks goes on.
void decide_acts(std::uint32_t* __restrict acts, const Day* __restrict bits, const std::int32_t* __restrict duty_tag,
                 std::uint32_t held, Size n) {
  for (Size i = 0; i < n; ++i)
    acts[i] = static_cast<std::uint32_t>(bits[i]) & ~pick(duty_tag[i] < program::kHoldTag, std::uint32_t{0}, held);
}

void decide_review_rules(std::uint16_t* __restrict rule, const Day* __restrict on, const std::int32_t* __restrict tag,
                         Size n) {
  for (Size i = 0; i < n; ++i)
    rule[i] = static_cast<std::uint16_t>(pick<std::int32_t>(on[i] != calendar::kNone, tag[i], kNoRule));
}

void finish(const Finish& f, Day today, Size n) {
  decide_days(f.due, f.next_change, f.limit, f.duty, today, n);
  for (const Day* next : f.next)
    if (next) earlier(f.next_change, next, n);
  decide_rules(f.rule, f.limit, f.limit_tag, f.duty, f.duty_tag, n);
  decide_erasure(f.erase_due, f.due, today, n);
  decide_restriction(f.restricted, f.limit, f.due, f.duty_tag, today, n);
  decide_reviews(f.review_on, f.review_due, f.review, f.due, today, n);
  decide_review_rules(f.review_rule, f.review_on, f.review_tag, n);
  if (f.due_acts)
    decide_acts(f.acts, f.due_acts, f.duty_tag, f.acts_held, n);
  else
    std::fill(f.acts, f.acts + n, 0);
}

}  // namespace

void add_verdict(Kernels& k) {
  k.verdict = {floor, both_if, live, binds, min_limit, max_duty, due_act, last_review, gated_next};
  k.finish = finish;
}

}  // namespace frist::decide::FRIST_LANES
