// SPDX-License-Identifier: Apache-2.0
// Runs programs over batches: the one evaluator. Owns the memory of registers and reuses it between batches; it grows
// to the largest slice it has seen. A machine belongs to one thread; programs and batches are only read.
#pragma once

#include <span>

#include "engine/decide/batch.hpp"
#include "engine/decide/reasons.hpp"

namespace frist::decide {

class Machine {
 public:
  /// With the widest vectors that the processor has; a narrower form gives the same answers.
  explicit Machine(calendar::Lanes lanes = calendar::widest_lanes());

  /// The verdicts of all rows, in slices that fit the cache. The batch must have the shape that the program asks for;
  /// as_of.day must be a day.
  void run(const Program& program, const Batch& batch, const model::AsOf& as_of, Verdicts& verdicts);

  /// The same as one slice, after which every register can be read until the next run. The program and the batch must
  /// outlive the reading. `verdicts` may be null.
  void run_keeping(const Program& program, const Batch& batch, const model::AsOf& as_of, Verdicts* verdicts = nullptr);

  /// The only entry of the last run on another day; what does not move with the day is not computed again.
  /// Precondition: the last run was of a batch of one, which still stands as it was.
  Verdict on_another_day(const model::AsOf& as_of);

  /// What run_keeping() shall take for granted where a special's standing is unknown: by Program::specials and entry, 0
  /// nothing, 1 that it stands, 2 that it does not. Empty: nothing. Borrowed; asked anew for each run.
  void assume(const std::vector<std::vector<Truth>>& by_special) {
    assumed_ = by_special.empty() ? nullptr : &by_special;
  }

  /// After run_keeping(): the value of a register in one row of its space. A count that is not sure reads as unknown;
  /// texts read as the literal, or as unknown where no rule names it.
  model::Value value(Register r, std::uint32_t row) const;
  /// The bounds of a number; the same twice unless it is a count. Precondition: Storage::Number.
  std::pair<std::int64_t, std::int64_t> bounds(Register r, std::uint32_t row) const;
  /// Its truth: kNo, kYes or kTruthUnknown. Precondition: Storage::Truth.
  Truth truth(Register r, std::uint32_t row) const;
  /// The first later day on which it may differ; kNever.
  Day next(Register r, std::uint32_t row) const;
  /// The rows of a space that hang on an entry: [first, last). Nobody may know them.
  std::pair<std::uint32_t, std::uint32_t> rows_of(std::uint32_t space, std::uint32_t entry) const;
  bool rows_unknown(std::uint32_t space, std::uint32_t entry) const;
  /// The reasons of the only entry. Precondition: the last run kept a batch of one.
  Reasons reasons() const;
  const Program& program() const { return *frame().program; }

  /// Entries decided at a time by run().
  static constexpr std::uint32_t kSlice = 1024;

 private:
  const Frame& frame() const { return single_ ? one_.frame() : frame_; }
  void run_one(const Program& program, const Batch& batch, const model::AsOf& as_of, bool keep_all);
  void begin(const Program& program, const model::AsOf& as_of, bool keep_all);
  void take_slice(const Batch& batch, std::uint32_t first, std::uint32_t last);
  void point_inputs(const Batch& batch);
  void compute_all();
  void finish(Verdicts& verdicts, std::uint32_t first);

  calendar::Lanes lanes_;
  const Kernels* kernels_;
  Registers registers_;
  Frame frame_;
  std::vector<std::uint32_t> rows_;
  std::vector<bool> needs_owners_;  // by space: somebody gathers into it
  const std::vector<std::vector<Truth>>* assumed_ = nullptr;
  OneRow one_;           // for batches of one entry
  bool single_ = false;  // the last run was one
};

}  // namespace frist::decide
