// SPDX-License-Identifier: Apache-2.0
// Reading single registers after a run that kept them.
#include <algorithm>

#include "dsl/text/check.hpp"
#include "engine/decide/machine.hpp"

namespace frist::decide {
namespace {

using model::Value;
using program::Instruction;
using program::Storage;

Value of_state(Value::State state) {
  Value v;
  v.state = state;
  return v;
}

model::Currency unpacked(std::uint32_t c) {
  return {static_cast<char>(c >> 16 & 0xff), static_cast<char>(c >> 8 & 0xff), static_cast<char>(c & 0xff)};
}

Value known(std::int64_t number) { return Value{Value::State::Known, number, model::kAnyCurrency, {}}; }

Value text_of(const Program& program, std::int64_t index) {
  if (index < 0 || static_cast<std::size_t>(index) >= program.texts.size()) return of_state(Value::State::Unknown);
  Value v = known(0);
  v.text = program.texts[static_cast<std::size_t>(index)];
  return v;
}

bool is_text(const Program& program, const Instruction& i) {
  if (i.expr == model::kNoId || i.storage != Storage::Day) return false;
  const model::Base base = program.rules->expr(i.expr).type.base;
  return base == model::Base::Text || base == model::Base::Link;
}

}  // namespace

Reasons Machine::reasons() const {
  FRIST_CHECK(single_);
  return Reasons(one_);
}

Truth Machine::truth(Register r, std::uint32_t row) const {
  FRIST_CHECK(frame().at(r).storage == Storage::Truth);
  return std::min(frame().cells[r].truths()[row], kTruthUnknown);
}

std::pair<std::int64_t, std::int64_t> Machine::bounds(Register r, std::uint32_t row) const {
  FRIST_CHECK(frame().at(r).storage == Storage::Number);
  const Cells& c = frame().cells[r];
  return {c.numbers()[row], c.hi ? c.hi[row] : c.numbers()[row]};
}

Value Machine::value(Register r, std::uint32_t row) const {
  const Instruction& i = frame().at(r);
  const Cells& c = frame().cells[r];
  if (i.storage == Storage::Truth) {
    const Truth t = c.truths()[row];
    return t == kTruthNone      ? of_state(Value::State::None)
           : t == kTruthUnknown ? of_state(Value::State::Unknown)
                                : known(t);
  }
  if (i.storage == Storage::Day) {
    const Day day = c.days()[row];
    if (day == calendar::kNone) return of_state(Value::State::None);
    if (day == calendar::kUnknown) return of_state(Value::State::Unknown);
    return is_text(*frame().program, i) ? text_of(*frame().program, day) : known(day);
  }
  const auto [low, high] = bounds(r, row);
  if (low == kNumberNone) return of_state(Value::State::None);
  if (low == kNumberUnknown || low != high) return of_state(Value::State::Unknown);
  Value v = known(low);
  v.currency = unpacked(c.currency ? c.currency[row] : i.currency);
  return v;
}

Day Machine::next(Register r, std::uint32_t row) const {
  return frame().cells[r].next ? frame().cells[r].next[row] : calendar::kNever;
}

std::pair<std::uint32_t, std::uint32_t> Machine::rows_of(std::uint32_t space, std::uint32_t entry) const {
  if (space == 0) return {entry, entry + 1};
  return {frame().spaces[space].begin(entry), frame().spaces[space].end(entry)};
}

bool Machine::rows_unknown(std::uint32_t space, std::uint32_t entry) const {
  return space != 0 && frame().spaces[space].is_unknown(entry);
}

}  // namespace frist::decide
