// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/missing.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace frist::decide {
namespace {

using model::Expr;
using model::ExprId;
using model::kNoId;
using model::Op;
using program::Code;
using program::Space;
using program::Storage;

// An expression in one row of a space. Walked with a stack of our own: policies may nest deeply.
struct Place {
  ExprId expr = kNoId;
  std::uint32_t space = 0;
  std::uint32_t row = 0;
};

class Search {
 public:
  Search(const Machine& machine, std::uint32_t entry) : machine_(machine), program_(machine.program()), entry_(entry) {}

  std::vector<MissingFact> run(ExprId expr) {
    stack_.push_back({expr, 0, entry_});
    while (!stack_.empty()) {
      const Place place = stack_.back();
      stack_.pop_back();
      if (seen_.insert({place.expr, place.space, place.row}).second) visit(place);
    }
    return std::move(found_);
  }

 private:
  enum class State { Known, None, Unknown };

  Register register_at(Place& place) const {
    Register r = program_.register_of(place.expr, place.space);
    if (place.space == 0 || (r != program::kNoRegister && program_.code[r].code != Code::Gather)) return r;
    place.space = 0;
    place.row = entry_;
    return program_.register_of(place.expr);
  }

  State state(Place place) const {
    const Register r = register_at(place);
    if (r == program::kNoRegister) return State::Known;
    const model::Value v = machine_.value(r, place.row);
    if (v.state == model::Value::State::None) return State::None;
    return v.known() ? State::Known : State::Unknown;
  }

  void visit(Place place) {
    const Register r = register_at(place);
    if (r == program::kNoRegister) return;
    const Expr& e = program_.rules->expr(place.expr);
    switch (e.op) {
      case Op::Field:
        return add_field(program_.spaces[place.space], e.field, place.row);
      case Op::LinkedField:
        return add_linked(e);
      case Op::Fact:
        return add({.kind = MissingFact::Kind::Fact, .fact = e.fact});
      case Op::CountIn:
      case Op::AnyIn:
      case Op::EveryIn:
      case Op::SumIn:
      case Op::LatestIn:
      case Op::EarliestIn:
        return visit_rows(e, static_cast<std::uint32_t>(program_.code[r].number));
      case Op::Case:
        return visit_choice(e, place);
      default:
        return visit_operands(e, place);
    }
  }

  // Pushed backwards, so that they are met in the order of the text.
  void push(const std::vector<Place>& places) { stack_.insert(stack_.end(), places.rbegin(), places.rend()); }

  void visit_operands(const Expr& e, const Place& place) {
    std::vector<Place> unknown, none;
    for (const ExprId a : e.args) {
      const Place operand{a, place.space, place.row};
      const State s = state(operand);
      if (s == State::Unknown) unknown.push_back(operand);
      if (s == State::None) none.push_back(operand);
    }
    // Nothing is missing and yet it is open: amounts of different currencies, which nobody converts.
    if (unknown.empty() && none.empty()) return add_amounts(e, place);
    const bool skips_none = e.op == Op::Latest || e.op == Op::Earliest;
    const bool conditions = e.op == Op::And || e.op == Op::Or || e.op == Op::Not || e.op == Op::AtLeastOf;
    if (conditions) unknown.insert(unknown.end(), none.begin(), none.end());
    push(unknown.empty() && !skips_none ? none : unknown);
  }

  void add_amounts(const Expr& e, const Place& place) {
    for (const ExprId a : e.args) {
      const Expr& operand = program_.rules->expr(a);
      if (operand.op == Op::Field && operand.type.base == model::Base::Money && !operand.outer)
        add_field(program_.spaces[place.space], operand.field, place.row);
    }
  }

  void visit_choice(const Expr& e, const Place& place) {
    const Place condition{e.args[0], place.space, place.row};
    Place at = condition;
    const Register r = register_at(at);
    const Truth taken = r == program::kNoRegister ? kTruthUnknown : machine_.truth(r, at.row);
    if (taken == kTruthUnknown) return push({condition});
    const Place branch{e.args[taken == kYes ? 1 : 2], place.space, place.row};
    if (state(branch) != State::Known) push({branch});
  }

  void visit_rows(const Expr& e, std::uint32_t space) {
    const Space& rows = program_.spaces[space];
    if (machine_.rows_unknown(space, entry_)) {
      const bool list = rows.kind == Space::Kind::List;
      return add({.kind = list ? MissingFact::Kind::List : MissingFact::Kind::Others,
                  .record = rows.record,
                  .list = rows.list});
    }
    std::vector<Place> open;
    const auto [first, last] = machine_.rows_of(space, entry_);
    for (std::uint32_t row = first; row < last; ++row) {
      const ExprId where = e.args.empty() ? kNoId : e.args[0], value = e.args.size() > 1 ? e.args[1] : kNoId;
      const Truth counts = where == kNoId ? kYes : truth({where, space, row});
      if (counts == kTruthUnknown) open.push_back({where, space, row});
      if (counts != kNo && value != kNoId && state({value, space, row}) == State::Unknown)
        open.push_back({value, space, row});
    }
    push(open);
  }

  Truth truth(Place place) const {
    const Register r = register_at(place);
    return r == program::kNoRegister ? kTruthUnknown : machine_.truth(r, place.row);
  }

  void add_field(const Space& space, model::FieldId field, std::uint32_t row) {
    add({.kind = MissingFact::Kind::Field,
         .record = space.record,
         .field = field,
         .list = space.list,
         .link = space.link,
         .of_subject = space.kind == Space::Kind::SameSubject,
         .row = row});
  }

  void add_linked(const Expr& e) {
    if (program_.record == kNoId || e.link >= program_.rules->records[program_.record].fields.size()) return;
    const model::RecordId target = program_.rules->records[program_.record].fields[e.link].link_to;
    add({.kind = MissingFact::Kind::Field, .record = target, .field = e.field, .link = e.link});
  }

  void add(const MissingFact& fact) {
    const bool is_new =
        std::none_of(found_.begin(), found_.end(), [&](const MissingFact& f) { return f.same_fact(fact); });
    if (is_new) found_.push_back(fact);
  }

  const Machine& machine_;
  const Program& program_;
  std::uint32_t entry_;
  std::vector<Place> stack_;
  std::set<std::tuple<ExprId, std::uint32_t, std::uint32_t>> seen_;  // nodes are shared: each is looked at once
  std::vector<MissingFact> found_;
};

}  // namespace

std::vector<MissingFact> missing_facts(const Machine& machine, ExprId expr, std::uint32_t entry) {
  const Register r = machine.program().register_of(expr);
  if (r == program::kNoRegister) return {};
  const model::Value v = machine.value(r, entry);
  const bool condition = machine.program().code[r].storage == Storage::Truth;
  if (v.known() || (v.state == model::Value::State::None && !condition)) return {};
  return Search(machine, entry).run(expr);
}

}  // namespace frist::decide
