// SPDX-License-Identifier: Apache-2.0
// The steps from effects to the verdict.
#include <algorithm>

#include "engine/decide/frame.hpp"
#include "engine/decide/series.hpp"

namespace frist::decide {
namespace {

using calendar::Counting;
using program::Code;
using program::Instruction;
using program::kNoRegister;

Register operand_register(const Frame& f, Register r, std::size_t k) { return f.program->operands[f.at(r).first + k]; }

Day extended_limit(const Instruction& i, Day limit, Day today) {
  if (!calendar::is_day(limit)) return limit;
  const Day kept = calendar::plus_days(limit, -1);
  if (i.once) return calendar::plus_days(calendar::extended(kept, i.period, i.month_end), 1);
  const Day yesterday = std::max(calendar::plus_days(today, -1), calendar::kFirstDay);
  const Series series{i.period, Counting::FromDayItself, i.month_end};
  return calendar::plus_days(around(series, limit, yesterday).next, 1);
}

void extend(Frame& f, Register r) {
  const Day* limit = f.operand(r, 0).days();
  const Truth* binds = f.truths_or(operand_register(f, r, 1), f.constants.yes);
  for (std::size_t row = 0; row < f.rows(r); ++row)
    f.cells[r].days()[row] = binds[row] == kYes ? extended_limit(f.at(r), limit[row], f.as_of.day) : limit[row];
}

// Where an extension goes on till later than today, its end is a change.
void next_of_extension(Frame& f, Register r) {
  const Register limit = operand_register(f, r, 0), binding = operand_register(f, r, 1);
  const Truth* binds = f.truths_or(binding, f.constants.yes);
  const Day *limit_next = f.next_of(limit), *binds_next = f.next_of(binding), *value = f.cells[r].days();
  const bool repeats = !f.at(r).once;
  for (std::size_t row = 0; row < f.rows(r); ++row) {
    Day next = std::min(limit_next[row], binds_next[row]);
    if (repeats && binds[row] == kYes && value[row] > f.as_of.day) next = std::min(next, value[row]);
    f.cells[r].next[row] = next;
  }
}

const Day* days_or(const Frame& f, Register r, const std::vector<Day>& absent) {
  return r == kNoRegister ? absent.data() : f.cells[r].days();
}

void start(Frame& f, Register r, Day day) {
  f.kernels->logic.fill_days(f.cells[r].days(), day, f.rows(r));
  if (f.cells[r].tag) f.kernels->logic.fill_days(f.cells[r].tag, kNoRule, f.rows(r));
}

template <class Visit>
void each_pair(const Frame& f, Register r, Visit visit) {
  const Instruction& i = f.at(r);
  for (std::uint32_t k = 0; k < i.count; k += 2)
    visit(f.program->operands[i.first + k], f.program->operands[i.first + k + 1], f.program->tags[i.tag_first + k / 2]);
}

void max_duties(Frame& f, Register r) {
  start(f, r, calendar::kNone);
  each_pair(f, r, [&](Register kept, Register binds, std::int32_t tag) {
    f.kernels->verdict.max_duty(f.cells[r].days(), f.cells[r].tag, days_or(f, kept, f.constants.never),
                                f.truths_or(binds, f.constants.yes), tag, f.rows(r));
  });
}

// Bits and next changes at once: each item gives both.
void due_acts(Frame& f, Register r) {
  const Cells& out = f.cells[r];
  f.kernels->logic.fill_days(out.days(), 0, f.rows(r));
  f.kernels->logic.fill_days(out.next, calendar::kNever, f.rows(r));
  each_pair(f, r, [&](Register limit, Register live, std::int32_t bit) {
    f.kernels->verdict.due_act(out.days(), out.next, f.cells[forced(f, limit)].days(),
                               f.truths_or(live, f.constants.yes), bit, f.as_of.day, f.rows(r));
  });
}

void last_review(Frame& f, Register r) {
  start(f, r, calendar::kNone);
  const Instruction& i = f.at(r);
  for (std::uint32_t k = 0; k < i.count; ++k)
    f.kernels->verdict.last_review(f.cells[r].days(), f.cells[r].tag, f.operand(r, k).days(),
                                   f.program->tags[i.tag_first + k], f.rows(r));
}

// Limits and duties matter where they hold; whether they hold may change.
void next_of_pairs(Frame& f, Register r) {
  Day* next = f.cells[r].next;
  const Day* never = f.constants.never.data();
  if (f.at(r).code != Code::DueActs) f.kernels->logic.fill_days(next, calendar::kNever, f.rows(r));
  each_pair(f, r, [&](Register item, Register gate, std::int32_t) {
    const Day *item_next = f.next_of(item), *gate_next = f.next_of(gate);
    if (item_next == never && gate_next == never) return;
    f.kernels->verdict.gated_next(next, f.truths_or(gate, f.constants.yes), gate_next, item_next, f.rows(r));
  });
}

}  // namespace

void compute_verdict_step(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const VerdictKernels& k = f.kernels->verdict;
  const std::size_t n = f.rows(r);
  const Cells& out = f.cells[r];
  switch (i.code) {
    case Code::Floor:
      return k.floor(out.days(), f.operand(r, 0).days(), static_cast<Day>(i.number), n);
    case Code::Extend:
      return extend(f, r);
    case Code::BothIf:
      return compute_both_if(f, r);
    case Code::Live:
    case Code::Binds:
      return (i.code == Code::Live ? k.live : k.binds)(out.truths(),
                                                       f.truths_or(operand_register(f, r, 0), f.constants.yes),
                                                       f.truths_or(operand_register(f, r, 1), f.constants.no), n);
    case Code::MinLimits:
      return compute_min_limits(f, r);
    case Code::MaxDuties:
      return max_duties(f, r);
    case Code::DueActs:
      return due_acts(f, r);
    case Code::Review:
      return compute_review(f, r);
    default:
      return last_review(f, r);
  }
}

void next_of_verdict_step(Frame& f, Register r) {
  switch (f.at(r).code) {
    case Code::Extend:
      return next_of_extension(f, r);
    case Code::Review:
      return next_of_review(f, r);
    default:
      return next_of_pairs(f, r);
  }
}

}  // namespace frist::decide
