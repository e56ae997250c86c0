// SPDX-License-Identifier: Apache-2.0
// What one run of a program over one slice of a batch has at hand. Belongs to a Machine; the steps below fill one
// register each. Values and next changes are separate passes: a bisection computes values again for another day, never
// the rest.
#pragma once

#include <vector>

#include "engine/decide/batch.hpp"
#include "engine/decide/registers.hpp"
#include "rules/model/facts.hpp"

namespace frist::decide {

// The rows of a space in this slice. Entry i of the slice owns rows offsets[i] - first .. offsets[i + 1] - first.
struct SliceRows {
  std::uint32_t rows = 0;
  std::uint32_t first = 0;                 // in the batch
  const std::uint32_t* offsets = nullptr;  // space 0 has none
  const std::uint8_t* unknown = nullptr;   // null: every entry's rows are known
  std::vector<std::uint32_t> owners;       // the entry of each row
  std::uint32_t begin(std::size_t entry) const { return offsets[entry] - first; }
  std::uint32_t end(std::size_t entry) const { return offsets[entry + 1] - first; }
  bool is_unknown(std::size_t entry) const { return unknown != nullptr && unknown[entry] != 0; }
};

// Columns of one value, long enough for every space.
struct Constants {
  std::vector<Day> never;  // also: a duty for ever, a static register's next change
  std::vector<Day> none;
  std::vector<std::int32_t> no_tag;
  std::vector<Truth> yes, no;
  void reserve(std::size_t rows);
};

// Some rows of a slice and their dates, for what is worked out for few rows only.
struct Selection {
  std::vector<std::uint32_t> rows;
  std::vector<Day> from, to;
  std::vector<Truth> reach;
  std::size_t count = 0;
  // The rows in which a truth of 0 and 1 is 1.
  void take(const Kernels& kernels, const Truth* truth, std::size_t n);
  // The rows in which a truth is yes and a date at least `least` days after its start may be as early as the limit.
  void take(const Kernels& kernels, const Truth* truth, const Day* start, const Day* limit, Day least, std::size_t n);
};

struct Frame {
  const Program* program = nullptr;
  const Kernels* kernels = nullptr;
  calendar::Lanes lanes = calendar::Lanes::Baseline;
  model::AsOf as_of;
  std::vector<SliceRows> spaces;
  Constants constants;
  const std::vector<std::vector<Truth>>* assumed = nullptr;  // by special, a row per entry; null: nothing assumed
  std::vector<Cells> cells;                                  // by register
  std::vector<Register>
      stand_in;  // by register: itself, or where a lazy BothIf changes no row, the one it is the same as
  enum class Asked : std::uint8_t { NotYet, None, Some };
  std::vector<Asked> unknowns;  // by register: whether some row of a special's standing is unknown
  Selection selection;
  std::vector<std::uint8_t> pending;  // by register: a lazy date that was not worked out

  const program::Instruction& at(Register r) const { return program->code[r]; }
  std::size_t rows(Register r) const { return spaces[at(r).space].rows; }
  const Cells& operand(Register r, std::size_t k) const { return cells[program->operands[at(r).first + k]]; }
  // The next change of a register; that of a static one is never.
  const Day* next_of(Register r) const {
    return r == program::kNoRegister || !cells[r].next ? constants.never.data() : cells[r].next;
  }
  // A truth operand that may be absent.
  const Truth* truths_or(Register r, const std::vector<Truth>& absent) const {
    return r == program::kNoRegister ? absent.data() : cells[r].truths();
  }
};

// Points an input's cells to its column of the batch, from the slice's first row on.
void point_input(Frame&, Register r, const Batch& batch);
// Computes the value of register r (and hi, currency, tag) from its operands.
void compute_value(Frame&, Register r);
// Computes its next change; its value and its operands must be there. Only where the instruction has one.
void compute_next(Frame&, Register r);

// The families behind compute_value. Each handles the codes its name says.
void compute_leaf(Frame&, Register r);
void compute_logic(Frame&, Register r);
void compute_comparison(Frame&, Register r);
void compute_wide_comparison(Frame&, Register r);
void compute_date(Frame&, Register r);
void compute_number(Frame&, Register r);
void compute_extreme(Frame&, Register r);
void compute_choice(Frame&, Register r);
void compute_between_spaces(Frame&, Register r);
void compute_over_rows(Frame&, Register r);
void compute_verdict_step(Frame&, Register r);

// The register that holds the values of r, worked out or not; and the same after working them out for every row.
Register resolved(const Frame&, Register r);
Register forced(Frame&, Register r);
// What a Shift does, to `n` days anywhere.
void shift_days(const Frame&, const program::Instruction&, const Day* from, Day* to, std::size_t n);
void compute_both_if(Frame&, Register r);
void compute_min_limits(Frame&, Register r);
void compute_review(Frame&, Register r);
void next_of_review(Frame&, Register r);

void next_of_logic(Frame&, Register r);
void next_of_comparison(Frame&, Register r);
void next_of_full_periods(Frame&, Register r);
void next_of_rows(Frame&, Register r);
void next_of_verdict_step(Frame&, Register r);

// The first later day on which a comparison with a cone differs from what it is; conservative beyond two centuries.
void bisect_next(Frame&, Register r);

}  // namespace frist::decide
