// SPDX-License-Identifier: Apache-2.0
// Comparisons and their next changes.
#include <algorithm>

#include "engine/decide/frame.hpp"

namespace frist::decide {
namespace {

using model::Op;
using program::Code;
using program::Instruction;

std::size_t index_of(Op op) { return static_cast<std::size_t>(op) - static_cast<std::size_t>(Op::Equal); }

template <class T>
bool holds(Op op, T a, T b) {
  switch (op) {
    case Op::Equal:
      return a == b;
    case Op::NotEqual:
      return a != b;
    case Op::Less:
      return a < b;
    case Op::LessEqual:
      return a <= b;
    case Op::Greater:
      return a > b;
    default:
      return a >= b;
  }
}

std::vector<std::uint32_t> currencies_of(const Frame& f, Register r) {
  const std::size_t n = f.rows(r);
  if (f.cells[r].currency) return {f.cells[r].currency, f.cells[r].currency + n};
  return std::vector<std::uint32_t>(n, f.at(r).currency);
}

void compute_same_currency(Frame& f, Register r) {
  const auto operands = f.program->operands_of(f.at(r));
  const std::vector<std::uint32_t> left = currencies_of(f, operands[1]), right = currencies_of(f, operands[2]);
  f.kernels->compare.same_currency(f.cells[r].truths(), f.operand(r, 0).truths(), left.data(), right.data(), f.rows(r));
}

void compare_today(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const Day today = f.as_of.day;
  if (i.count == 0) {
    const bool yes = holds<std::int64_t>(i.compare, i.number, today);
    return f.kernels->logic.fill_truths(f.cells[r].truths(), yes ? kYes : kNo, f.rows(r));
  }
  f.kernels->compare.day_with[index_of(i.compare)](f.cells[r].truths(), f.operand(r, 0).days(), today, f.rows(r));
}

// The day of an instant: a night in the hours behind the instant must find the entry, one before finds it too early and
// sets the next day.
Day civil_day_of(const Frame& f, std::int64_t instant) {
  if (!calendar::is_instant(instant) || !f.program->zone) return calendar::kNever;
  return f.program->zone->civil_day(instant);
}

// `a < now` and `a >= now` flip in the second after a, `a <= now` and `a > now` at a. Equality does both.
Day next_of_now(const Frame& f, Op op, std::int64_t a) {
  if (a <= kNumberUnknown) return calendar::kNever;
  if (!f.program->zone) return calendar::plus_days(f.as_of.day, 1);
  const std::int64_t now = f.as_of.instant;
  const bool after = op == Op::Less || op == Op::GreaterEqual || ((op == Op::Equal || op == Op::NotEqual) && a == now);
  const std::int64_t flip = after ? a + 1 : a;
  if (flip <= now) return calendar::kNever;
  return std::max(civil_day_of(f, flip), calendar::plus_days(f.as_of.day, 1));
}

}  // namespace

void compute_comparison(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const CompareKernels& k = f.kernels->compare;
  const std::size_t n = f.rows(r), op = index_of(i.compare);
  Truth* out = f.cells[r].truths();
  switch (i.code) {
    case Code::CompareDays:
      return k.days[op](out, f.operand(r, 0).days(), f.operand(r, 1).days(), n);
    case Code::CompareDayWith:
      return k.day_with[op](out, f.operand(r, 0).days(), static_cast<Day>(i.number), n);
    case Code::CompareNumbers:
      return k.numbers[op](out, f.operand(r, 0).numbers(), f.operand(r, 1).numbers(), n);
    case Code::CompareNumberWith:
      return k.number_with[op](out, f.operand(r, 0).numbers(), i.number, n);
    case Code::CompareNow:
      return k.number_with[op](out, f.operand(r, 0).numbers(), f.as_of.instant, n);
    case Code::CompareTruths:
      return k.truths(out, f.operand(r, 0).truths(), f.operand(r, 1).truths(), i.compare == Op::Equal, n);
    case Code::CompareTexts:
      return k.texts(out, f.operand(r, 0).days(), f.operand(r, 1).days(), i.compare == Op::Equal, n);
    case Code::CompareToday:
      return compare_today(f, r);
    default:
      return compute_same_currency(f, r);
  }
}

void next_of_comparison(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const std::size_t n = f.rows(r);
  Day* next = f.cells[r].next;
  if (i.code == Code::CompareNow) {
    for (std::size_t row = 0; row < n; ++row) next[row] = next_of_now(f, i.compare, f.operand(r, 0).numbers()[row]);
  } else if (i.count == 0) {
    const Day constant = static_cast<Day>(i.number);
    Day one = 0;
    f.kernels->compare.next_of_today[index_of(i.compare)](&one, &constant, f.as_of.day, 1);
    f.kernels->logic.fill_days(next, one, n);
  } else {
    f.kernels->compare.next_of_today[index_of(i.compare)](next, f.operand(r, 0).days(), f.as_of.day, n);
  }
}

namespace {

using Wide = __int128;
constexpr std::int64_t kEndless = INT64_MAX;  // no upper bound

// Both ends of an operand, scaled; an end that is not there stays far beyond what 64-bit values reach when scaled.
struct Ends {
  Wide low = 0, high = 0;
};
Ends scaled(std::int64_t low, std::int64_t high, bool endless, std::int64_t scale) {
  const Wide beyond = Wide{1} << 126;
  const Wide a = Wide{low} * scale;
  const Wide b = endless ? (scale == 0 ? Wide{0} : scale > 0 ? beyond : -beyond) : Wide{high} * scale;
  return a <= b ? Ends{a, b} : Ends{b, a};
}

Truth decided(bool yes, bool no) { return yes ? kYes : no ? kNo : kTruthUnknown; }

Truth compare_ends(Op op, const Ends& a, const Ends& b) {
  const bool apart = a.high < b.low || b.high < a.low;
  const bool same = a.low == a.high && b.low == b.high && a.low == b.low;
  switch (op) {
    case Op::Equal:
      return decided(same, apart);
    case Op::NotEqual:
      return decided(apart, same);
    case Op::Less:
      return decided(a.high < b.low, a.low >= b.high);
    case Op::LessEqual:
      return decided(a.high <= b.low, a.low > b.high);
    case Op::Greater:
      return decided(a.low > b.high, a.high <= b.low);
    default:
      return decided(a.low >= b.high, a.high < b.low);
  }
}

}  // namespace

void compute_wide_comparison(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const Cells &a = f.operand(r, 0), &b = f.operand(r, 1);
  const auto ends = [](const Cells& c, std::size_t row, std::int64_t scale) {
    const std::int64_t low = c.numbers()[row], high = c.hi ? c.hi[row] : low;
    return scaled(low, high, c.hi && high == kEndless, scale);
  };
  for (std::size_t row = 0; row < f.rows(r); ++row) {
    const bool open = a.numbers()[row] <= kNumberUnknown || b.numbers()[row] <= kNumberUnknown;
    f.cells[r].truths()[row] =
        open ? kTruthUnknown : compare_ends(i.compare, ends(a, row, i.scale_a), ends(b, row, i.scale_b));
  }
}

}  // namespace frist::decide
