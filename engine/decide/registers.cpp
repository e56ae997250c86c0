// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/registers.hpp"

#include <algorithm>

namespace frist::decide {

using program::Code;
using program::Instruction;
using program::kNoRegister;
using program::Storage;

std::uint32_t Registers::width_of(const Instruction& i, Part part) const {
  switch (part) {
    case kValue:
      if (i.code == Code::Input) return 0;
      return i.storage == Storage::Truth ? 1 : i.storage == Storage::Day ? 4 : 8;
    case kNext:
      return i.has_next ? 4 : 0;
    case kHi:
      return i.has_hi ? 8 : 0;
    case kCurrency:
      return i.has_currency && i.code != Code::Input ? 4 : 0;
    default:
      return i.has_tag ? 4 : 0;
  }
}

// A register is read by its operands' users, by the bisections that compute it again, and by the verdict. What is lazy
// reads its operands as late as it is read itself.
void Registers::find_last_uses(const Program& program) {
  const auto n = static_cast<Register>(program.code.size());
  last_use_.assign(n, 0);
  const auto use = [&](Register what, Register by) {
    if (what != kNoRegister) last_use_[what] = std::max(last_use_[what], by);
  };
  for (Register r = 0; r < n; ++r) {
    use(r, r);
    for (const Register operand : program.operands_of(program.code[r])) use(operand, r);
    for (const Register c : program.cone_of(program.code[r]))
      for (const Register operand : program.operands_of(program.code[c])) use(operand, r);
  }
  const program::Outcome& o = program.outcome;
  for (const Register r : {o.limit, o.duty, o.acts, o.review}) use(r, n);
  for (Register r = n; r-- > 0;)
    if (program.code[r].lazy)
      for (const Register operand : program.operands_of(program.code[r])) use(operand, last_use_[r]);
}

std::uint32_t Registers::take_slot(std::uint32_t space, std::uint32_t width) {
  std::vector<std::uint32_t>& free = free_[{space, width}];
  if (!free.empty()) {
    const std::uint32_t slot = free.back();
    free.pop_back();
    return slot;
  }
  slots_.push_back({space, width, {}});
  return static_cast<std::uint32_t>(slots_.size() - 1);
}

void Registers::give_back(Register r) {
  for (std::uint32_t part = 0; part < kParts; ++part) {
    const std::uint32_t slot = slot_of_[r * kParts + part];
    if (slot != kNoSlot) free_[{slots_[slot].space, slots_[slot].width}].push_back(slot);
  }
}

void Registers::lay_out(const Program& program, bool keep_all) {
  if (program.id == program_ && keep_all == keep_all_) return;
  program_ = program.id;
  keep_all_ = keep_all;
  slots_.clear();
  free_.clear();
  capacity_.assign(program.spaces.size(), 0);
  slot_of_.assign(program.code.size() * kParts, kNoSlot);
  cells_.assign(program.code.size(), {});
  find_last_uses(program);
  std::vector<std::vector<Register>> ends(program.code.size() + 1);
  for (Register r = 0; r < program.code.size(); ++r) ends[last_use_[r]].push_back(r);
  for (Register r = 0; r < program.code.size(); ++r) {
    const Instruction& i = program.code[r];
    for (int part = 0; part < kParts; ++part)
      if (const std::uint32_t width = width_of(i, static_cast<Part>(part)))
        slot_of_[r * kParts + static_cast<std::uint32_t>(part)] = take_slot(i.space, width);
    if (keep_all) continue;
    for (const Register ended : ends[r]) give_back(ended);
  }
}

void* Registers::column(std::uint32_t slot) { return slot == kNoSlot ? nullptr : slots_[slot].memory.data(); }

void Registers::reserve(const std::vector<std::uint32_t>& rows) {
  bool grown = false;
  for (std::size_t s = 0; s < rows.size(); ++s) {
    if (rows[s] <= capacity_[s] && capacity_[s] != 0) continue;
    capacity_[s] = std::max({rows[s], capacity_[s] * 2, rows[s] == 0 ? 1u : 64u});
    grown = true;
  }
  if (!grown) return;
  for (Slot& slot : slots_) slot.memory.resize(std::size_t{capacity_[slot.space]} * slot.width / sizeof(Line) + 1);
  for (std::size_t r = 0; r < cells_.size(); ++r) {
    const std::uint32_t* slot = &slot_of_[r * kParts];
    void* value = slot[kValue] == kNoSlot ? cells_[r].value : column(slot[kValue]);
    cells_[r] = {value, static_cast<Day*>(column(slot[kNext])), static_cast<std::int64_t*>(column(slot[kHi])),
                 static_cast<std::uint32_t*>(column(slot[kCurrency])), static_cast<std::int32_t*>(column(slot[kTag]))};
  }
}

}  // namespace frist::decide
