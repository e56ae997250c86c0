// SPDX-License-Identifier: Apache-2.0
// Reviews: whether one fires, and when the next one comes. Few entries have any, so rows are picked out.
#include <algorithm>

#include "engine/decide/frame.hpp"
#include "engine/decide/series.hpp"

namespace frist::decide {
namespace {

using program::Instruction;
using program::kNoRegister;

bool recurs(const Instruction& i) {
  return i.period.months >= 0 && i.period.days >= 0 && i.period != calendar::Period{};
}

void write(Frame& f, Register r, std::size_t row, const Around& on) {
  const Day last_done = f.operand(r, 2).days()[row];
  const bool done = last_done > calendar::kUnknown && last_done >= on.last;
  if (calendar::is_day(on.last) && !done) f.cells[r].days()[row] = on.last;
  if (calendar::is_day(on.next)) f.cells[r].next[row] = on.next;
}

// Of the selected rows those with an anchor; returns the earliest one, or kNever.
Day keep_anchored(Selection& s, const Day* anchor) {
  Day earliest = calendar::kNever;
  std::size_t kept = 0;
  for (std::size_t k = 0; k < s.count; ++k) {
    const Day from = anchor[s.rows[k]];
    if (!calendar::is_day(from)) continue;
    earliest = std::min(earliest, from);
    s.rows[kept] = s.rows[k];
    s.from[kept++] = from;
  }
  s.count = kept;
  return earliest;
}

// Round by round for all rows at once; a row leaves when its next review is found. `to` holds the last reviews.
void step_rounds(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  Selection& s = f.selection;
  std::vector<Day> last(s.count, calendar::kNone);
  for (std::int64_t round = 1; s.count != 0; ++round) {
    calendar::kept_through_batch(s.from.data(), s.count, calendar::times(i.period, round), i.counting, i.month_end,
                                 s.to.data(), f.lanes);
    std::size_t kept = 0;
    for (std::size_t k = 0; k < s.count; ++k) {
      const Day on = s.to[k];
      const bool later = on > f.as_of.day;
      if (later || i.once) {
        write(f, r, s.rows[k], later ? Around{last[k], on} : Around{on, calendar::kNever});
        continue;
      }
      s.rows[kept] = s.rows[k];
      s.from[kept] = s.from[k];
      last[kept++] = on;
    }
    s.count = kept;
  }
}

// For series of many rounds, and for those in which some rounds have no day.
void look_up(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const Selection& s = f.selection;
  for (std::size_t k = 0; k < s.count; ++k)
    write(f, r, s.rows[k], around({i.period, i.counting, i.month_end}, s.from[k], f.as_of.day));
}

}  // namespace

// Values and the series' own next changes at once: both come from one look at the calendar.
void compute_review(Frame& f, Register r) {
  constexpr std::int64_t kFewRounds = 12;
  const Instruction& i = f.at(r);
  const std::size_t n = f.rows(r);
  f.kernels->logic.fill_days(f.cells[r].days(), calendar::kNone, n);
  f.kernels->logic.fill_days(f.cells[r].next, calendar::kNever, n);
  if (!i.once && !recurs(i)) return;
  f.selection.take(*f.kernels, f.truths_or(f.program->operands[i.first + 1], f.constants.yes), n);
  const Day earliest = keep_anchored(f.selection, f.operand(r, 0).days());
  if (f.selection.count == 0) return;
  const bool every_round = i.month_end != calendar::MonthEnd::Reject;
  if (i.once || (every_round && rounds_between(i.period, earliest, f.as_of.day) <= kFewRounds))
    step_rounds(f, r);
  else
    look_up(f, r);
}

void next_of_review(Frame& f, Register r) {
  const auto operands = f.program->operands_of(f.at(r));
  if (!f.cells[operands[0]].next && (operands[1] == kNoRegister || !f.cells[operands[1]].next)) return;
  f.kernels->verdict.gated_next(f.cells[r].next, f.truths_or(operands[1], f.constants.yes), f.next_of(operands[1]),
                                f.next_of(operands[0]), f.rows(r));
}

}  // namespace frist::decide
