// SPDX-License-Identifier: Apache-2.0
#include "rules/analyse/cases.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/core.h>

#include "rules/analyse/case_state.hpp"
#include "rules/model/same.hpp"

namespace frist::analyse {
namespace {

using model::Expr;
using model::ExprId;
using model::kNoId;
using model::Op;

constexpr std::uint32_t kDeepest = 300;
constexpr std::size_t kMostWords = 6;

}  // namespace

Cases::Cases(const model::RuleSet& rules) : rules_(rules) {
  std::unordered_multimap<std::size_t, ExprId> by_hash;
  std::vector<Expr> plain;
  plain.reserve(rules.exprs.size());
  for (const Expr& original : rules.exprs) {
    Expr expr = original;
    for (ExprId& arg : expr.args) arg = canonical(arg);
    const auto id = static_cast<ExprId>(plain.size());
    const std::size_t hash = model::hash_of(expr);
    ExprId same = id;
    const auto [first, last] = by_hash.equal_range(hash);
    for (auto it = first; it != last && same == id; ++it) {
      if (model::same_node(plain[it->second], expr)) same = it->second;
    }
    if (same == id) by_hash.emplace(hash, id);
    canonical_.push_back(same);
    plain.push_back(std::move(expr));
  }
}

bool Cases::spend(std::uint64_t work) {
  budget_ -= std::min(budget_, work);
  ++steps_;
  open_ = open_ || budget_ == 0 || steps_ > kStepsForOne;
  return !open_;
}

Answer Cases::possible(const std::vector<Goal>& goals) {
  steps_ = 0;
  open_ = false;
  found_.clear();
  if (search(CaseState(*this), goals, {}, 0)) return Answer::Possible;
  return open_ ? Answer::Open : Answer::Impossible;
}

/// Goals that leave no choice come first; then the ways of one choice are tried one after the other.
bool Cases::search(CaseState state, Way pending, std::vector<Ways> choices, std::uint32_t depth) {
  while (!pending.empty()) {
    if (!spend(kWorkOfStep + state.take_work())) return false;
    const Goal goal = pending.back();
    pending.pop_back();
    Ways several = ways(goal);
    if (several.empty()) return false;
    const bool itself = several.size() == 1 && several[0].size() == 1 && several[0][0].expr == goal.expr;
    if (itself) {
      if (!state.assume(goal)) return false;
    } else if (several.size() == 1) {
      pending.insert(pending.end(), several[0].begin(), several[0].end());
    } else {
      choices.push_back(std::move(several));
    }
  }
  if (choices.empty()) {
    found_ = state.assumed();
    return true;
  }
  if (depth == kDeepest) {
    open_ = true;
    return false;
  }
  const Ways next = std::move(choices.back());
  choices.pop_back();
  return std::any_of(next.begin(), next.end(), [&](const Way& way) {
    return spend(kWorkOfStep * (1 + state.assumed().size())) && search(state, way, choices, depth + 1);
  });
}

std::string Cases::words(const Goal& goal) const {
  const Expr& e = expr(goal.expr);
  if (e.op == Op::IsRecorded) {
    const std::string what = rules_.as_written(expr(e.args[0]).span);
    return what.empty() ? "" : fmt::format("`{} is {}`", what, goal.truth ? "recorded" : "none");
  }
  const std::string what = rules_.as_written(e.span);
  return what.empty() ? "" : fmt::format("{}`{}`", goal.truth ? "" : "not ", what);
}

std::string Cases::witness() const {
  std::vector<std::string> parts;
  for (const Goal& goal : found_) {
    std::string part = words(goal);
    if (part.empty() || std::find(parts.begin(), parts.end(), part) != parts.end()) continue;
    parts.push_back(std::move(part));
  }
  std::string text;
  const std::size_t shown = std::min(parts.size(), kMostWords);
  for (std::size_t i = 0; i < shown; ++i)
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ", parts[i]);
  return parts.size() > shown ? text + " and more" : text;
}

}  // namespace frist::analyse
