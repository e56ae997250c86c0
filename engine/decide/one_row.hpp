// SPDX-License-Identifier: Apache-2.0
// The registers of one entry that is decided by itself, and a run of a program over them by its schedule. The same
// steps as over columns (row.hpp); whatever is rare, and what goes over rows of other spaces, is done by the
// instruction's own code over columns of one row. Belongs to a Machine or a RecordDecider; not safe to share between
// threads.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/decide/frame.hpp"
#include "engine/decide/verdict.hpp"

namespace frist::decide {

class OneRow {
 public:
  OneRow(const Kernels& kernels, calendar::Lanes lanes);
  OneRow(OneRow&&) = default;
  OneRow& operator=(OneRow&&) = default;
  OneRow(const OneRow&) = delete;
  OneRow& operator=(const OneRow&) = delete;

  /// Makes room for a program's registers and writes its constants. Nothing happens if it is laid out already.
  void lay_out(const Program& program);
  /// Takes the only entry of a batch. The batch must outlive the run where the program has other spaces.
  void take(const Batch& batch);
  /// Computes every register that is not lazy; the inputs must be there.
  void compute(const model::AsOf& as_of, const std::vector<std::vector<Truth>>* assumed) {
    compute(as_of, assumed, false);
  }
  /// The same inputs, and what was assumed, on another day: only what moves with it is computed.
  void compute_again(const model::AsOf& as_of) { compute(as_of, frame_.assumed, true); }
  /// The verdict of what was computed.
  Verdict verdict() const;

  /// One value of a register of the entry, as its storage has it.
  Truth& truth(Register r) { return *reinterpret_cast<Truth*>(values_[r].bytes); }
  Day& day(Register r) { return *reinterpret_cast<Day*>(values_[r].bytes); }
  std::int64_t& number(Register r) { return *reinterpret_cast<std::int64_t*>(values_[r].bytes); }
  Truth truth(Register r) const { return *reinterpret_cast<const Truth*>(values_[r].bytes); }
  Day day(Register r) const { return *reinterpret_cast<const Day*>(values_[r].bytes); }
  std::uint32_t& currency(Register r) { return currencies_[r]; }
  const Program& program() const { return *frame_.program; }
  const Frame& frame() const { return frame_; }

 private:
  struct alignas(8) Value {
    std::byte bytes[8];
  };

  void point_cells(const Program& program);
  void write_constants(const Program& program);
  void take_input(std::size_t k, const Batch& batch);
  void take_other_spaces(const Batch& batch);

  void compute(const model::AsOf& as_of, const std::vector<std::vector<Truth>>* assumed, bool only_moving);
  Day lazy_shift(const program::Schedule::LazyDate&) const;
  Day date_of(Register operand) const;
  void review(const program::Step& step);

  std::uint64_t program_ = 0;
  Frame frame_;
  std::vector<Value> values_;  // by register, and the stand-ins
  std::vector<Day> nexts_;     // the same; never where there is none
  std::vector<std::int64_t> highs_;
  std::vector<std::uint32_t> currencies_;  // by register, and the stand-ins
  std::vector<std::int32_t> tags_;
  program::Outcome outcome_;  // with stand-ins for what the program lacks
  Registers others_;          // of spaces beside the entry's
  std::vector<std::uint32_t> rows_;
};

}  // namespace frist::decide
