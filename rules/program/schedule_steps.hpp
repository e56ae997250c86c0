// SPDX-License-Identifier: Apache-2.0
// Instructions as the steps of a schedule. Part of schedule.cpp only.
#pragma once

#include <optional>
#include <unordered_map>

#include "rules/program/program.hpp"

namespace frist::program {

struct Planned {
  Step step;
  StepKind kind = StepKind::Whole;
  model::Op compare = model::Op::Equal;
  bool moving = false;  // with the as-of date
  bool lazy = false;    // no step: whoever reads it reads what it reads
};

// One instruction after the other, in the order of the program. Writes what steps refer to into the schedule.
class StepMaker {
 public:
  StepMaker(const Program& program, Schedule& schedule) : program_(program), s_(schedule) {}

  // Nothing where there is nothing to do for each entry: inputs, constants, lazy dates.
  std::optional<Planned> value_of(Register r);
  std::optional<Planned> next_of(Register r);

 private:
  Planned plan(Register r, const Instruction& i);
  Planned plan_next(Register r, const Instruction& i);
  Planned with(Register r, const Instruction& i, StepKind kind) const;
  Planned with_operands(Register r, const Instruction& i, StepKind kind, std::size_t from) const;
  Planned with_all(Register r, const Instruction& i, StepKind kind);
  Planned with_pairs(Register r, const Instruction& i, StepKind kind);
  Planned sum(Planned p, const Instruction& i);
  Register operand(const Instruction& i, std::size_t k) const;
  Register operand_or(const Instruction& i, std::size_t k, StandIn absent) const;

  const Program& program_;
  Schedule& s_;
  std::unordered_map<Register, Register> lazy_;  // as operands
};

}  // namespace frist::program
