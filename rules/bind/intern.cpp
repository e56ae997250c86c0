// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/intern.hpp"

#include <algorithm>
#include <unordered_set>

#include "rules/model/same.hpp"

namespace frist::bind {
namespace {

bool is_constant(const Expr& expr, std::int64_t value) {
  return expr.op == Op::Constant && expr.type.base == model::Base::YesNo && expr.value == value && expr.label.empty();
}

Expr make(Op op, Type type, std::vector<ExprId> args, text::Span span) {
  Expr expr;
  expr.op = op;
  expr.type = type;
  expr.args = std::move(args);
  expr.span = span;
  return expr;
}

Type type_of(model::Base base) {
  Type type;
  type.base = base;
  return type;
}

}  // namespace

ExprId Interner::append(Expr expr, ExprId base) {
  const auto id = static_cast<ExprId>(nodes_.size());
  Notes notes;
  notes.base = base == kNoId ? id : base;
  notes.reads.aggregate = expr.op >= Op::CountIn;
  notes.reads.fact = expr.op == Op::Fact;
  notes.reads.linked = expr.op == Op::LinkedField;
  for (const ExprId arg : expr.args) {
    if (arg == kNoId) continue;
    notes.depth = std::max(notes.depth, notes_[arg].depth + 1);
    notes.reads.aggregate |= notes_[arg].reads.aggregate;
    notes.reads.fact |= notes_[arg].reads.fact;
    notes.reads.linked |= notes_[arg].reads.linked;
  }
  nodes_.push_back(std::move(expr));
  notes_.push_back(notes);
  return id;
}

ExprId Interner::add(Expr expr) {
  const std::size_t hash = model::hash_of(expr);
  const auto [first, last] = by_hash_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    if (model::same_node(nodes_[it->second], expr)) return it->second;
  }
  const ExprId id = append(std::move(expr), kNoId);
  by_hash_.emplace(hash, id);
  return id;
}

ExprId Interner::labelled(ExprId id, std::string label, text::Span span) {
  Expr copy = nodes_[id];
  copy.label = std::move(label);
  copy.span = span;
  return append(std::move(copy), base(id));
}

ExprId Interner::outer(ExprId id) {
  if (id == kNoId) return id;
  if (const auto known = outer_.find(id); known != outer_.end()) return known->second;
  Expr copy = nodes_[id];
  if (copy.op == Op::Field || copy.op == Op::LinkedField) copy.outer = true;
  for (ExprId& arg : copy.args) arg = outer(arg);
  const std::string label = copy.label;
  copy.label.clear();
  ExprId result = add(std::move(copy));
  if (!label.empty()) result = labelled(result, label, nodes_[id].span);
  outer_.emplace(id, result);
  return result;
}

ExprId Interner::yes_no(bool value, text::Span span) {
  Expr expr = make(Op::Constant, type_of(model::Base::YesNo), {}, span);
  expr.value = value ? 1 : 0;
  return add(std::move(expr));
}

ExprId Interner::number(std::int64_t value, text::Span span) {
  Expr expr = make(Op::Constant, type_of(model::Base::Number), {}, span);
  expr.value = value;
  return add(std::move(expr));
}

ExprId Interner::day(calendar::Day day, text::Span span) {
  Expr expr = make(Op::Constant, type_of(model::Base::Date), {}, span);
  expr.value = day;
  return add(std::move(expr));
}

ExprId Interner::today(text::Span span) { return add(make(Op::Today, type_of(model::Base::Date), {}, span)); }

ExprId Interner::negated(ExprId id, text::Span span) {
  return add(make(Op::Not, type_of(model::Base::YesNo), {id}, span));
}

ExprId Interner::joined(Op op, std::vector<ExprId> operands, text::Span span) {
  std::vector<ExprId> kept;
  std::unordered_set<ExprId> seen;
  for (const ExprId id : operands) {
    if (id == kNoId || (op == Op::And && is_constant(nodes_[id], 1))) continue;
    if (seen.insert(id).second) kept.push_back(id);
  }
  if (kept.empty()) return yes_no(op == Op::And, span);
  if (kept.size() == 1) return kept.front();
  return add(make(op, type_of(model::Base::YesNo), std::move(kept), span));
}

ExprId Interner::compared(Op op, ExprId a, ExprId b, text::Span span) {
  return add(make(op, type_of(model::Base::YesNo), {a, b}, span));
}

ExprId Interner::computed(Op op, model::Base base, std::vector<ExprId> args, text::Span span) {
  Type type = type_of(base);
  for (const ExprId arg : args) type.optional = type.optional || nodes_[arg].type.optional;
  return add(make(op, type, std::move(args), span));
}

}  // namespace frist::bind
