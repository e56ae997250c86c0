// SPDX-License-Identifier: Apache-2.0
// What is known to be recorded at some point of a condition, because an earlier part of it asked. Part of this room
// only; not thread-safe.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "rules/bind/intern.hpp"

namespace frist::bind {

/// What a condition tells about what is recorded; each condition is looked at once.
class Implications {
 public:
  using Facts = std::vector<ExprId>;

  explicit Implications(Interner& exprs) : exprs_(exprs) {}
  /// Values that are recorded, and conditions that say that some row is there, wherever the condition has that truth.
  const Facts& facts_if(ExprId condition, bool truth);
  Interner& exprs() { return exprs_; }

 private:
  Facts compute(ExprId condition, bool truth);
  Facts of_operands(const std::vector<ExprId>& args, bool truth, bool all);

  Interner& exprs_;
  std::unordered_map<std::uint64_t, Facts> memory_;
};

class Guards {
 public:
  explicit Guards(Implications& implied) : implied_(&implied), exprs_(&implied.exprs()) {}

  /// From here on the condition is taken to be yes (or no, as behind `or`).
  void assume(ExprId condition, bool truth);
  /// From here on nothing is reported: an earlier part could not be bound, so nobody knows what it asked.
  void assume_all() { ++all_; }

  /// How much is assumed now; rollback() goes back to it.
  struct Mark {
    std::size_t size;
    std::uint32_t all;
  };
  Mark mark() const { return {assumed_.size(), all_}; }
  void rollback(Mark mark);

  /// What may be none although nobody asked; the field (or other value) to ask for. Nothing where all is well.
  std::optional<ExprId> may_be_none(ExprId value) const;

  /// The same knowledge about the entry as it is seen from inside of a `where`.
  Guards seen_from_rows() const;

 private:
  std::optional<ExprId> search(ExprId value, std::vector<ExprId>& seen) const;
  bool counts_at_least_one(const model::Expr& said) const;
  bool rows_exist(const Expr& latest) const;
  bool is_known(ExprId value) const { return known_.count(exprs_->base(value)) > 0; }

  Implications* implied_;
  Interner* exprs_;
  std::vector<ExprId> assumed_;
  std::uint32_t all_ = 0;
  std::unordered_map<ExprId, std::uint32_t> known_;  // how often each is assumed
};

}  // namespace frist::bind
