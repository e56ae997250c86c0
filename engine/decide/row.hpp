// SPDX-License-Identifier: Apache-2.0
// What the steps of a program do to one row, without branches: the only place where it stands. The kernels go through
// columns with it, a record that is decided by itself needs no more. Pure functions of values; see lanes.hpp for why
// they are a copy for each width of vectors.
#pragma once

#include "engine/decide/lanes.hpp"

namespace frist::decide::FRIST_LANES {

#define FRIST_ROW [[gnu::always_inline]] inline

// --- Three-valued logic (strong Kleene). ---

FRIST_ROW Truth negated(Truth a) { return pick<Truth>(a < kTruthUnknown, a ^ 1, kTruthUnknown); }
// With 0, 1, 2 for no, yes, unknown: no wins, else the larger is right (yes and unknown is unknown).
FRIST_ROW Truth and_of(Truth a, Truth b) {
  const Truth x = condition(a), y = condition(b);
  return pick<Truth>((x == kNo) | (y == kNo), kNo, greater(x, y));
}
FRIST_ROW Truth or_of(Truth a, Truth b) {
  const Truth x = condition(a), y = condition(b);
  return pick<Truth>((x == kYes) | (y == kYes), kYes, greater(x, y));
}
// How long a conjunction (disjunction) stays what it is: see LogicKernels.
FRIST_ROW Day next_of_joined(Truth result, Truth decider) {
  return pick(result == decider, calendar::kNone, calendar::kNever);
}
FRIST_ROW Day next_with(Day next, Truth result, Truth decider, Truth a, Day a_next) {
  const Day longest = pick(a == decider, greater(next, a_next), next);
  return pick(result == decider, longest, lesser(next, a_next));
}
FRIST_ROW Truth recorded(Truth a) {
  return pick<Truth>(a < kTruthUnknown, kYes, pick<Truth>(a == kTruthUnknown, kTruthUnknown, kNo));
}
FRIST_ROW Truth recorded(Day a) {
  return static_cast<Truth>(pick(a == calendar::kNone, 0, pick(a == calendar::kUnknown, 2, 1)));
}
FRIST_ROW Truth recorded(Number a) {
  return static_cast<Truth>(pick<Number>(a == kNumberNone, 0, pick<Number>(a == kNumberUnknown, 2, 1)));
}
FRIST_ROW Truth with_assumed(Truth a, Truth assumed) {
  const bool open = (a >= kTruthUnknown) & (assumed != 0);
  return pick<Truth>(open, assumed & 1, a);
}

// --- Comparisons. A missing operand makes them unknown; marks lie below every value, so one test finds both. ---

enum Operator { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

template <int Op, class T>
FRIST_ROW bool compares(T a, T b) {
  if constexpr (Op == kEqual) return a == b;
  if constexpr (Op == kNotEqual) return a != b;
  if constexpr (Op == kLess) return a < b;
  if constexpr (Op == kLessEqual) return a <= b;
  if constexpr (Op == kGreater) return a > b;
  return a >= b;
}
template <int Op, class T>
FRIST_ROW Truth compared(T a, T b) {
  return static_cast<Truth>(pick<T>(missing(a) | missing(b), 2, pick<T>(compares<Op>(a, b), 1, 0)));
}
// b is not missing, or counts as it is.
template <int Op, class T>
FRIST_ROW Truth compared_with(T a, T b) {
  return static_cast<Truth>(pick<T>(missing(a), 2, pick<T>(compares<Op>(a, b), 1, 0)));
}
// `a < today` and `a >= today` flip on the day after a, `a <= today` and `a > today` on a itself. Equality does both.
template <int Op>
FRIST_ROW Day flips_on(Day a, Day today) {
  constexpr bool both = Op == kEqual || Op == kNotEqual;
  constexpr Day after = Op == kLess || Op == kGreaterEqual ? 1 : 0;
  const bool day = (a > calendar::kUnknown) & (a <= calendar::kLastDay - after);
  const Day flip = pick(day, a, calendar::kFirstDay) + (both ? pick<Day>(a == today, 1, 0) : after);
  return pick(day & (flip > today) & (flip <= calendar::kLastDay), flip, calendar::kNever);
}
FRIST_ROW Truth same_truths(Truth a, Truth b, Truth flip) {
  return pick<Truth>((a >= kTruthUnknown) | (b >= kTruthUnknown), kTruthUnknown, a ^ b ^ flip);
}
// Two texts of which no rule knows either may be the same or not.
FRIST_ROW Truth same_texts(Day a, Day b, bool equal) {
  const bool open = missing(a) | missing(b) | ((a == kOtherText) & (b == kOtherText));
  return static_cast<Truth>(pick(open, 2, pick((a == b) == equal, 1, 0)));
}

// --- Dates. ---

FRIST_ROW Day days_later(Day a, Day days) {
  const bool day = (a >= calendar::kFirstDay) & (a <= calendar::kLastDay);
  const Day sum = pick<Day>(day, a, 0) + days;
  const Day in_range =
      pick(sum > calendar::kLastDay, calendar::kNever, pick(sum < calendar::kFirstDay, calendar::kUnknown, sum));
  return pick(day, in_range, a);
}
// None is skipped and lies below everything; unknown wins.
FRIST_ROW Day latest_of(Day a, Day b) {
  return pick((a == calendar::kUnknown) | (b == calendar::kUnknown), calendar::kUnknown, greater(a, b));
}
FRIST_ROW Day earliest_of(Day a, Day b) {
  const Day both = lesser(a, b), one = greater(a, b);  // `one`: where the other is none
  const bool unknown = (a == calendar::kUnknown) | (b == calendar::kUnknown);
  return pick(unknown, calendar::kUnknown, pick(both == calendar::kNone, one, both));
}
FRIST_ROW Truth chosen(Truth when, Truth a, Truth b) {
  const Truth open = pick<Truth>((a == b) & (a < kTruthUnknown), a, kTruthUnknown);
  return pick<Truth>(when == kYes, a, pick<Truth>(when == kNo, b, open));
}
FRIST_ROW Day chosen(Truth when, Day a, Day b) {
  const Day open = pick((a == b) & (a > calendar::kUnknown), a, calendar::kUnknown);
  return pick(when == kYes, a, pick(when == kNo, b, open));
}
FRIST_ROW Day next_of_chosen(Truth when, Day when_next, Day a_next, Day b_next) {
  const Day taken = pick(when == kYes, a_next, pick(when == kNo, b_next, lesser(a_next, b_next)));
  return lesser(when_next, taken);
}

// --- The law of overlaps. ---

FRIST_ROW Day not_before(Day a, Day from) { return pick(missing(a), a, greater(a, from)); }
FRIST_ROW Day later_if_open(Day a, Truth special, Day other) {
  const Day later = pick(missing(other), calendar::kUnknown, greater(a, other));
  return pick((special >= kTruthUnknown) & !missing(a), later, a);
}
FRIST_ROW Truth is_live(Truth stands, Truth replaced) {
  return pick<Truth>((stands == kYes) & (replaced != kYes), kYes, kNo);
}
FRIST_ROW Truth does_bind(Truth stands, Truth replaced) {
  return pick<Truth>((stands != kNo) & (replaced != kYes), kYes, kNo);
}

// A date and the rule that it comes from.
struct Tagged {
  Day day;
  std::int32_t tag;
};
FRIST_ROW Tagged earlier_limit(Tagged limit, Day item, Truth live, std::int32_t item_tag) {
  const bool first = (item < limit.day) | ((item == limit.day) & (item_tag < limit.tag));
  const bool taken = (live == kYes) & !missing(item) & (item < calendar::kNever) & first;
  return {pick(taken, item, limit.day), pick(taken, item_tag, limit.tag)};
}
// A duty whose last day is not known lasts for ever. Whether any hold stands is kept whichever duty is longest.
FRIST_ROW Tagged longer_duty(Tagged duty, Day kept, Truth binds, std::int32_t item_tag) {
  const Day last = pick(missing(kept), calendar::kNever, kept);
  const bool on = binds == kYes, longer = on & (last > duty.day);
  const std::int32_t held = (duty.tag & program::kHoldTag) | pick(on, item_tag & program::kHoldTag, 0);
  return {pick(longer, last, duty.day), pick(longer, item_tag, duty.tag) | held};
}
FRIST_ROW bool act_counts(Day item, Truth live) { return (live == kYes) & !missing(item); }
FRIST_ROW std::int32_t act_bit(Day item, Truth live, std::int32_t mask, Day today) {
  return pick(act_counts(item, live) & (item <= today), mask, 0);
}
FRIST_ROW Day next_of_act(Day next, Day item, Truth live, Day today) {
  return pick(act_counts(item, live) & (item > today), lesser(next, item), next);
}
FRIST_ROW Tagged later_review(Tagged on, Day item, std::int32_t item_tag) {
  const bool taken = item > on.day;
  return {pick(taken, item, on.day), pick(taken, item_tag, on.tag)};
}
FRIST_ROW Day next_through_gate(Day next, Truth gate, Day gate_next, Day item_next) {
  return lesser(next, lesser(gate_next, pick(gate == kYes, item_next, calendar::kNever)));
}

// --- The verdict. ---

FRIST_ROW Day later_than(Day day, Day today) { return pick(day > today, day, calendar::kNever); }
FRIST_ROW Day due_from(Day limit, Day duty) {
  const Day next_day = lesser(duty, calendar::kLastDay) + 1;
  const Day kept = pick(duty >= calendar::kLastDay, calendar::kNever, next_day);
  return pick(duty >= limit, kept, limit);
}
FRIST_ROW Day next_of_days(Day due, Day limit, Day today) {
  return lesser(later_than(due, today), later_than(limit, today));
}
FRIST_ROW std::uint16_t deciding_rule(Day limit, std::int32_t limit_tag, Day duty, std::int32_t duty_tag) {
  const bool by_limit = (limit < calendar::kNever) & (duty < limit);
  return static_cast<std::uint16_t>(pick(by_limit, limit_tag, duty_tag));
}
FRIST_ROW bool is_restricted(Day limit, Day due, std::int32_t duty_tag, Day today) {
  return (limit <= today) & (due > today) & (duty_tag < program::kHoldTag);
}
FRIST_ROW Day firing_review(Day review, Day due, Day today) { return pick(due <= today, calendar::kNone, review); }
// A hold keeps every fact, so it stops what empties fields; what hands over or marks goes on.
FRIST_ROW std::uint32_t due_acts(Day bits, std::int32_t duty_tag, std::uint32_t held) {
  return static_cast<std::uint32_t>(bits) & ~pick(duty_tag < program::kHoldTag, std::uint32_t{0}, held);
}
FRIST_ROW std::uint16_t reviewing_rule(Day on, std::int32_t tag) {
  return static_cast<std::uint16_t>(pick<std::int32_t>(on != calendar::kNone, tag, kNoRule));
}

#undef FRIST_ROW

}  // namespace frist::decide::FRIST_LANES
