// SPDX-License-Identifier: Apache-2.0
// The memory behind a program's registers: columns of one slice of a batch. Owns it and reuses it from slice to slice
// and from program to program; columns of registers that are no longer read are given to later ones, unless all are
// kept. Not safe to share between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "engine/decide/kernels.hpp"
#include "rules/program/program.hpp"

namespace frist::decide {

using program::Program;
using program::Register;

// The columns of one register; those that it lacks are null. Values of inputs point into the batch.
struct Cells {
  void* value = nullptr;
  Day* next = nullptr;
  std::int64_t* hi = nullptr;
  std::uint32_t* currency = nullptr;
  std::int32_t* tag = nullptr;
  Truth* truths() const { return static_cast<Truth*>(value); }
  Day* days() const { return static_cast<Day*>(value); }
  std::int64_t* numbers() const { return static_cast<std::int64_t*>(value); }
};

class Registers {
 public:
  // Lays out a program's columns. Nothing happens if it is laid out already.
  void lay_out(const Program& program, bool keep_all);
  // Makes room for so many rows of each space and sets all cells that are not inputs' values.
  void reserve(const std::vector<std::uint32_t>& rows);

  std::vector<Cells>& cells() { return cells_; }
  const std::vector<Cells>& cells() const { return cells_; }

 private:
  struct alignas(64) Line {
    std::byte bytes[64];
  };
  // A column that registers take turns in.
  struct Slot {
    std::uint32_t space = 0;
    std::uint32_t width = 0;
    std::vector<Line> memory;
  };
  enum Part { kValue, kNext, kHi, kCurrency, kTag, kParts };
  static constexpr std::uint32_t kNoSlot = 0xffffffff;

  std::uint32_t width_of(const program::Instruction&, Part) const;
  void find_last_uses(const Program& program);
  std::uint32_t take_slot(std::uint32_t space, std::uint32_t width);
  void give_back(Register r);
  void* column(std::uint32_t slot);

  std::uint64_t program_ = 0;
  bool keep_all_ = false;
  std::vector<Slot> slots_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> free_;  // by space and width
  std::vector<std::uint32_t> capacity_;                                                 // by space
  std::vector<std::uint32_t> slot_of_;                                                  // register * kParts + part
  std::vector<Register> last_use_;
  std::vector<Cells> cells_;
};

}  // namespace frist::decide
