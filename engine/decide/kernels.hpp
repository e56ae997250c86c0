// SPDX-License-Identifier: Apache-2.0
// The loops over columns, compiled once for each width of vectors and chosen when a machine is made. Plain functions
// without state. Shapes: every pointer is a column of `n` rows; results never overlap operands, except where a kernel
// says that it folds into its first operand. Truths are 0 no, 1 yes, 2 unknown, 3 none (counts as unknown).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "rules/calendar/vector_add.hpp"

namespace frist::decide {

using calendar::Day;
using Truth = std::uint8_t;

struct LogicKernels {
  void (*fill_truths)(Truth* out, Truth value, std::size_t n);
  void (*negate)(Truth* out, const Truth* a, std::size_t n);
  void (*both)(Truth* out, const Truth* a, const Truth* b, std::size_t n);    // a and b
  void (*either)(Truth* out, const Truth* a, const Truth* b, std::size_t n);  // a or b
  void (*fold_and)(Truth* out, const Truth* a, std::size_t n);                // out = out and a
  void (*fold_or)(Truth* out, const Truth* a, std::size_t n);
  // How long a conjunction (disjunction) stays what it is: as long as one operand that decides it does, else till any
  // operand changes. Folds operand a into `next`; begin with `next_start`. `decider` is no (yes).
  void (*next_start)(Day* next, const Truth* result, Truth decider, std::size_t n);
  void (*next_fold)(Day* next, const Truth* result, Truth decider, const Truth* a, const Day* a_next, std::size_t n);
  void (*count)(std::int32_t* yes, std::int32_t* possible, const Truth* a, std::size_t n);  // folds
  void (*at_least)(Truth* out, const std::int32_t* yes, const std::int32_t* possible, std::int32_t needed,
                   std::size_t n);
  void (*truth_recorded)(Truth* out, const Truth* a, std::size_t n);
  void (*day_recorded)(Truth* out, const Day* a, std::size_t n);
  void (*number_recorded)(Truth* out, const std::int64_t* a, std::size_t n);
  void (*assume)(Truth* out, const Truth* a, const Truth* assumed, std::size_t n);  // assumed: 0 nothing, 1 yes, 2 no
  void (*fold_next)(Day* next, const Day* a_next, std::size_t n);                   // next = the earlier
  void (*fill_days)(Day* out, Day value, std::size_t n);
  void (*fill_numbers)(std::int64_t* out, std::int64_t value, std::size_t n);
};

// Indexed by operator: Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual.
struct CompareKernels {
  std::array<void (*)(Truth* out, const Day* a, const Day* b, std::size_t n), 6> days;
  std::array<void (*)(Truth* out, const Day* a, Day b, std::size_t n), 6> day_with;
  std::array<void (*)(Truth* out, const std::int64_t* a, const std::int64_t* b, std::size_t n), 6> numbers;
  std::array<void (*)(Truth* out, const std::int64_t* a, std::int64_t b, std::size_t n), 6> number_with;
  std::array<void (*)(Day* next, const Day* a, Day today, std::size_t n), 6> next_of_today;  // of `a OP today`
  void (*truths)(Truth* out, const Truth* a, const Truth* b, bool equal, std::size_t n);
  void (*texts)(Truth* out, const Day* a, const Day* b, bool equal, std::size_t n);
  void (*same_currency)(Truth* out, const Truth* a, const std::uint32_t* left, const std::uint32_t* right,
                        std::size_t n);
};

struct DateKernels {
  void (*add_days)(Day* out, const Day* a, Day days, std::size_t n);  // |days| at most a million
  void (*fold_latest)(Day* out, const Day* a, std::size_t n);
  void (*fold_earliest)(Day* out, const Day* a, std::size_t n);
  void (*choose_truth)(Truth* out, const Truth* condition, const Truth* a, const Truth* b, std::size_t n);
  void (*choose_day)(Day* out, const Truth* condition, const Day* a, const Day* b, std::size_t n);
  void (*choose_next)(Day* next, const Truth* condition, const Day* condition_next, const Day* a, const Day* b,
                      std::size_t n);
};

struct RowKernels {
  // The rows in which a truth of 0 and 1 is 1, in order; returns their number. `rows` needs room for n + 8.
  std::size_t (*select)(std::uint32_t* rows, const Truth* truth, std::size_t n);
  void (*pick_days)(Day* out, const Day* from, const std::uint32_t* rows, std::size_t n);  // n of them
  // 0 or 1: whether the truth is yes and a date that lies at least so many days after the start may be as early as the
  // limit. `least` is not negative.
  void (*in_reach)(Truth* out, const Truth* truth, const Day* start, const Day* limit, Day least, std::size_t n);
};

struct VerdictKernels {
  void (*floor)(Day* out, const Day* a, Day from, std::size_t n);
  void (*both_if)(Day* out, const Day* a, const Truth* special, const Day* other, std::size_t n);
  void (*live)(Truth* out, const Truth* stands, const Truth* replaced, std::size_t n);
  void (*binds)(Truth* out, const Truth* stands, const Truth* replaced, std::size_t n);
  // Each folds one item into its first two columns. Of limits on the same day the smallest tag counts, in whichever
  // order they come.
  void (*min_limit)(Day* limit, std::int32_t* tag, const Day* item, const Truth* live, std::int32_t item_tag,
                    std::size_t n);
  void (*max_duty)(Day* duty, std::int32_t* tag, const Day* kept, const Truth* binds, std::int32_t item_tag,
                   std::size_t n);
  void (*due_act)(std::int32_t* bits, Day* next, const Day* item, const Truth* live, std::int32_t bit, Day today,
                  std::size_t n);
  void (*last_review)(Day* on, std::int32_t* tag, const Day* item, std::int32_t item_tag, std::size_t n);
  // next = the earlier of itself, the gate's, and where the gate is yes the item's.
  void (*gated_next)(Day* next, const Truth* gate, const Day* gate_next, const Day* item_next, std::size_t n);
};

// What the last step reads and writes; inputs that a program lacks point to columns of their neutral value.
struct Finish {
  const Day* limit;
  const std::int32_t* limit_tag;
  const Day* duty;
  const std::int32_t* duty_tag;
  const Day* review;
  const std::int32_t* review_tag;
  const Day* due_acts;             // bits; null: the program has none
  std::uint32_t acts_held;         // those that a hold stops
  std::array<const Day*, 4> next;  // of limit, duty, acts, review; null where that is never
  Truth* erase_due;
  Truth* restricted;
  Truth* review_due;
  Day* due;
  Day* next_change;
  Day* review_on;
  std::uint16_t* rule;
  std::uint16_t* review_rule;
  std::uint32_t* acts;
};

struct Kernels {
  LogicKernels logic;
  CompareKernels compare;
  DateKernels date;
  RowKernels rows;
  VerdictKernels verdict;
  void (*finish)(const Finish&, Day today, std::size_t n);
};

// The widest kernels that the processor has among those asked for.
const Kernels& kernels_for(calendar::Lanes lanes);

}  // namespace frist::decide
