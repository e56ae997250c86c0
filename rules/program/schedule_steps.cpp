// SPDX-License-Identifier: Apache-2.0
#include "rules/program/schedule_steps.hpp"

namespace frist::program {
namespace {

StepKind recorded(Storage storage) {
  return storage == Storage::Truth ? StepKind::TruthRecorded
         : storage == Storage::Day ? StepKind::DayRecorded
                                   : StepKind::NumberRecorded;
}

std::optional<calendar::PreparedSum> prepare(const Instruction& i) {
  if (i.shift == ShiftKind::KeptThrough) return calendar::prepared_kept_through(i.period, i.counting, i.month_end);
  if (i.shift == ShiftKind::GoneFrom) return calendar::prepared_gone_from(i.period, i.counting, i.month_end);
  return calendar::prepared_add(i.backwards ? calendar::times(i.period, -1) : i.period, i.month_end);
}

}  // namespace

std::optional<Planned> StepMaker::value_of(Register r) {
  const Instruction& i = program_.code[r];
  switch (i.code) {
    case Code::Input:
      return std::nullopt;
    case Code::Constant:
    case Code::None:
    case Code::Unknown:
      if (i.space != 0) break;
      s_.fixed.push_back(r);
      return std::nullopt;
    default:
      break;
  }
  Planned planned = i.space == 0 ? plan(r, i) : Planned{{.out = r}};
  planned.moving = i.has_next;
  if (!i.lazy) return planned;
  lazy_[r] = kLazyOperand | static_cast<Register>(s_.lazy.size());
  s_.lazy.push_back({planned.step, planned.kind});
  return std::nullopt;
}

std::optional<Planned> StepMaker::next_of(Register r) {
  const Instruction& i = program_.code[r];
  if (!i.has_next) return std::nullopt;
  const bool whole = i.space != 0 || i.cone_count != 0;
  Planned planned = whole ? Planned{{.out = r}, StepKind::NextWhole} : plan_next(r, i);
  planned.moving = true;
  return planned;
}

Planned StepMaker::plan(Register r, const Instruction& i) {
  switch (i.code) {
    case Code::Today:
      return with(r, i, StepKind::Today);
    case Code::Now:
      return with(r, i, StepKind::Now);
    case Code::Not:
      return with(r, i, StepKind::Not);
    case Code::And:
      return i.count == 2 ? with(r, i, StepKind::Both) : with_all(r, i, StepKind::All);
    case Code::Or:
      return i.count == 2 ? with(r, i, StepKind::Either) : with_all(r, i, StepKind::Any);
    case Code::IsRecorded:
      return with(r, i, recorded(program_.code[program_.operands[i.first]].storage));
    case Code::Assume:
      return with(r, i, StepKind::Assume);
    case Code::CompareDays:
      return with(r, i, StepKind::CompareDays);
    case Code::CompareDayWith:
      return with(r, i, StepKind::CompareDayWith);
    case Code::CompareNumbers:
      return with(r, i, StepKind::CompareNumbers);
    case Code::CompareNumberWith:
      return with(r, i, StepKind::CompareNumberWith);
    case Code::CompareTruths:
      return with(r, i, StepKind::CompareTruths);
    case Code::CompareTexts:
      return with(r, i, StepKind::CompareTexts);
    case Code::CompareToday:
      return with(r, i, i.count == 0 ? StepKind::Whole : StepKind::CompareToday);
    case Code::Shift:
      return sum(with(r, i, StepKind::Whole), i);
    case Code::Latest:
    case Code::Earliest:
      if (i.storage != Storage::Day) break;
      return with_all(r, i, i.code == Code::Latest ? StepKind::Latest : StepKind::Earliest);
    case Code::Case:
      if (i.storage == Storage::Number) break;
      return with(r, i, i.storage == Storage::Truth ? StepKind::ChooseTruth : StepKind::ChooseDay);
    case Code::Floor:
      return with(r, i, StepKind::Floor);
    case Code::BothIf:
      return with(r, i, StepKind::BothIf);
    case Code::Live:
    case Code::Binds: {
      Planned p = with(r, i, i.code == Code::Live ? StepKind::Live : StepKind::Binds);
      p.step.a = operand_or(i, 0, kYesStandIn);
      p.step.b = operand_or(i, 1, kNoStandIn);
      return p;
    }
    case Code::MinLimits:
      return with_pairs(r, i, StepKind::MinLimits);
    case Code::MaxDuties:
      return with_pairs(r, i, StepKind::MaxDuties);
    case Code::DueActs:
      return with_pairs(r, i, StepKind::DueActs);
    case Code::Review: {
      Planned p = with(r, i, StepKind::Review);
      p.step.b = operand_or(i, 1, kYesStandIn);
      return p;
    }
    case Code::LastReview:
      return with_all(r, i, StepKind::LastReview);
    default:
      break;
  }
  return {{.out = r}};
}

Planned StepMaker::plan_next(Register r, const Instruction& i) {
  switch (i.code) {
    case Code::Today:
    case Code::Now:
      return {{.out = r}, StepKind::NextOfToday};
    case Code::And:
      return with_all(r, i, StepKind::NextOfAll);
    case Code::Or:
      return with_all(r, i, StepKind::NextOfAny);
    case Code::CompareToday:
      if (i.count == 0) break;
      return {{.out = r, .a = operand(i, 0)}, StepKind::NextOfComparison, i.compare};
    case Code::Case:
      return {{.out = r, .a = operand(i, 0), .b = operand(i, 1), .c = operand(i, 2)}, StepKind::NextOfChoice};
    case Code::MinLimits:
    case Code::MaxDuties:
      return with_pairs(r, i, StepKind::NextOfPairs);
    case Code::DueActs:
      return with_pairs(r, i, StepKind::NextOfActs);
    case Code::Review:
      return {{.out = r, .a = operand(i, 0), .b = operand_or(i, 1, kYesStandIn)}, StepKind::NextOfReview};
    case Code::CompareNow:
    case Code::FullMonths:
    case Code::FullYears:
    case Code::Gather:
    case Code::Linked:
    case Code::CountIn:
    case Code::AnyIn:
    case Code::EveryIn:
    case Code::SumIn:
    case Code::LatestIn:
    case Code::EarliestIn:
    case Code::Extend:
      break;
    default:
      return with_all(r, i, StepKind::NextOfEarliest);
  }
  return {{.out = r}, StepKind::NextWhole};
}

Register StepMaker::operand(const Instruction& i, std::size_t k) const {
  const Register r = program_.operands[i.first + k];
  const auto found = lazy_.find(r);
  return found == lazy_.end() ? r : found->second;
}
Register StepMaker::operand_or(const Instruction& i, std::size_t k, StandIn absent) const {
  const Register r = operand(i, k);
  return r == kNoRegister ? static_cast<Register>(program_.code.size()) + absent : r;
}

Planned StepMaker::with(Register r, const Instruction& i, StepKind kind) const {
  const auto at = [&](std::size_t k) { return k < i.count ? operand(i, k) : 0; };
  return {{.out = r, .a = at(0), .b = at(1), .c = at(2), .number = i.number}, kind, i.compare};
}

Planned StepMaker::with_operands(Register r, const Instruction& i, StepKind kind, std::size_t from) const {
  Planned p{{.out = r}, kind, i.compare};
  p.step.a = static_cast<Register>(from);
  p.step.b = static_cast<Register>(s_.operands.size() - from);
  p.step.c = i.tag_first;
  return p;
}
Planned StepMaker::with_all(Register r, const Instruction& i, StepKind kind) {
  const std::size_t from = s_.operands.size();
  for (std::size_t k = 0; k < i.count; ++k)
    if (operand(i, k) != kNoRegister) s_.operands.push_back(operand(i, k));
  return with_operands(r, i, kind, from);
}
Planned StepMaker::with_pairs(Register r, const Instruction& i, StepKind kind) {
  const std::size_t from = s_.operands.size();
  for (std::size_t k = 0; k < i.count; k += 2) {
    s_.operands.push_back(operand_or(i, k, kNeverStandIn));
    s_.operands.push_back(operand_or(i, k + 1, kYesStandIn));
  }
  Planned p = with_operands(r, i, kind, from);
  for (std::size_t k = from; k < s_.operands.size(); ++k) p.step.number |= (s_.operands[k] & kLazyOperand) != 0;
  return p;
}

// A plain sum of days needs no calendar (and counts beyond it as the columns do).
Planned StepMaker::sum(Planned p, const Instruction& i) {
  const bool itself = i.shift != ShiftKind::Add && i.counting == calendar::Counting::FromDayItself;
  if (i.period.months == 0 && i.period.days >= 0 && i.period.days < 1'000'000 && !itself) {
    const calendar::Day days = i.period.days + (i.shift == ShiftKind::GoneFrom ? 1 : 0);
    p.kind = StepKind::AddDays;
    p.step.number = i.backwards ? -days : days;
    return p;
  }
  const auto prepared = prepare(i);
  if (!prepared) return p;
  p.kind = StepKind::Sum;
  p.step.number = static_cast<std::int64_t>(s_.sums.size());
  s_.sums.push_back(*prepared);
  return p;
}

}  // namespace frist::program
