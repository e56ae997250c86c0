// SPDX-License-Identifier: Apache-2.0
// Appends instructions to a program under construction and keeps what later instructions must know of registers:
// whether they depend on the as-of date and in which direction. Used by the lowering of expressions and of the verdict
// only.
#pragma once

#include <span>
#include <vector>

#include "rules/program/program.hpp"

namespace frist::program {

// How a register moves as the as-of date moves on, the facts being the same. `Other`: in no known way.
enum class Direction : std::uint8_t { Static, Up, Down, Other };
constexpr Direction reversed(Direction d) {
  return d == Direction::Up ? Direction::Down : d == Direction::Down ? Direction::Up : d;
}
// The direction of something that moves with both.
constexpr Direction joined(Direction a, Direction b) {
  if (a == Direction::Static) return b;
  return b == Direction::Static || a == b ? a : Direction::Other;
}

class Builder {
 public:
  explicit Builder(Program& program) : program_(program) {}

  Program& program() { return program_; }
  const Instruction& at(Register r) const { return program_.code[r]; }
  Direction direction(Register r) const { return directions_[r]; }
  bool is_static(Register r) const { return r == kNoRegister || !at(r).has_next; }

  // Appends; operands may be kNoRegister where the code allows it. `has_next` is set where an operand has one or the
  // code makes one; everything else must be set.
  Register emit(Instruction instruction, std::span<const Register> operands);
  Register emit(Instruction instruction, std::initializer_list<Register> operands) {
    return emit(instruction, std::span<const Register>(operands.begin(), operands.size()));
  }

  // The registers between the as-of date and `from`, in order: what must be computed again for another date.
  void set_cone(Register comparison);

  // The input's column, read once.
  Register input(const Input& wanted, std::uint32_t currency);
  std::uint32_t space(const Space& wanted);

 private:
  Direction direction_of(const Instruction&, std::span<const Register>) const;

  Program& program_;
  std::vector<Direction> directions_;
  std::vector<Register> input_registers_;  // parallel to Program::inputs
};

}  // namespace frist::program
