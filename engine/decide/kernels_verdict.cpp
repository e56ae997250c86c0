// SPDX-License-Identifier: Apache-2.0
// The law of overlaps on columns: limits, duties, acts, reviews, and the verdict.
#include <algorithm>

#include "engine/decide/row.hpp"

namespace frist::decide::FRIST_LANES {
namespace {

void floor(Day* __restrict out, const Day* __restrict a, Day from, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = not_before(a[i], from);
}

void both_if(Day* __restrict out, const Day* __restrict a, const Truth* __restrict special, const Day* __restrict other,
             Size n) {
  for (Size i = 0; i < n; ++i) out[i] = later_if_open(a[i], special[i], other[i]);
}

void live(Truth* __restrict out, const Truth* __restrict stands, const Truth* __restrict replaced, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = is_live(stands[i], replaced[i]);
}
void binds(Truth* __restrict out, const Truth* __restrict stands, const Truth* __restrict replaced, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = does_bind(stands[i], replaced[i]);
}

void min_limit(Day* __restrict limit, std::int32_t* __restrict tag, const Day* __restrict item,
               const Truth* __restrict is_live, std::int32_t item_tag, Size n) {
  for (Size i = 0; i < n; ++i) {
    const Tagged now = earlier_limit({limit[i], tag[i]}, item[i], is_live[i], item_tag);
    limit[i] = now.day;
    tag[i] = now.tag;
  }
}

void max_duty(Day* __restrict duty, std::int32_t* __restrict tag, const Day* __restrict kept,
              const Truth* __restrict stands, std::int32_t item_tag, Size n) {
  for (Size i = 0; i < n; ++i) {
    const Tagged now = longer_duty({duty[i], tag[i]}, kept[i], stands[i], item_tag);
    duty[i] = now.day;
    tag[i] = now.tag;
  }
}

void due_act(std::int32_t* __restrict bits, Day* __restrict next, const Day* __restrict item,
             const Truth* __restrict is_live, std::int32_t bit, Day today, Size n) {
  const std::int32_t mask = static_cast<std::int32_t>(std::uint32_t{1} << bit);
  for (Size i = 0; i < n; ++i) {
    bits[i] |= act_bit(item[i], is_live[i], mask, today);
    next[i] = next_of_act(next[i], item[i], is_live[i], today);
  }
}

void last_review(Day* __restrict on, std::int32_t* __restrict tag, const Day* __restrict item, std::int32_t item_tag,
                 Size n) {
  for (Size i = 0; i < n; ++i) {
    const Tagged now = later_review({on[i], tag[i]}, item[i], item_tag);
    on[i] = now.day;
    tag[i] = now.tag;
  }
}

void gated_next(Day* __restrict next, const Truth* __restrict gate, const Day* __restrict gate_next,
                const Day* __restrict item_next, Size n) {
  for (Size i = 0; i < n; ++i) next[i] = next_through_gate(next[i], gate[i], gate_next[i], item_next[i]);
}

void decide_days(Day* __restrict due, Day* __restrict next, const Day* __restrict limit, const Day* __restrict duty,
                 Day today, Size n) {
  for (Size i = 0; i < n; ++i) {
    const Day gone = due_from(limit[i], duty[i]);
    due[i] = gone;
    next[i] = next_of_days(gone, limit[i], today);
  }
}

void earlier(Day* __restrict next, const Day* __restrict other, Size n) {
  for (Size i = 0; i < n; ++i) next[i] = lesser(next[i], other[i]);
}

void decide_rules(std::uint16_t* __restrict rule, const Day* __restrict limit, const std::int32_t* __restrict limit_tag,
                  const Day* __restrict duty, const std::int32_t* __restrict duty_tag, Size n) {
  for (Size i = 0; i < n; ++i) rule[i] = deciding_rule(limit[i], limit_tag[i], duty[i], duty_tag[i]);
}

void decide_erasure(Truth* __restrict erase_due, const Day* __restrict due, Day today, Size n) {
  for (Size i = 0; i < n; ++i) erase_due[i] = static_cast<Truth>(pick(due[i] <= today, 1, 0));
}

void decide_restriction(Truth* __restrict restricted, const Day* __restrict limit, const Day* __restrict due,
                        const std::int32_t* __restrict duty_tag, Day today, Size n) {
  for (Size i = 0; i < n; ++i)
    restricted[i] = static_cast<Truth>(pick(is_restricted(limit[i], due[i], duty_tag[i], today), 1, 0));
}

void decide_reviews(Day* __restrict on, Truth* __restrict fires, const Day* __restrict review,
                    const Day* __restrict due, Day today, Size n) {
  for (Size i = 0; i < n; ++i) {
    const Day day = firing_review(review[i], due[i], today);
    on[i] = day;
    fires[i] = static_cast<Truth>(pick(day != calendar::kNone, 1, 0));
  }
}

void decide_acts(std::uint32_t* __restrict acts, const Day* __restrict bits, const std::int32_t* __restrict duty_tag,
                 std::uint32_t held, Size n) {
  for (Size i = 0; i < n; ++i) acts[i] = due_acts(bits[i], duty_tag[i], held);
}

void decide_review_rules(std::uint16_t* __restrict rule, const Day* __restrict on, const std::int32_t* __restrict tag,
                         Size n) {
  for (Size i = 0; i < n; ++i) rule[i] = reviewing_rule(on[i], tag[i]);
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
