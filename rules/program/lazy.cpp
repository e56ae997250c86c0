// SPDX-License-Identifier: Apache-2.0
#include "rules/program/lazy.hpp"

namespace frist::program {
namespace {

bool can_wait(const Instruction& i) {
  return (i.code == Code::Shift || i.code == Code::BothIf) && !i.has_next && i.space == 0;
}

// Whether operand k of an instruction is read as a date that matters only where a limit is live.
bool reads_lazily(const Instruction& i, std::size_t k) {
  if (i.code == Code::MinLimits || i.code == Code::DueActs) return k % 2 == 0;
  return i.code == Code::BothIf && i.lazy && k != 1;
}

}  // namespace

void mark_lazy(Program& program) {
  std::vector<bool> read(program.code.size()), needed(program.code.size());
  for (std::size_t r = program.code.size(); r-- > 0;) {
    Instruction& i = program.code[r];
    i.lazy = can_wait(i) && read[r] && !needed[r];
    for (std::size_t k = 0; k < i.count; ++k) {
      const Register operand = program.operands[i.first + k];
      if (operand == kNoRegister) continue;
      read[operand] = true;
      if (!reads_lazily(i, k)) needed[operand] = true;
    }
  }
}

}  // namespace frist::program
