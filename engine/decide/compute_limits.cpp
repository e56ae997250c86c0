// SPDX-License-Identifier: Apache-2.0
// The earliest live limit. Dates that only limits read are worked out for the rows in which their limit is live.
#include "engine/decide/frame.hpp"

namespace frist::decide {
namespace {

using program::Instruction;
using program::kNoRegister;

// As min_limit, for the selected rows only.
void sparse_limit(Frame& f, Register r, Register shift, std::int32_t tag) {
  Selection& s = f.selection;
  const Day* start = f.operand(shift, 0).days();
  f.kernels->rows.pick_days(s.from.data(), start, s.rows.data(), s.count);
  shift_days(f, f.at(shift), s.from.data(), s.to.data(), s.count);
  Day* limit = f.cells[r].days();
  std::int32_t* tags = f.cells[r].tag;
  for (std::size_t k = 0; k < s.count; ++k) {
    const std::size_t row = s.rows[k];
    const Day day = s.to[k];
    const bool taken = calendar::is_day(day) & ((day < limit[row]) | ((day == limit[row]) & (tag < tags[row])));
    limit[row] = taken ? day : limit[row];
    tags[row] = taken ? tag : tags[row];
  }
}

// The rows in which a date that was not worked out counts and may be the earliest. Of the many rules that apply to an
// entry few come near its earliest date, so that most calendar sums need not be done.
void select_rows(Frame& f, Register r, Register shift, Register live) {
  const Day least = f.at(shift).fewest_days();
  const Day* start = f.operand(shift, 0).days();
  const Day* limit = least > 0 ? f.cells[r].days() : f.constants.never.data();
  f.selection.take(*f.kernels, f.truths_or(live, f.constants.yes), start, limit, least, f.rows(r));
}

// Asked of the same special by every rule that it replaces, so the answer is kept.
bool any_unknown(Frame& f, Register special) {
  Frame::Asked& asked = f.unknowns[special];
  if (asked != Frame::Asked::NotYet) return asked == Frame::Asked::Some;
  const Truth* truth = f.cells[special].truths();
  Truth most = 0;
  for (std::size_t row = 0; row < f.rows(special); ++row) most |= truth[row];
  asked = most >= kTruthUnknown ? Frame::Asked::Some : Frame::Asked::None;
  return asked == Frame::Asked::Some;
}

void fold_limit(Frame& f, Register r, Register item, Register live, std::int32_t tag) {
  const std::size_t n = f.rows(r);
  const Register limit = resolved(f, item);
  if (f.pending[limit]) {
    select_rows(f, r, limit, live);
    if (f.selection.count * 2 < n) return sparse_limit(f, r, limit, tag);
  }
  f.kernels->verdict.min_limit(f.cells[r].days(), f.cells[r].tag, f.cells[forced(f, limit)].days(),
                               f.truths_or(live, f.constants.yes), tag, n);
}

}  // namespace

void Selection::take(const Kernels& kernels, const Truth* truth, std::size_t n) {
  if (from.size() < n) {
    rows.resize(n + 8);
    from.resize(n);
    to.resize(n);
  }
  count = kernels.rows.select(rows.data(), truth, n);
}

void Selection::take(const Kernels& kernels, const Truth* truth, const Day* start, const Day* limit, Day least,
                     std::size_t n) {
  if (reach.size() < n) reach.resize(n);
  kernels.rows.in_reach(reach.data(), truth, start, limit, least, n);
  take(kernels, reach.data(), n);
}

Register resolved(const Frame& f, Register r) {
  while (f.stand_in[r] != r) r = f.stand_in[r];
  return r;
}

Register forced(Frame& f, Register r) {
  r = resolved(f, r);
  if (f.pending[r]) compute_value(f, r);
  f.pending[r] = 0;
  return r;
}

void compute_both_if(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const auto operands = f.program->operands_of(i);
  if (i.lazy && !any_unknown(f, operands[1])) {
    f.stand_in[r] = operands[0];
    return;
  }
  const Truth* special = f.operand(r, 1).truths();
  const Register a = forced(f, operands[0]), other = forced(f, operands[2]);
  f.kernels->verdict.both_if(f.cells[r].days(), f.cells[a].days(), special, f.cells[other].days(), f.rows(r));
}

void compute_min_limits(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  f.kernels->logic.fill_days(f.cells[r].days(), calendar::kNever, f.rows(r));
  f.kernels->logic.fill_days(f.cells[r].tag, kNoRule, f.rows(r));
  const auto& order = f.program->limits_by_length;
  for (std::uint32_t k = 0; k < i.count / 2; ++k) {
    const std::uint32_t item = order.empty() ? k : order[k];
    fold_limit(f, r, f.program->operands[i.first + 2 * item], f.program->operands[i.first + 2 * item + 1],
               f.program->tags[i.tag_first + item]);
  }
}

}  // namespace frist::decide
