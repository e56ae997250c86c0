// SPDX-License-Identifier: Apache-2.0
// A program laid out for one entry: the same instructions as small steps, those of a kind one after another, so that a
// record that is decided by itself costs a few loops and not a choice for every instruction. What a step does is what
// its instruction does; it is for space 0, everything else is `Whole`: the instruction as it stands. Made by
// schedule_of() when a program is compiled. Immutable plain data.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/calendar/prepared_sum.hpp"
#include "rules/program/instruction.hpp"

namespace frist::program {

struct Program;

// Registers beside those of the instructions that stand for absent operands: number of instructions + these. Nobody
// reads the last one: it takes facts that no rule reads.
enum StandIn : std::uint32_t { kYesStandIn, kNoStandIn, kNeverStandIn, kNoneStandIn, kUnreadStandIn, kStandIns };
// An operand that is a lazy date: the rest is an index into Schedule::lazy.
inline constexpr Register kLazyOperand = 0x80000000;

// Operands are a, b, c; steps with any number of operands have them in Schedule::operands[a .. a + b), and where they
// are pairs (item, gate) or items with tags, the tags from Program::tags[c] on.
enum class StepKind : std::uint8_t {
  Today,
  Now,
  Not,
  Both,    // a and b
  Either,  // a or b
  All,     // of any number
  Any,
  TruthRecorded,
  DayRecorded,
  NumberRecorded,
  Assume,  // a; special `number`
  CompareDays,
  CompareDayWith,
  CompareNumbers,
  CompareNumberWith,
  CompareTruths,
  CompareTexts,
  CompareToday,
  Sum,      // a by Schedule::sums[number]
  AddDays,  // a plus `number` days
  Latest,   // of days, any number
  Earliest,
  ChooseTruth,
  ChooseDay,
  Floor,
  BothIf,
  Live,
  Binds,
  MinLimits,  // pairs; `number` is not 0 where some are lazy
  MaxDuties,  // pairs
  DueActs,    // pairs; also the next change as far as it comes from the acts
  Review,     // anchor a, binds b, last reviewed on c; also the next change of the series
  LastReview,
  Whole,  // whatever else
  // Next changes.
  NextOfToday,  // of Today and Now
  NextOfAll,    // of conjunctions, operands in Schedule::operands
  NextOfAny,
  NextOfComparison,  // with the as-of day
  NextOfChoice,
  NextOfPairs,
  NextOfActs,      // as NextOfPairs, beside what DueActs found
  NextOfReview,    // beside what Review found
  NextOfEarliest,  // of the operands
  NextWhole,
};

struct Step {
  Register out = 0;
  Register a = 0, b = 0, c = 0;
  std::int64_t number = 0;
};
// Steps of one kind; `compare` where it is a comparison.
struct StepRun {
  StepKind kind = StepKind::Whole;
  model::Op compare = model::Op::Equal;
  std::uint32_t first = 0, count = 0;  // in Schedule::steps
};

// Where the verdict of one effect stands, for reading; absent parts are stand-ins for what they mean: always, never,
// no date.
struct EffectPlaces {
  model::RuleId rule = model::kNoId;
  std::uint32_t effect = 0;  // index into RetentionRule::effects
  Register stands = 0, replaced = 0, date = 0, limit = 0, holds = 0;
};
struct ConditionPlace {
  model::ExprId expr = model::kNoId;
  Register at = 0;
};

struct Schedule {
  std::vector<StepRun> runs;     // the steps from first to last, one run after another
  std::size_t first_moving = 0;  // in runs: those before it come to the same on every day
  std::vector<Step> steps;
  std::vector<Register> operands;
  std::vector<calendar::PreparedSum> sums;
  struct LazyDate {
    Step step;
    StepKind kind = StepKind::BothIf;  // or Sum, AddDays
  };
  std::vector<LazyDate> lazy;
  std::vector<Register> fixed;                     // constants: written once
  std::vector<std::vector<std::uint32_t>> inputs;  // by space: into Program::inputs
  std::vector<Register> input_registers;           // by input
  std::vector<EffectPlaces> effects;               // programs for answers: of every rule of the record, in order
  std::vector<ConditionPlace> conditions;          // programs for answers: truths over the entry, by expression
};

// Of a program that is complete otherwise.
Schedule schedule_of(const Program& program);

}  // namespace frist::program
