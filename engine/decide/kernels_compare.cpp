// SPDX-License-Identifier: Apache-2.0
// Comparisons, and their next changes where a side is the as-of day.
#include "engine/decide/row.hpp"

namespace frist::decide::FRIST_LANES {
namespace {

template <int Op, class T>
void columns(Truth* __restrict out, const T* __restrict a, const T* __restrict b, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = compared<Op>(a[i], b[i]);
}

template <int Op, class T>
void with_constant(Truth* __restrict out, const T* __restrict a, T b, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = compared_with<Op>(a[i], b);
}

template <int Op>
void next_of_today(Day* __restrict next, const Day* __restrict a, Day today, Size n) {
  for (Size i = 0; i < n; ++i) next[i] = flips_on<Op>(a[i], today);
}

void truths(Truth* __restrict out, const Truth* __restrict a, const Truth* __restrict b, bool equal, Size n) {
  const Truth flip = equal ? 1 : 0;
  for (Size i = 0; i < n; ++i) out[i] = same_truths(a[i], b[i], flip);
}

void texts(Truth* __restrict out, const Day* __restrict a, const Day* __restrict b, bool equal, Size n) {
  for (Size i = 0; i < n; ++i) out[i] = same_texts(a[i], b[i], equal);
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
