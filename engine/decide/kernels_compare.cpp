// SPDX-License-Identifier: Apache-2.0
// Comparisons: a missing operand makes them unknown. Marks lie below every value, so that one test finds both.
#include "engine/decide/lanes.hpp"

namespace frist::decide::FRIST_LANES {
namespace {

enum Operator { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

template <int Op, class T>
[[gnu::always_inline]] inline bool holds(T a, T b) {
  if constexpr (Op == kEqual) return a == b;
  if constexpr (Op == kNotEqual) return a != b;
  if constexpr (Op == kLess) return a < b;
  if constexpr (Op == kLessEqual) return a <= b;
  if constexpr (Op == kGreater) return a > b;
  return a >= b;
}

template <int Op, class T>
void columns(Truth* __restrict out, const T* __restrict a, const T* __restrict b, Size n) {
  for (Size i = 0; i < n; ++i)
    out[i] = static_cast<Truth>(pick<T>(missing(a[i]) | missing(b[i]), 2, pick<T>(holds<Op>(a[i], b[i]), 1, 0)));
}

template <int Op, class T>
void with_constant(Truth* __restrict out, const T* __restrict a, T b, Size n) {
  for (Size i = 0; i < n; ++i)
    out[i] = static_cast<Truth>(pick<T>(missing(a[i]), 2, pick<T>(holds<Op>(a[i], b), 1, 0)));
}

// `a < today` and `a >= today` flip on the day after a, `a <= today` and `a > today` on a itself. Equality does both.
template <int Op>
void next_of_today(Day* __restrict next, const Day* __restrict a, Day today, Size n) {
  constexpr bool both = Op == kEqual || Op == kNotEqual;
  constexpr Day after = Op == kLess || Op == kGreaterEqual ? 1 : 0;
  for (Size i = 0; i < n; ++i) {
    const bool day = (a[i] > calendar::kUnknown) & (a[i] <= calendar::kLastDay - after);
    const Day flip = pick(day, a[i], calendar::kFirstDay) + (both ? pick<Day>(a[i] == today, 1, 0) : after);
    next[i] = pick(day & (flip > today) & (flip <= calendar::kLastDay), flip, calendar::kNever);
  }
}

void truths(Truth* __restrict out, const Truth* __restrict a, const Truth* __restrict b, bool equal, Size n) {
  const Truth flip = equal ? 1 : 0;
  for (Size i = 0; i < n; ++i)
    out[i] = pick<Truth>((a[i] >= kTruthUnknown) | (b[i] >= kTruthUnknown), kTruthUnknown, a[i] ^ b[i] ^ flip);
}

// Two texts of which no rule knows either may be the same or not.
void texts(Truth* __restrict out, const Day* __restrict a, const Day* __restrict b, bool equal, Size n) {
  for (Size i = 0; i < n; ++i) {
    const bool open = missing(a[i]) | missing(b[i]) | ((a[i] == kOtherText) & (b[i] == kOtherText));
    out[i] = static_cast<Truth>(pick(open, 2, pick((a[i] == b[i]) == equal, 1, 0)));
  }
}

void same_currency(Truth* __restrict out, const Truth* __restrict a, const std::uint32_t* __restrict left,
                   const std::uint32_t* __restrict right, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = pick<Truth>(left[i] == right[i], a[i], kTruthUnknown);
}

template <template <int> class Entry, class Table>
void all_operators(Table& table) {
  table = {Entry<0>::f, Entry<1>::f, Entry<2>::f, Entry<3>::f, Entry<4>::f, Entry<5>::f};
}
template <int Op>
struct Days {
  static constexpr auto f = columns<Op, Day>;
};
template <int Op>
struct DayWith {
  static constexpr auto f = with_constant<Op, Day>;
};
template <int Op>
struct Numbers {
  static constexpr auto f = columns<Op, Number>;
};
template <int Op>
struct NumberWith {
  static constexpr auto f = with_constant<Op, Number>;
};
template <int Op>
struct NextOfToday {
  static constexpr auto f = next_of_today<Op>;
};

}  // namespace

void add_compare(Kernels& k) {
  all_operators<Days>(k.compare.days);
  all_operators<DayWith>(k.compare.day_with);
  all_operators<Numbers>(k.compare.numbers);
  all_operators<NumberWith>(k.compare.number_with);
  all_operators<NextOfToday>(k.compare.next_of_today);
  k.compare.truths = truths;
  k.compare.texts = texts;
  k.compare.same_currency = same_currency;
}

}  // namespace frist::decide::FRIST_LANES
