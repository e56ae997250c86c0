// SPDX-License-Identifier: Apache-2.0
// Which family computes what, and the simple families: leaves and logic.
#include <algorithm>

#include "dsl/text/check.hpp"
#include "engine/decide/frame.hpp"

namespace frist::decide {

using program::Code;
using program::Instruction;
using program::Storage;

void compute_value(Frame& f, Register r) {
  switch (f.at(r).code) {
    case Code::Input:
      return;
    case Code::Constant:
    case Code::None:
    case Code::Unknown:
    case Code::Today:
    case Code::Now:
      return compute_leaf(f, r);
    case Code::Not:
    case Code::And:
    case Code::Or:
    case Code::AtLeast:
    case Code::IsRecorded:
    case Code::Assume:
      return compute_logic(f, r);
    case Code::CompareDays:
    case Code::CompareDayWith:
    case Code::CompareNumbers:
    case Code::CompareNumberWith:
    case Code::CompareTruths:
    case Code::CompareTexts:
    case Code::CompareToday:
    case Code::CompareNow:
    case Code::SameCurrency:
      return compute_comparison(f, r);
    case Code::CompareWide:
      return compute_wide_comparison(f, r);
    case Code::Shift:
    case Code::AddDays:
    case Code::AddElapsed:
    case Code::EndOf:
    case Code::DayOf:
      return compute_date(f, r);
    case Code::Latest:
    case Code::Earliest:
      return compute_extreme(f, r);
    case Code::Add:
    case Code::Subtract:
    case Code::DaysBetween:
    case Code::FullMonths:
    case Code::FullYears:
    case Code::Exact:
      return compute_number(f, r);
    case Code::Case:
      return compute_choice(f, r);
    case Code::Gather:
    case Code::Linked:
      return compute_between_spaces(f, r);
    case Code::CountIn:
    case Code::AnyIn:
    case Code::EveryIn:
    case Code::SumIn:
    case Code::LatestIn:
    case Code::EarliestIn:
      return compute_over_rows(f, r);
    case Code::Floor:
    case Code::Extend:
    case Code::BothIf:
    case Code::Live:
    case Code::Binds:
    case Code::MinLimits:
    case Code::MaxDuties:
    case Code::DueActs:
    case Code::Review:
    case Code::LastReview:
      return compute_verdict_step(f, r);
  }
  FRIST_CHECK(false);
}

namespace {

void fold_operands(Frame& f, Register r) {
  const std::size_t n = f.rows(r);
  f.kernels->logic.fill_days(f.cells[r].next, calendar::kNever, n);
  for (const Register operand : f.program->operands_of(f.at(r)))
    if (operand != program::kNoRegister && f.cells[operand].next)
      f.kernels->logic.fold_next(f.cells[r].next, f.cells[operand].next, n);
}

void fill(Frame& f, Register r, std::int64_t value) {
  const Cells& out = f.cells[r];
  const LogicKernels& k = f.kernels->logic;
  switch (f.at(r).storage) {
    case Storage::Truth:
      return k.fill_truths(out.truths(), static_cast<Truth>(value), f.rows(r));
    case Storage::Day:
      return k.fill_days(out.days(), static_cast<Day>(value), f.rows(r));
    case Storage::Number:
      return k.fill_numbers(out.numbers(), value, f.rows(r));
  }
}

std::int64_t none_of(Storage s) {
  return s == Storage::Truth ? kTruthNone : s == Storage::Day ? calendar::kNone : kNumberNone;
}
std::int64_t unknown_of(Storage s) {
  return s == Storage::Truth ? kTruthUnknown : s == Storage::Day ? calendar::kUnknown : kNumberUnknown;
}

void compute_recorded(Frame& f, Register r) {
  const Cells& a = f.operand(r, 0);
  Truth* out = f.cells[r].truths();
  const LogicKernels& k = f.kernels->logic;
  switch (f.at(f.program->operands[f.at(r).first]).storage) {
    case Storage::Truth:
      return k.truth_recorded(out, a.truths(), f.rows(r));
    case Storage::Day:
      return k.day_recorded(out, a.days(), f.rows(r));
    case Storage::Number:
      return k.number_recorded(out, a.numbers(), f.rows(r));
  }
}

void compute_at_least(Frame& f, Register r) {
  const std::size_t n = f.rows(r);
  std::vector<std::int32_t> yes(n), possible(n);
  for (const Register a : f.program->operands_of(f.at(r)))
    f.kernels->logic.count(yes.data(), possible.data(), f.cells[a].truths(), n);
  const auto needed = static_cast<std::int32_t>(std::min<std::int64_t>(f.at(r).number, INT32_MAX));
  f.kernels->logic.at_least(f.cells[r].truths(), yes.data(), possible.data(), needed, n);
}

}  // namespace

void compute_next(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  if (i.cone_count != 0) return bisect_next(f, r);
  switch (i.code) {
    case Code::Today:
    case Code::Now:
      return f.kernels->logic.fill_days(f.cells[r].next, calendar::plus_days(f.as_of.day, 1), f.rows(r));
    case Code::And:
    case Code::Or:
      return next_of_logic(f, r);
    case Code::CompareToday:
    case Code::CompareNow:
      return next_of_comparison(f, r);
    case Code::FullMonths:
    case Code::FullYears:
      return i.to_today ? next_of_full_periods(f, r) : fold_operands(f, r);
    case Code::Case:
      return f.kernels->date.choose_next(
          f.cells[r].next, f.operand(r, 0).truths(), f.next_of(f.program->operands[i.first]),
          f.next_of(f.program->operands[i.first + 1]), f.next_of(f.program->operands[i.first + 2]), f.rows(r));
    case Code::Gather:
    case Code::Linked:
    case Code::CountIn:
    case Code::AnyIn:
    case Code::EveryIn:
    case Code::SumIn:
    case Code::LatestIn:
    case Code::EarliestIn:
      return next_of_rows(f, r);
    case Code::Extend:
    case Code::MinLimits:
    case Code::MaxDuties:
    case Code::DueActs:
    case Code::Review:
      return next_of_verdict_step(f, r);
    default:
      return fold_operands(f, r);
  }
}

void compute_leaf(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  switch (i.code) {
    case Code::None:
      return fill(f, r, none_of(i.storage));
    case Code::Unknown:
      return fill(f, r, unknown_of(i.storage));
    case Code::Today:
      return fill(f, r, f.as_of.day);
    case Code::Now:
      return fill(f, r, f.as_of.instant);
    default:
      return fill(f, r, i.number);
  }
}

void compute_logic(Frame& f, Register r) {
  const Instruction& i = f.at(r);
  const LogicKernels& k = f.kernels->logic;
  const std::size_t n = f.rows(r);
  Truth* out = f.cells[r].truths();
  switch (i.code) {
    case Code::Not:
      return k.negate(out, f.operand(r, 0).truths(), n);
    case Code::IsRecorded:
      return compute_recorded(f, r);
    case Code::AtLeast:
      return compute_at_least(f, r);
    case Code::Assume: {
      const bool any = f.assumed != nullptr;
      const Truth* assumed = any ? (*f.assumed)[static_cast<std::size_t>(i.number)].data() : f.constants.no.data();
      return k.assume(out, f.operand(r, 0).truths(), assumed, n);
    }
    default:
      break;
  }
  const auto all = f.program->operands_of(i);
  const bool conjunction = i.code == Code::And;
  if (all.size() < 2)
    k.fill_truths(out, conjunction ? kYes : kNo, n);
  else
    (conjunction ? k.both : k.either)(out, f.cells[all[0]].truths(), f.cells[all[1]].truths(), n);
  for (std::size_t a = all.size() < 2 ? 0 : 2; a < all.size(); ++a)
    (conjunction ? k.fold_and : k.fold_or)(out, f.cells[all[a]].truths(), n);
}

void next_of_logic(Frame& f, Register r) {
  const Truth decider = f.at(r).code == Code::And ? kNo : kYes;
  const LogicKernels& k = f.kernels->logic;
  const Cells& out = f.cells[r];
  k.next_start(out.next, out.truths(), decider, f.rows(r));
  for (const Register a : f.program->operands_of(f.at(r)))
    k.next_fold(out.next, out.truths(), decider, f.cells[a].truths(), f.next_of(a), f.rows(r));
}

}  // namespace frist::decide
