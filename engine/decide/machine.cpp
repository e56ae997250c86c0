// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/machine.hpp"

#include <algorithm>
#include <numeric>

#include "dsl/text/check.hpp"

namespace frist::decide {

using program::Code;
using program::Instruction;
using program::kNoRegister;
using program::Storage;

namespace {

constexpr std::int32_t kNoTag = kNoRule;

template <class T>
void at_least(std::vector<T>& column, std::size_t rows, T value) {
  if (column.size() < rows) column.resize(rows, value);
}

void resize(Verdicts& v, std::size_t n) {
  v.erase_due.resize(n);
  v.restricted.resize(n);
  v.review_due.resize(n);
  v.acts.resize(n);
  v.due.resize(n);
  v.next_change.resize(n);
  v.review_on.resize(n);
  v.rule.resize(n);
  v.review_rule.resize(n);
}

void set(Verdicts& v, const Verdict& one) {
  v.erase_due[0] = one.erase_due;
  v.restricted[0] = one.restricted;
  v.review_due[0] = one.review_due;
  v.acts[0] = one.acts;
  v.due[0] = one.due;
  v.next_change[0] = one.next_change;
  v.review_on[0] = one.review_on;
  v.rule[0] = one.rule;
  v.review_rule[0] = one.review_rule;
}

void check_shape(const Program& program, const Batch& batch) {
  FRIST_CHECK(batch.spaces.size() == program.spaces.size());
  FRIST_CHECK(batch.columns.size() == program.inputs.size());
  for (std::size_t s = 1; s < batch.spaces.size(); ++s) {
    FRIST_CHECK(batch.spaces[s].offsets.size() == std::size_t{batch.size()} + 1);
    FRIST_CHECK(batch.spaces[s].unknown.empty() || batch.spaces[s].unknown.size() == batch.size());
  }
}

}  // namespace

void Constants::reserve(std::size_t rows) {
  at_least(never, rows, calendar::kNever);
  at_least(none, rows, calendar::kNone);
  at_least(no_tag, rows, kNoTag);
  at_least(yes, rows, kYes);
  at_least(no, rows, kNo);
}

// Inputs are read where they are: a machine never writes to its batch.
void point_input(Frame& frame, Register r, const Batch& batch) {
  const Program& program = *frame.program;
  const auto k = static_cast<std::size_t>(program.code[r].number);
  const Column& column = batch.columns[k];
  const std::size_t first = frame.spaces[program.code[r].space].first;
  Cells& cells = frame.cells[r];
  switch (program.inputs[k].storage) {
    case Storage::Truth:
      cells.value = const_cast<std::uint8_t*>(column.truths.data() + first);
      break;
    case Storage::Day:
      cells.value = const_cast<std::int32_t*>(column.days.data() + first);
      break;
    case Storage::Number:
      cells.value = const_cast<std::int64_t*>(column.numbers.data() + first);
      break;
  }
  if (program.inputs[k].with_currency) cells.currency = const_cast<std::uint32_t*>(column.currencies.data() + first);
}

Machine::Machine(calendar::Lanes lanes) : lanes_(lanes), kernels_(&kernels_for(lanes)), one_(*kernels_, lanes) {}

void Machine::begin(const Program& program, const model::AsOf& as_of, bool keep_all) {
  FRIST_CHECK(calendar::is_day(as_of.day));
  single_ = false;
  registers_.lay_out(program, keep_all);
  frame_.program = &program;
  frame_.kernels = kernels_;
  frame_.lanes = lanes_;
  frame_.as_of = as_of;
  frame_.assumed = keep_all ? assumed_ : nullptr;
  frame_.spaces.resize(program.spaces.size());
  rows_.resize(program.spaces.size());
  needs_owners_.assign(program.spaces.size(), false);
  for (const Instruction& i : program.code)
    if (i.code == Code::Gather) needs_owners_[i.space] = true;
}

void Machine::take_slice(const Batch& batch, std::uint32_t first, std::uint32_t last) {
  frame_.spaces[0].rows = rows_[0] = last - first;
  frame_.spaces[0].first = first;
  for (std::size_t s = 1; s < frame_.spaces.size(); ++s) {
    SliceRows& rows = frame_.spaces[s];
    rows.offsets = batch.spaces[s].offsets.data() + first;
    rows.first = rows.offsets[0];
    rows.rows = rows_[s] = rows.offsets[last - first] - rows.first;
    rows.unknown = batch.spaces[s].unknown.empty() ? nullptr : batch.spaces[s].unknown.data() + first;
    if (!needs_owners_[s]) continue;
    rows.owners.resize(rows.rows);
    for (std::uint32_t entry = 0; entry < last - first; ++entry)
      std::fill(rows.owners.begin() + rows.begin(entry), rows.owners.begin() + rows.end(entry), entry);
  }
  frame_.constants.reserve(*std::max_element(rows_.begin(), rows_.end()));
  registers_.reserve(rows_);
  frame_.cells = registers_.cells();
  point_inputs(batch);
}

void Machine::point_inputs(const Batch& batch) {
  for (Register r = 0; r < frame_.program->code.size(); ++r)
    if (frame_.program->code[r].code == Code::Input) point_input(frame_, r, batch);
}

void Machine::compute_all() {
  const auto n = static_cast<Register>(frame_.program->code.size());
  frame_.pending.assign(n, 0);
  frame_.unknowns.assign(n, Frame::Asked::NotYet);
  frame_.stand_in.resize(n);
  std::iota(frame_.stand_in.begin(), frame_.stand_in.end(), Register{0});
  for (Register r = 0; r < n; ++r) {
    compute_value(frame_, r);
    if (frame_.program->code[r].has_next) compute_next(frame_, r);
  }
}

void Machine::finish(Verdicts& v, std::uint32_t first) {
  const program::Outcome& o = frame_.program->outcome;
  const Constants& c = frame_.constants;
  const auto days = [&](Register r, const std::vector<Day>& absent) {
    return r == kNoRegister ? absent.data() : frame_.cells[r].days();
  };
  const auto tags = [&](Register r) { return r == kNoRegister ? c.no_tag.data() : frame_.cells[r].tag; };
  const auto next = [&](Register r) { return r == kNoRegister ? nullptr : frame_.cells[r].next; };
  const std::size_t n = rows_[0];
  const Finish f{days(o.limit, c.never),
                 tags(o.limit),
                 days(o.duty, c.none),
                 tags(o.duty),
                 days(o.review, c.none),
                 tags(o.review),
                 o.acts == kNoRegister ? nullptr : frame_.cells[o.acts].days(),
                 frame_.program->acts_held,
                 {next(o.limit), next(o.duty), next(o.acts), next(o.review)},
                 v.erase_due.data() + first,
                 v.restricted.data() + first,
                 v.review_due.data() + first,
                 v.due.data() + first,
                 v.next_change.data() + first,
                 v.review_on.data() + first,
                 v.rule.data() + first,
                 v.review_rule.data() + first,
                 v.acts.data() + first};
  kernels_->finish(f, frame_.as_of.day, n);
}

void Machine::run_one(const Program& program, const Batch& batch, const model::AsOf& as_of, bool keep_all) {
  FRIST_CHECK(calendar::is_day(as_of.day));
  single_ = true;
  one_.lay_out(program);
  one_.take(batch);
  one_.compute(as_of, keep_all ? assumed_ : nullptr);
}

Verdict Machine::on_another_day(const model::AsOf& as_of) {
  FRIST_CHECK(single_ && calendar::is_day(as_of.day));
  one_.compute_again(as_of);
  return one_.verdict();
}

void Machine::run(const Program& program, const Batch& batch, const model::AsOf& as_of, Verdicts& verdicts) {
  check_shape(program, batch);
  resize(verdicts, batch.size());
  if (batch.size() == 1) {
    run_one(program, batch, as_of, false);
    return set(verdicts, one_.verdict());
  }
  begin(program, as_of, false);
  for (std::uint32_t first = 0; first < batch.size(); first += kSlice) {
    take_slice(batch, first, std::min(first + kSlice, batch.size()));
    compute_all();
    finish(verdicts, first);
  }
}

void Machine::run_keeping(const Program& program, const Batch& batch, const model::AsOf& as_of, Verdicts* verdicts) {
  check_shape(program, batch);
  if (verdicts) resize(*verdicts, batch.size());
  if (batch.size() == 1) {
    run_one(program, batch, as_of, true);
    if (verdicts) set(*verdicts, one_.verdict());
    return;
  }
  begin(program, as_of, true);
  take_slice(batch, 0, batch.size());
  compute_all();
  if (verdicts) finish(*verdicts, 0);
}

}  // namespace frist::decide
