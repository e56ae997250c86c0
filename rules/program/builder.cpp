// SPDX-License-Identifier: Apache-2.0
#include "rules/program/builder.hpp"

#include <algorithm>
#include <set>

#include "dsl/text/check.hpp"

namespace frist::program {
namespace {

bool starts_a_change(const Instruction& i) {
  switch (i.code) {
    case Code::Today:
    case Code::Now:
    case Code::CompareToday:
    case Code::CompareNow:
    case Code::DueActs:
    case Code::Review:
      return true;
    case Code::Extend:
      return !i.once;
    default:
      return false;
  }
}

bool same_column(const Input& a, const Input& b) {
  return a.space == b.space && a.field == b.field && a.is_fact == b.is_fact && (!a.is_fact || a.fact == b.fact);
}

}  // namespace

Storage storage_of(const model::Type& type) {
  switch (type.base) {
    case model::Base::YesNo:
      return Storage::Truth;
    case model::Base::Text:
    case model::Base::Symbol:
    case model::Base::Date:
    case model::Base::Link:
      return Storage::Day;
    case model::Base::Number:
    case model::Base::Decimal:
    case model::Base::Money:
    case model::Base::Moment:
      return Storage::Number;
  }
  return Storage::Number;
}

Register Builder::emit(Instruction i, std::span<const Register> operands) {
  i.first = static_cast<std::uint32_t>(program_.operands.size());
  i.count = static_cast<std::uint32_t>(operands.size());
  i.has_next =
      starts_a_change(i) || !std::all_of(operands.begin(), operands.end(), [&](Register r) { return is_static(r); });
  directions_.push_back(i.has_next ? direction_of(i, operands) : Direction::Static);
  program_.operands.insert(program_.operands.end(), operands.begin(), operands.end());
  program_.code.push_back(i);
  return static_cast<Register>(program_.code.size() - 1);
}

// Only what is sure for every row: a missing operand makes the result missing on every day, so it disturbs no
// direction.
Direction Builder::direction_of(const Instruction& i, std::span<const Register> operands) const {
  const auto of = [&](std::size_t k) { return direction(operands[k]); };
  switch (i.code) {
    case Code::Today:
    case Code::Now:
      return Direction::Up;
    case Code::Shift:
      return i.month_end == calendar::MonthEnd::Reject ? Direction::Other : of(0);
    case Code::EndOf:
    case Code::DayOf:
    case Code::AddElapsed:
      return of(0);
    case Code::AddDays:
      return joined(of(0), i.backwards ? reversed(of(1)) : of(1));
    case Code::Add:
      return joined(of(0), of(1));
    case Code::Subtract:
      return joined(of(0), reversed(of(1)));
    case Code::DaysBetween:
    case Code::FullMonths:
    case Code::FullYears:
      return joined(reversed(of(0)), of(1));
    case Code::Latest:
    case Code::Earliest: {
      Direction all = Direction::Static;
      for (const Register r : operands) all = joined(all, direction(r));
      return all;
    }
    case Code::Case:
      return of(0) == Direction::Static ? joined(of(1), of(2)) : Direction::Other;
    default:
      return Direction::Other;
  }
}

void Builder::set_cone(Register comparison) {
  std::set<Register> cone;
  std::vector<Register> todo{comparison};
  while (!todo.empty()) {
    const Register r = todo.back();
    todo.pop_back();
    for (const Register operand : program_.operands_of(at(r)))
      if (!is_static(operand) && cone.insert(operand).second) todo.push_back(operand);
  }
  Instruction& i = program_.code[comparison];
  i.cone_first = static_cast<std::uint32_t>(program_.cones.size());
  i.cone_count = static_cast<std::uint32_t>(cone.size());
  program_.cones.insert(program_.cones.end(), cone.begin(), cone.end());
}

Register Builder::input(const Input& wanted, std::uint32_t currency) {
  for (std::size_t k = 0; k < program_.inputs.size(); ++k)
    if (same_column(program_.inputs[k], wanted)) return input_registers_[k];
  Instruction i;
  i.code = Code::Input;
  i.storage = wanted.storage;
  i.space = wanted.space;
  i.number = static_cast<std::int64_t>(program_.inputs.size());
  i.has_currency = wanted.with_currency;
  i.currency = currency;
  program_.inputs.push_back(wanted);
  input_registers_.push_back(emit(i, {}));
  return input_registers_.back();
}

std::uint32_t Builder::space(const Space& wanted) {
  const auto found = std::find(program_.spaces.begin(), program_.spaces.end(), wanted);
  if (found == program_.spaces.end()) program_.spaces.push_back(wanted);
  return static_cast<std::uint32_t>(std::find(program_.spaces.begin(), program_.spaces.end(), wanted) -
                                    program_.spaces.begin());
}

}  // namespace frist::program
