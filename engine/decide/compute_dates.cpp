// SPDX-License-Identifier: Apache-2.0
// Dates: sums, ends of calendar units, days of moments.
#include "engine/decide/frame.hpp"
#include "rules/calendar/end_of.hpp"
#include "rules/calendar/vector_add.hpp"

namespace frist::decide {
namespace {

using program::Code;
using program::Instruction;
using program::ShiftKind;

// A missing part makes a missing sum: unknown wins over none.
Day day_plus(Day day, std::int64_t count) {
  if (day == calendar::kUnknown || count == kNumberUnknown) return calendar::kUnknown;
  if (day == calendar::kNone || count == kNumberNone) return calendar::kNone;
  return calendar::plus_days(day, count);
}

void add_days(Frame& f, Register r) {
  const Day* day = f.operand(r, 0).days();
  const std::int64_t* count = f.operand(r, 1).numbers();
  const bool backwards = f.at(r).backwards;
  for (std::size_t row = 0; row < f.rows(r); ++row) {
    const std::int64_t c = count[row];
    f.cells[r].days()[row] = day_plus(day[row], backwards && c > kNumberUnknown ? -c : c);
  }
}

// A moment out of the years that there are is unknown; there is no mark for "never" among moments.
void add_elapsed(Frame& f, Register r) {
  const std::int64_t* from = f.operand(r, 0).numbers();
  const std::int64_t seconds = f.at(r).number;
  for (std::size_t row = 0; row < f.rows(r); ++row) {
    const std::int64_t a = from[row];
    const bool fits = calendar::is_instant(a) && calendar::is_instant(a + seconds);
    f.cells[r].numbers()[row] = a == kNumberNone ? kNumberNone : fits ? a + seconds : kNumberUnknown;
  }
}

Day end_of(const Instruction& i, Day day) {
  switch (i.unit) {
    case model::Unit::Month:
      return calendar::end_of_month(day);
    case model::Unit::Quarter:
      return calendar::end_of_quarter(day);
    case model::Unit::HalfYear:
      return calendar::end_of_half_year(day);
    case model::Unit::Year:
      return calendar::end_of_year(day);
    case model::Unit::OwnYear:
      return calendar::end_of_year_starting(day, {i.month, i.day});
  }
  return calendar::kUnknown;
}

Day day_of(const Frame& f, std::int64_t moment) {
  if (moment == kNumberNone) return calendar::kNone;
  if (!calendar::is_instant(moment) || !f.program->zone) return calendar::kUnknown;
  return f.program->zone->civil_day(moment);
}

// Without months it is a plain sum, which needs no calendar.
bool is_plain(const Instruction& i) { return i.period.months == 0 && i.period.days >= 0 && i.period.days < 1'000'000; }

}  // namespace

void shift_days(const Frame& f, const Instruction& i, const Day* from, Day* out, std::size_t n) {
  const bool itself = i.shift != ShiftKind::Add && i.counting == calendar::Counting::FromDayItself;
  if (is_plain(i) && !itself) {
    const Day days = i.period.days + (i.shift == ShiftKind::GoneFrom ? 1 : 0);
    return f.kernels->date.add_days(out, from, i.backwards ? -days : days, n);
  }
  switch (i.shift) {
    case ShiftKind::KeptThrough:
      return calendar::kept_through_batch(from, n, i.period, i.counting, i.month_end, out, f.lanes);
    case ShiftKind::GoneFrom:
      return calendar::gone_from_batch(from, n, i.period, i.counting, i.month_end, out, f.lanes);
    case ShiftKind::Add:
      break;
  }
  const calendar::Period period = i.backwards ? calendar::times(i.period, -1) : i.period;
  calendar::add_batch(from, n, period, i.month_end, out, f.lanes);
}

void compute_date(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  switch (i.code) {
    case Code::Shift:
      if (i.lazy && !f.pending[r])
        f.pending[r] = 1;
      else
        shift_days(f, i, f.operand(r, 0).days(), f.cells[r].days(), f.rows(r));
      return;
    case Code::AddDays:
      return add_days(f, r);
    case Code::AddElapsed:
      return add_elapsed(f, r);
    case Code::EndOf:
      for (std::size_t row = 0; row < f.rows(r); ++row) f.cells[r].days()[row] = end_of(i, f.operand(r, 0).days()[row]);
      return;
    default:
      for (std::size_t row = 0; row < f.rows(r); ++row)
        f.cells[r].days()[row] = day_of(f, f.operand(r, 0).numbers()[row]);
      return;
  }
}

}  // namespace frist::decide
