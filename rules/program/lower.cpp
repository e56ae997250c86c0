// SPDX-License-Identifier: Apache-2.0
#include "rules/program/lower.hpp"

#include "dsl/text/check.hpp"

namespace frist::program {
namespace {

using model::Expr;
using model::ExprId;
using model::kNoId;
using model::Op;

bool is_aggregate(Op op) { return op >= Op::CountIn; }

}  // namespace

Lowering::Lowering(Builder& builder, const model::RuleSet& rules) : builder_(builder), rules_(rules) { find_leaves(); }

void Lowering::find_leaves() {
  const std::size_t n = rules_.exprs.size();
  reads_row_.resize(n);
  reads_entry_.resize(n);
  for (std::size_t id = 0; id < n; ++id) {
    const Expr& e = rules_.exprs[id];
    const bool field = e.op == Op::Field || e.op == Op::LinkedField;
    reads_row_[id] = field && !e.outer;
    reads_entry_[id] = (field && e.outer) || e.op == Op::Fact || is_aggregate(e.op);
    if (is_aggregate(e.op)) continue;  // its operands are about rows of its own
    for (const ExprId a : e.args) {
      if (a == kNoId) continue;
      FRIST_CHECK(a < id);
      if (reads_row_[a]) reads_row_[id] = true;
      if (reads_entry_[a]) reads_entry_[id] = true;
    }
  }
}

// Inside a `where`, what is said of the entry alone is computed once for the entry. What reads neither (constants, the
// as-of date) is computed in place.
bool Lowering::comes_from_entry(ExprId id, std::uint32_t space) const {
  return space != 0 && reads_entry_[id] && !reads_row_[id];
}

std::uint32_t Lowering::rows_of(const Expr& e) {
  Space space;
  space.record = e.source.record;
  const bool list = e.source.kind == model::RowSource::Kind::List;
  space.kind = list ? Space::Kind::List : Space::Kind::SameSubject;
  if (list)
    space.list = e.source.list;
  else
    space.excluding_self = e.source.excluding_self;
  return builder_.space(space);
}

void Lowering::want_operands(const Expr& e, std::uint32_t space) {
  const std::uint32_t place = is_aggregate(e.op) ? rows_of(e) : space;
  for (const ExprId a : e.args)
    if (a != kNoId) wanted_.insert({a, place});
}

void Lowering::lower_all() {
  // Operands have smaller ids, and the entry's space has the smallest number: walking down meets everything.
  for (auto at = wanted_.end(); at != wanted_.begin();) {
    const auto [id, space] = *--at;
    if (comes_from_entry(id, space))
      wanted_.insert({id, 0});
    else
      want_operands(rules_.exprs[id], space);
  }
  for (const Place& place : wanted_)
    if (!done_.contains(place)) done_[place] = lower(place);
}

Register Lowering::at(ExprId expr, std::uint32_t space) const {
  return expr == kNoId ? kNoRegister : done_.at({expr, space});
}

Register Lowering::lower(const Place& place) {
  const auto [id, space] = place;
  const Expr& e = rules_.exprs[id];
  Register r = kNoRegister;
  if (comes_from_entry(id, space)) {
    Instruction gather = blank(Code::Gather, e, space);
    const Register entry = at(id, 0);
    gather.has_hi = builder_.at(entry).has_hi;
    join_currency(gather, std::vector<Register>{entry});
    r = builder_.emit(gather, {entry});
  } else {
    r = lower_here(e, space);
  }
  Program& program = builder_.program();
  if (program.code[r].expr == kNoId) program.code[r].expr = id;
  program.places[std::uint64_t{space} << 32 | id] = r;
  return r;
}

Register Lowering::lower_here(const Expr& e, std::uint32_t space) {
  switch (e.op) {
    case Op::Constant:
    case Op::Field:
    case Op::LinkedField:
    case Op::Fact:
    case Op::None:
    case Op::Unknown:
    case Op::Today:
    case Op::Now:
      return leaf(e, space);
    case Op::Not:
    case Op::And:
    case Op::Or:
    case Op::AtLeastOf:
    case Op::IsRecorded:
      return logic(e, space);
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
    case Op::ScaledCompare:
      return comparison(e, space);
    case Op::KeptThrough:
    case Op::GoneFrom:
    case Op::AddPeriod:
    case Op::AddDays:
    case Op::AddElapsed:
    case Op::EndOf:
    case Op::DayOf:
      return date(e, space);
    case Op::Latest:
    case Op::Earliest:
      return extreme(e, space);
    case Op::Add:
    case Op::Subtract:
    case Op::DaysBetween:
    case Op::FullMonthsBetween:
    case Op::FullYearsBetween:
      return number(e, space);
    case Op::Case:
      return choice(e, space);
    case Op::CountIn:
    case Op::AnyIn:
    case Op::EveryIn:
    case Op::SumIn:
    case Op::LatestIn:
    case Op::EarliestIn:
      return over_rows(e);
  }
  FRIST_CHECK(false);
  return kNoRegister;
}

Instruction Lowering::blank(Code code, const Expr& e, std::uint32_t space) const {
  Instruction i;
  i.code = code;
  i.storage = storage_of(e.type);
  i.space = space;
  return i;
}

std::vector<Register> Lowering::args(const Expr& e, std::uint32_t space) const {
  std::vector<Register> all;
  for (const ExprId a : e.args) all.push_back(at(a, space));
  return all;
}

Register Lowering::exact(Register r) {
  if (!builder_.at(r).has_hi) return r;
  const auto found = exact_.find(r);
  if (found != exact_.end()) return found->second;
  Instruction i;
  i.code = Code::Exact;
  i.storage = Storage::Number;
  i.space = builder_.at(r).space;
  return exact_[r] = builder_.emit(i, {r});
}

// A result that takes its money from the operands has one known currency if they all have it, else a column of them.
void Lowering::join_currency(Instruction& i, std::span<const Register> operands) const {
  bool first = true;
  for (const Register r : operands) {
    const Instruction& operand = builder_.at(r);
    if (operand.code == Code::None || operand.code == Code::Unknown) continue;
    i.has_currency = i.has_currency || operand.has_currency || (!first && operand.currency != i.currency);
    i.currency = operand.currency;
    first = false;
  }
  if (i.has_currency) i.currency = 0;
}

}  // namespace frist::program
