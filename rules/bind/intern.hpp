// SPDX-License-Identifier: Apache-2.0
// Equal nodes are made once. Owns what is known about nodes beside the nodes themselves, which belong to the rule set.
// Part of this room only; not thread-safe.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rules/model/expr.hpp"

namespace frist::bind {

using model::Expr;
using model::ExprId;
using model::kNoId;
using model::Op;
using model::Type;

/// What a node's subtree reads. Inside of a `where` some of it has no place.
struct Reads {
  bool aggregate = false;
  bool fact = false;
  bool linked = false;
};

class Interner {
 public:
  /// Deeper nodes are refused by the callers: everyone after us may recurse over an expression.
  static constexpr std::uint32_t kMaxDepth = 1000;

  explicit Interner(std::vector<Expr>& nodes) : nodes_(nodes) {}

  const Expr& operator[](ExprId id) const { return nodes_[id]; }

  /// The node with this meaning; the place is that of the first one made.
  ExprId add(Expr expr);
  /// A node of its own with the meaning of `id` and a label.
  ExprId labelled(ExprId id, std::string label, text::Span span);
  /// The node without its label.
  ExprId base(ExprId id) const { return notes_[id].base; }
  std::uint32_t depth(ExprId id) const { return notes_[id].depth; }
  const Reads& reads(ExprId id) const { return notes_[id].reads; }

  /// The same value, seen from inside of a `where`: fields become those of the entry. Requires: no aggregate in it.
  ExprId outer(ExprId id);

  /// Short forms. Conditions lose operands that are always yes, and repeated ones; nothing left is "always yes".
  ExprId yes_no(bool value, text::Span span);
  ExprId number(std::int64_t value, text::Span span);
  ExprId day(calendar::Day day, text::Span span);
  ExprId today(text::Span span);
  ExprId negated(ExprId id, text::Span span);
  ExprId all_of(std::vector<ExprId> operands, text::Span span) { return joined(Op::And, std::move(operands), span); }
  ExprId any_of(std::vector<ExprId> operands, text::Span span) { return joined(Op::Or, std::move(operands), span); }
  ExprId compared(Op op, ExprId a, ExprId b, text::Span span);
  /// A node whose value is none where an operand is.
  ExprId computed(Op op, model::Base base, std::vector<ExprId> args, text::Span span);

 private:
  struct Notes {
    ExprId base = kNoId;
    std::uint32_t depth = 1;
    Reads reads;
  };
  ExprId append(Expr expr, ExprId base);
  ExprId joined(Op op, std::vector<ExprId> operands, text::Span span);

  std::vector<Expr>& nodes_;
  std::vector<Notes> notes_;
  std::unordered_multimap<std::size_t, ExprId> by_hash_;
  std::unordered_map<ExprId, ExprId> outer_;
};

}  // namespace frist::bind
