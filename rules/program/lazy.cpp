// SPDX-License-Identifier: Apache-2.0
#include "rules/program/lazy.hpp"

#include <algorithm>
#include <numeric>

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

// Of a date that specials may put off, the length without them.
calendar::Day length_of(const Program& program, Register limit) {
  while (program.code[limit].lazy && program.code[limit].code == Code::BothIf)
    limit = program.operands[program.code[limit].first];
  const Instruction& i = program.code[limit];
  return i.lazy ? i.fewest_days() : -1;
}

void order_limits(Program& program) {
  if (program.outcome.limit == kNoRegister) return;
  const Instruction& i = program.code[program.outcome.limit];
  std::vector<calendar::Day> lengths;
  for (std::uint32_t k = 0; k < i.count; k += 2) lengths.push_back(length_of(program, program.operands[i.first + k]));
  std::vector<std::uint32_t>& order = program.limits_by_length;
  order.resize(lengths.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return lengths[a] < lengths[b]; });
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
  order_limits(program);
}

}  // namespace frist::program
