// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/guards.hpp"

#include <algorithm>
#include <unordered_set>

namespace frist::bind {
namespace {

/// `count of ... is at least 1` and the like: some row is there.
bool says_some_row(const Interner& exprs, const Expr& e) {
  if (e.op == Op::AnyIn) return true;
  if (e.args.size() != 2 || exprs[e.args[0]].op != Op::CountIn || exprs[e.args[1]].op != Op::Constant) return false;
  const std::int64_t number = exprs[e.args[1]].value;
  return (e.op == Op::GreaterEqual && number >= 1) || (e.op == Op::Greater && number >= 0) ||
         (e.op == Op::Equal && number >= 1);
}

/// What must all hold for a condition to be yes; nothing for "always".
std::vector<ExprId> conjuncts(const Interner& exprs, ExprId id) {
  if (id == kNoId) return {};
  const Expr& e = exprs[id];
  std::vector<ExprId> result{exprs.base(id)};
  if (e.op != Op::And) return result;
  for (const ExprId arg : e.args) {
    const auto inner = conjuncts(exprs, arg);
    result.insert(result.end(), inner.begin(), inner.end());
  }
  return result;
}

bool contains(const std::vector<ExprId>& list, ExprId id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

}  // namespace

const Implications::Facts& Implications::facts_if(ExprId condition, bool truth) {
  const std::uint64_t key = (std::uint64_t{exprs_.base(condition)} << 1) | (truth ? 1U : 0U);
  if (const auto known = memory_.find(key); known != memory_.end()) return known->second;
  Facts facts = compute(condition, truth);
  return memory_.emplace(key, std::move(facts)).first->second;
}

Implications::Facts Implications::compute(ExprId condition, bool truth) {
  const Expr& e = exprs_[condition];
  switch (e.op) {
    case Op::Not:
      return facts_if(e.args[0], !truth);
    case Op::And:
      return of_operands(e.args, truth, truth);
    case Op::Or:
      return of_operands(e.args, truth, !truth);
    case Op::IsRecorded:
      return truth ? Facts{exprs_.base(e.args[0])} : Facts{};
    default:
      return truth && says_some_row(exprs_, e) ? Facts{exprs_.base(condition)} : Facts{};
  }
}

/// All operands have that truth, or at least one of them has it.
Implications::Facts Implications::of_operands(const std::vector<ExprId>& args, bool truth, bool all) {
  Facts result;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const Facts facts = facts_if(args[i], truth);
    if (all) {
      result.insert(result.end(), facts.begin(), facts.end());
    } else if (i == 0) {
      result = facts;
    } else {
      std::erase_if(result, [&](ExprId id) { return !contains(facts, id); });
    }
  }
  return result;
}

void Guards::assume(ExprId condition, bool truth) {
  for (const ExprId id : implied_->facts_if(condition, truth)) {
    assumed_.push_back(id);
    ++known_[id];
  }
}

void Guards::rollback(Mark mark) {
  while (assumed_.size() > mark.size) {
    const auto found = known_.find(assumed_.back());
    if (--found->second == 0) known_.erase(found);
    assumed_.pop_back();
  }
  all_ = mark.all;
}

std::optional<ExprId> Guards::may_be_none(ExprId value) const {
  if (all_ > 0) return std::nullopt;
  std::vector<ExprId> seen;
  return search(value, seen);
}

std::optional<ExprId> Guards::search(ExprId value, std::vector<ExprId>& seen) const {
  const Expr& e = (*exprs_)[value];
  if (!e.type.optional || is_known(value) || contains(seen, value)) return std::nullopt;
  std::optional<ExprId> culprit;
  switch (e.op) {
    case Op::Field:
    case Op::LinkedField:
    case Op::Fact:
    case Op::None:
      return value;
    case Op::LatestIn:
    case Op::EarliestIn:
      return rows_exist(e) ? std::nullopt : std::optional<ExprId>(value);
    case Op::Latest:
    case Op::Earliest:
      for (const ExprId arg : e.args) {
        const auto found = search(arg, seen);
        if (!found) return std::nullopt;
        if (!culprit) culprit = found;
      }
      return culprit;
    default:
      break;
  }
  for (std::size_t i = e.op == Op::Case ? 1 : 0; i < e.args.size(); ++i) {
    if (const auto found = search(e.args[i], seen)) return found;
  }
  seen.push_back(value);
  return std::nullopt;
}

/// `count of ROWS is at least N`, N being 1 or more, in any of its forms.
bool Guards::counts_at_least_one(const Expr& said) const {
  if (said.args.size() != 2 || said.args[0] == kNoId || said.args[1] == kNoId) return false;
  const Expr &count = (*exprs_)[said.args[0]], &bound = (*exprs_)[said.args[1]];
  if (count.op != Op::CountIn || bound.op != Op::Constant) return false;
  if (said.op == Op::Greater) return bound.value >= 0;
  return (said.op == Op::GreaterEqual || said.op == Op::Equal) && bound.value >= 1;
}

/// An earlier part said that some row meets at least the conditions of this one, and the value of such a row is
/// recorded.
bool Guards::rows_exist(const Expr& latest) const {
  for (const ExprId id : assumed_) {
    const Expr& said = (*exprs_)[id];
    const bool counted = counts_at_least_one(said);
    if (said.op != Op::AnyIn && !counted) continue;
    const Expr& rows = counted ? (*exprs_)[said.args[0]] : said;
    if (rows.source != latest.source) continue;
    const auto held = conjuncts(*exprs_, rows.args[0]);
    const auto needed = conjuncts(*exprs_, latest.args[0]);
    if (!std::all_of(needed.begin(), needed.end(), [&](ExprId one) { return contains(held, one); })) continue;
    Guards inside(*implied_);
    if (rows.args[0] != kNoId) inside.assume(rows.args[0], true);
    if (!inside.may_be_none(latest.args[1])) return true;
  }
  return false;
}

Guards Guards::seen_from_rows() const {
  Guards result(*implied_);
  result.all_ = all_;
  for (const ExprId id : assumed_) {
    if (exprs_->reads(id).aggregate) continue;
    const ExprId outer = exprs_->base(exprs_->outer(id));
    result.assumed_.push_back(outer);
    ++result.known_[outer];
  }
  return result;
}

}  // namespace frist::bind
