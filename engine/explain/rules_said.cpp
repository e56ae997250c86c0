// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/rules_said.hpp"

#include <algorithm>

#include "engine/explain/conditions.hpp"
#include "rules/calendar/review.hpp"

namespace frist::explain {
namespace {

using calendar::is_day;
using calendar::kNever;
using calendar::kNone;
using calendar::kUnknown;
using model::Effect;
using model::EffectKind;
using model::kNoId;
using program::EffectRegisters;
using program::RuleRegisters;

Truth standing(const Run& run, const EffectRegisters& e) { return run.truth_at(e.stands, Truth::Yes); }

Truth replaced(const Run& run, const RuleRegisters& r) {
  return r.always_replaced ? Truth::Yes : run.truth_at(r.replaced, Truth::No);
}

// Yes or unknown, and not replaced by a yes.
bool binds(const Run& run, const RuleRegisters& r, const EffectRegisters& e) {
  return standing(run, e) != Truth::No && replaced(run, r) != Truth::Yes;
}

bool is_live(const Run& run, const RuleRegisters& r, const EffectRegisters& e) {
  return r.chosen && standing(run, e) == Truth::Yes && replaced(run, r) != Truth::Yes;
}

template <class Visit>
void each_effect(const Run& run, Visit visit) {
  for (const RuleRegisters& r : run.program().traces)
    for (std::uint32_t k = 0; k < r.effects.size(); ++k) visit(r, run.rules().retention[r.rule].effects[k], k);
}

// Finds out what one rule said.
class RuleTeller {
 public:
  RuleTeller(const Run& run, const Verdict& verdict, const std::optional<LimitRef>& limit,
             const RuleRegisters& registers)
      : run_(run),
        verdict_(verdict),
        limit_(limit),
        registers_(registers),
        rule_(run.rules().retention[registers.rule]) {}

  RuleSaid tell() {
    RuleSaid said;
    said.rule = registers_.rule;
    said.chosen = registers_.chosen;
    said.in_force = run_.truth(rule_.heading.force.holds);
    said.replaced = replaced(run_, registers_);
    said.replaced_by = specials();
    if (rule_.when != kNoId) said.when = said_of(run_, rule_.when);
    for (std::uint32_t k = 0; k < registers_.effects.size(); ++k) said.effects.push_back(effect(k, said));
    said.applies = applies(said);
    return said;
  }

 private:
  static Truth applies(const RuleSaid& said) {
    Truth some = Truth::No;
    for (const EffectSaid& e : said.effects) {
      if (e.stands == Truth::Yes) return Truth::Yes;
      if (e.stands == Truth::Unknown) some = Truth::Unknown;
    }
    return some;
  }

  std::vector<model::RuleId> specials() const {
    std::vector<model::RuleId> found;
    for (const RuleRegisters& other : run_.program().traces) {
      const bool special = std::find(rule_.specials.begin(), rule_.specials.end(), other.rule) != rule_.specials.end();
      if (special && other.chosen && (other.always_raw || run_.truth_at(other.raw, Truth::No) != Truth::No))
        found.push_back(other.rule);
    }
    return found;
  }

  EffectSaid effect(std::uint32_t k, const RuleSaid& rule) const {
    const Effect& e = rule_.effects[k];
    const EffectRegisters& r = registers_.effects[k];
    EffectSaid said;
    said.effect = k;
    said.kind = e.kind;
    said.stands = standing(run_, r);
    said.start = start(e);
    said.facts = facts_under(run_, e.start);
    if (r.date != program::kNoRegister) dates(e, r, said);
    said.part = part(e, said, rule);
    return said;
  }

  // A start that is not declared is the date itself: of reviews and of what is erased at once.
  Day start(const Effect& e) const { return run_.day(e.start == kNoId ? e.date : e.start); }

  void dates(const Effect& e, const EffectRegisters& r, EffectSaid& said) const {
    const Day date = run_.day_at(r.date, kUnknown);
    if (model::is_limit(e.kind)) {
      said.gone_from = date;
      said.kept_through = calendar::plus_days(date, -1);
      said.limit = run_.day_at(r.limit, date);
      const model::Force& force = rule_.heading.force;
      if (is_day(date) && force.by == kNoId && date < force.from) said.floored_to = force.from;
      said.extended_by = extensions();
    }
    if (e.kind == EffectKind::Keep) said.kept_through = date;
    if (is_review(e.kind)) {
      said.start = date;
      said.next_review = next_review(e, date);
    }
    count(e, said);
  }

  // How the period was counted; the dates themselves come from the run.
  void count(const Effect& e, EffectSaid& said) const {
    said.from_day_itself = e.counting == calendar::Counting::FromDayItself;
    const model::Expr& date = run_.rules().expr(e.date);
    const bool counted = date.op == model::Op::GoneFrom || date.op == model::Op::KeptThrough;
    if (counted) said.from_day_itself = date.counting == calendar::Counting::FromDayItself;
    if (!counted || !is_day(said.start)) return;
    calendar::kept_through(said.start, date.period, date.counting, date.month_end, &said.clipped);
  }

  Day next_review(const Effect& e, Day anchor) const {
    if (!is_day(anchor)) return kNever;
    const Day next = calendar::first_review_after(anchor, e.period, e.counting, e.month_end, run_.as_of().day);
    if (e.kind != EffectKind::ReviewOnce) return is_day(next) ? next : kNever;
    const Day only = calendar::review_due(anchor, e.period, e.counting, e.month_end, 1);
    return is_day(only) && only > run_.as_of().day ? only : kNever;
  }

  std::vector<model::RuleId> extensions() const {
    std::vector<model::RuleId> found;
    each_effect(run_, [&](const RuleRegisters& r, const Effect& e, std::uint32_t k) {
      const bool names = std::find(e.extends.begin(), e.extends.end(), registers_.rule) != e.extends.end();
      if (e.kind == EffectKind::Extend && names && r.chosen && binds(run_, r, r.effects[k])) found.push_back(r.rule);
    });
    return found;
  }

  Part part(const Effect& e, const EffectSaid& said, const RuleSaid& rule) const {
    if (!registers_.chosen) return Part::NotChosen;
    if (rule.in_force == Truth::No) return Part::NotInForce;
    if (said.stands == Truth::No) return Part::DoesNotApply;
    if (rule.replaced == Truth::Yes) return Part::Replaced;
    if (model::is_duty(e.kind)) return rule.rule == verdict_.rule ? Part::Keeps : Part::AlsoKeeps;
    if (is_review(e.kind)) return is_day(said.start) ? Part::Reviews : Part::DateUnknown;
    if (e.kind == EffectKind::Extend) return Part::Extends;
    if (said.stands == Truth::Unknown) return Part::Open;
    if (said.limit == kUnknown || said.limit == kNone) return Part::DateUnknown;
    if (!erases(e.kind)) return said.limit <= run_.as_of().day ? Part::Acts : Part::ActsLater;
    const bool first = limit_ && limit_->rule == rule.rule && limit_->effect == said.effect;
    return first ? Part::Decides : Part::RunsOutLater;
  }

  const Run& run_;
  const Verdict& verdict_;
  const std::optional<LimitRef>& limit_;
  const RuleRegisters& registers_;
  const model::RetentionRule& rule_;
};

}  // namespace

std::optional<LimitRef> earliest_limit(const Run& run, Day limit) {
  std::optional<LimitRef> found;
  if (!is_day(limit)) return found;
  each_effect(run, [&](const RuleRegisters& r, const Effect& e, std::uint32_t k) {
    if (found || !erases(e.kind) || !is_live(run, r, r.effects[k])) return;
    if (run.day_at(r.effects[k].limit, kUnknown) == limit) found = LimitRef{r.rule, k};
  });
  return found;
}

bool is_placed_hold(const Run& run) {
  const model::Value& hold = run.entry().engine.on_hold;
  return !hold.known() || hold.number != 0;
}

bool is_held(const Run& run) {
  bool held = is_placed_hold(run);
  each_effect(run, [&](const RuleRegisters& r, const Effect& e, std::uint32_t k) {
    held |= e.kind == EffectKind::Hold && r.chosen && binds(run, r, r.effects[k]);
  });
  return held;
}

std::vector<RuleSaid> rules_said(const Run& run, const Verdict& verdict) {
  const std::optional<LimitRef> limit = earliest_limit(run, verdict.limit);
  std::vector<RuleSaid> rules;
  for (const RuleRegisters& r : run.program().traces) rules.push_back(RuleTeller(run, verdict, limit, r).tell());
  return rules;
}

}  // namespace frist::explain
