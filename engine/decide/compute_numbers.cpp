// SPDX-License-Identifier: Apache-2.0
// Numbers and money, counts between bounds, extremes and choices. What overflows is unknown.
#include "engine/decide/frame.hpp"

namespace frist::decide {
namespace {

using program::Code;
using program::Instruction;
using program::Storage;

// A number, or a count between two bounds; both bounds are the mark where it is missing.
struct Interval {
  std::int64_t low = kNumberUnknown, high = kNumberUnknown;
  std::uint32_t currency = 0;
  bool missing() const { return low <= kNumberUnknown; }
  bool single() const { return low == high; }
};
constexpr Interval kUnknownInterval{};

Interval single(std::int64_t value, std::uint32_t currency) { return {value, value, currency}; }

Interval read(const Frame& f, Register r, std::size_t row) {
  const Cells& c = f.cells[r];
  const std::int64_t low = c.numbers()[row];
  return {low, c.hi ? c.hi[row] : low, c.currency ? c.currency[row] : f.at(r).currency};
}

void write(Frame& f, Register r, std::size_t row, const Interval& value) {
  const Cells& c = f.cells[r];
  c.numbers()[row] = value.low;
  if (c.hi) c.hi[row] = value.high;
  if (c.currency) c.currency[row] = value.currency;
}

// None where one is none and neither is unknown. Operands are single: the program sees to it.
Interval add(const Interval& a, const Interval& b, bool minus) {
  const bool unknown = a.low == kNumberUnknown || b.low == kNumberUnknown;
  if (unknown || (!a.missing() && !b.missing() && a.currency != b.currency)) return kUnknownInterval;
  if (a.missing() || b.missing()) return single(kNumberNone, 0);
  std::int64_t sum = 0;
  const bool overflows =
      minus ? __builtin_sub_overflow(a.low, b.low, &sum) : __builtin_add_overflow(a.low, b.low, &sum);
  return overflows || sum <= kNumberUnknown ? kUnknownInterval : single(sum, a.currency);
}

Interval extreme(const Interval& a, const Interval& b, bool latest) {
  if (a.low == kNumberUnknown || b.low == kNumberUnknown) return kUnknownInterval;
  if (a.low == kNumberNone) return b;
  if (b.low == kNumberNone) return a;
  if (a.currency != b.currency) return kUnknownInterval;
  return latest == (a.low > b.low) ? a : b;
}

std::int64_t days_between(Day a, Day b) {
  if (a == calendar::kUnknown || b == calendar::kUnknown) return kNumberUnknown;
  if (a == calendar::kNone || b == calendar::kNone) return kNumberNone;
  return calendar::is_day(a) && calendar::is_day(b) ? std::int64_t{b} - a : kNumberUnknown;
}

std::int64_t full_between(Code code, Day a, Day b) {
  if (!calendar::is_day(a) || !calendar::is_day(b)) return days_between(a, b);
  const auto count = code == Code::FullYears ? calendar::full_years_between(a, b) : calendar::full_months_between(a, b);
  return count ? *count : kNumberUnknown;
}

}  // namespace

void compute_number(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const auto operands = f.program->operands_of(i);
  const std::size_t n = f.rows(r);
  const bool sums = i.code == Code::Add || i.code == Code::Subtract;
  for (std::size_t row = 0; sums && row < n; ++row)
    write(f, r, row, add(read(f, operands[0], row), read(f, operands[1], row), i.code == Code::Subtract));
  for (std::size_t row = 0; i.code == Code::Exact && row < n; ++row) {
    const Interval a = read(f, operands[0], row);
    write(f, r, row, a.single() ? a : kUnknownInterval);
  }
  if (sums || i.code == Code::Exact) return;
  const Day *a = f.operand(r, 0).days(), *b = f.operand(r, 1).days();
  for (std::size_t row = 0; row < n; ++row)
    f.cells[r].numbers()[row] =
        i.code == Code::DaysBetween ? days_between(a[row], b[row]) : full_between(i.code, a[row], b[row]);
}

// From a date to today: the count grows on the day on which the next month (year) has run out in full.
void next_of_full_periods(Frame& f, Register r) {
  const std::int32_t unit = f.at(r).code == Code::FullYears ? 12 : 1;
  const Day* from = f.operand(r, 0).days();
  for (std::size_t row = 0; row < f.rows(r); ++row) {
    const std::int64_t count = f.cells[r].numbers()[row];
    const calendar::Period period{static_cast<std::int32_t>((count + 1) * unit), 0};
    const bool runs = count > kNumberUnknown;
    f.cells[r].next[row] =
        runs ? calendar::gone_from(from[row], period, calendar::Counting::FromDayItself, calendar::MonthEnd::LastDay)
             : calendar::kNever;
  }
}

void compute_extreme(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const auto operands = f.program->operands_of(i);
  const std::size_t n = f.rows(r);
  const bool latest = i.code == Code::Latest;
  if (i.storage == Storage::Day) {
    f.kernels->logic.fill_days(f.cells[r].days(), calendar::kNone, n);
    for (const Register a : operands)
      (latest ? f.kernels->date.fold_latest : f.kernels->date.fold_earliest)(f.cells[r].days(), f.cells[a].days(), n);
    return;
  }
  for (std::size_t row = 0; row < n; ++row) {
    Interval best = single(kNumberNone, 0);
    for (const Register a : operands) best = extreme(best, read(f, a, row), latest);
    write(f, r, row, best);
  }
}

void compute_choice(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const auto operands = f.program->operands_of(i);
  const Cells &a = f.operand(r, 1), &b = f.operand(r, 2), &out = f.cells[r];
  const Truth* when = f.operand(r, 0).truths();
  const std::size_t n = f.rows(r);
  if (i.storage == Storage::Truth) return f.kernels->date.choose_truth(out.truths(), when, a.truths(), b.truths(), n);
  if (i.storage == Storage::Day) return f.kernels->date.choose_day(out.days(), when, a.days(), b.days(), n);
  for (std::size_t row = 0; row < n; ++row) {
    const Interval x = read(f, operands[1], row), y = read(f, operands[2], row);
    const bool same = !x.missing() && x.single() && y.single() && x.low == y.low && x.currency == y.currency;
    write(f, r, row, when[row] == kYes ? x : when[row] == kNo ? y : same ? x : kUnknownInterval);
  }
}

}  // namespace frist::decide
