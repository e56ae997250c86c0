// SPDX-License-Identifier: Apache-2.0
// Room for one entry's registers, and its inputs.
#include "engine/decide/one_row.hpp"

#include <algorithm>

#include "dsl/text/check.hpp"

namespace frist::decide {
namespace {

using program::Code;
using program::Instruction;
using program::kNoRegister;
using program::Storage;

}  // namespace

OneRow::OneRow(const Kernels& kernels, calendar::Lanes lanes) {
  frame_.kernels = &kernels;
  frame_.lanes = lanes;
  frame_.constants.reserve(1);
}

void OneRow::lay_out(const Program& program) {
  frame_.program = &program;
  if (program.id == program_) return;
  program_ = program.id;
  const std::size_t n = program.code.size();
  values_.assign(n + program::kStandIns, {});
  nexts_.assign(n + program::kStandIns, calendar::kNever);
  highs_.assign(n, 0);
  currencies_.assign(n + program::kStandIns, 0);
  tags_.assign(n + program::kStandIns, kNoRule);
  frame_.spaces.assign(program.spaces.size(), {});
  frame_.spaces[0].rows = 1;
  rows_.assign(program.spaces.size(), 0);
  if (program.spaces.size() > 1) others_.lay_out(program, true);
  point_cells(program);
  write_constants(program);
  const auto or_else = [&](Register r, program::StandIn absent) {
    return r == kNoRegister ? static_cast<Register>(n) + absent : r;
  };
  const program::Outcome& o = program.outcome;
  outcome_ = {or_else(o.limit, program::kNeverStandIn), or_else(o.duty, program::kNoneStandIn),
              or_else(o.acts, program::kNoStandIn), or_else(o.review, program::kNoneStandIn)};
}

// Registers have the columns that their instructions say, so that they read as those of a batch.
void OneRow::point_cells(const Program& program) {
  frame_.cells.assign(program.code.size(), {});
  for (Register r = 0; r < program.code.size(); ++r) {
    const Instruction& i = program.code[r];
    if (i.space != 0) continue;
    frame_.cells[r] = {values_[r].bytes, i.has_next ? &nexts_[r] : nullptr, i.has_hi ? &highs_[r] : nullptr,
                       i.has_currency ? &currencies_[r] : nullptr, i.has_tag ? &tags_[r] : nullptr};
  }
}

void OneRow::write_constants(const Program& program) {
  for (const Register r : program.schedule.fixed) compute_value(frame_, r);
  const auto n = static_cast<Register>(program.code.size());
  truth(n + program::kYesStandIn) = kYes;
  truth(n + program::kNoStandIn) = kNo;
  day(n + program::kNeverStandIn) = calendar::kNever;
  day(n + program::kNoneStandIn) = calendar::kNone;
}

void OneRow::take_input(std::size_t k, const Batch& batch) {
  const program::Input& input = program().inputs[k];
  const Column& column = batch.columns[k];
  const Register r = program().schedule.input_registers[k];
  switch (input.storage) {
    case Storage::Truth:
      truth(r) = column.truths[0];
      break;
    case Storage::Day:
      day(r) = column.days[0];
      break;
    case Storage::Number:
      number(r) = column.numbers[0];
      break;
  }
  if (input.with_currency) currency(r) = column.currencies[0];
}

void OneRow::take(const Batch& batch) {
  for (const std::uint32_t k : program().schedule.inputs[0]) take_input(k, batch);
  if (frame_.spaces.size() > 1) take_other_spaces(batch);
}

// As a slice of a batch: rows are read where they are.
void OneRow::take_other_spaces(const Batch& batch) {
  for (std::size_t s = 1; s < frame_.spaces.size(); ++s) {
    SliceRows& rows = frame_.spaces[s];
    rows.offsets = batch.spaces[s].offsets.data();
    rows.first = rows.offsets[0];
    rows.rows = rows_[s] = rows.offsets[1] - rows.first;
    rows.unknown = batch.spaces[s].unknown.empty() ? nullptr : batch.spaces[s].unknown.data();
    rows.owners.assign(rows.rows, 0);
  }
  frame_.constants.reserve(std::max<std::size_t>(*std::max_element(rows_.begin(), rows_.end()), 1));
  others_.reserve(rows_);
  for (Register r = 0; r < program().code.size(); ++r) {
    const Instruction& i = program().code[r];
    if (i.space == 0) continue;
    frame_.cells[r] = others_.cells()[r];
    if (i.code == Code::Input) point_input(frame_, r, batch);
  }
}

}  // namespace frist::decide
