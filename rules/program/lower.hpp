// SPDX-License-Identifier: Apache-2.0
// Expressions to instructions: every wanted expression once for each space in which it is wanted. Works through ids in
// order (children stand before their parents), so that it needs no recursion. Used by compile() only.
#pragma once

#include <map>
#include <set>
#include <unordered_map>

#include "rules/program/builder.hpp"

namespace frist::program {

class Lowering {
 public:
  Lowering(Builder& builder, const model::RuleSet& rules);

  // Asks for an expression over the entries; kNoId is ignored.
  void want(model::ExprId expr) {
    if (expr != model::kNoId) wanted_.insert({expr, 0});
  }
  void lower_all();
  // After lower_all(): the register of an expression; kNoRegister for kNoId.
  Register at(model::ExprId expr, std::uint32_t space = 0) const;

 private:
  using Place = std::pair<model::ExprId, std::uint32_t>;  // expression, space

  void find_leaves();
  void want_operands(const model::Expr&, std::uint32_t space);
  bool comes_from_entry(model::ExprId, std::uint32_t space) const;
  std::uint32_t rows_of(const model::Expr& aggregate);
  Register lower(const Place&);
  Register lower_here(const model::Expr&, std::uint32_t space);

  Register leaf(const model::Expr&, std::uint32_t space);
  Register field(std::uint32_t space, model::FieldId, const model::Type& expected);
  Register linked(const model::Expr&, std::uint32_t space);
  Register fact(model::Fact);
  Register constant(const model::Expr&, std::uint32_t space);
  Register logic(const model::Expr&, std::uint32_t space);

  Register comparison(const model::Expr&, std::uint32_t space);
  Register compare_days(const model::Expr&, Instruction, Register a, Register b);
  Register compare_numbers(const model::Expr&, Instruction, Register a, Register b);
  Register compare_columns(Instruction, Register a, Register b);
  Register compare_both_ways(Instruction, Register a, Register b);
  Register guarded_by_currency(Register truth, Register a, Register b);

  Register date(const model::Expr&, std::uint32_t space);
  Register number(const model::Expr&, std::uint32_t space);
  Register extreme(const model::Expr&, std::uint32_t space);
  Register choice(const model::Expr&, std::uint32_t space);
  Register over_rows(const model::Expr&);

  Instruction blank(Code, const model::Expr&, std::uint32_t space) const;
  Register arg(const model::Expr& e, std::size_t k, std::uint32_t space) const { return at(e.args[k], space); }
  std::vector<Register> args(const model::Expr&, std::uint32_t space) const;
  Register exact(Register);
  void join_currency(Instruction&, std::span<const Register>) const;

  Builder& builder_;
  const model::RuleSet& rules_;
  std::vector<bool> reads_row_, reads_entry_;  // by ExprId, as seen from inside a `where`
  std::set<Place> wanted_;
  std::map<Place, Register> done_;
  std::unordered_map<std::string, std::int32_t> texts_;
  std::unordered_map<Register, Register> exact_;
};

}  // namespace frist::program
