// SPDX-License-Identifier: Apache-2.0
#include "rules/program/verdict_stage.hpp"

#include <algorithm>

#include "dsl/text/check.hpp"

namespace frist::program {
namespace {

using model::Effect;
using model::EffectKind;
using model::kNoId;
using model::RuleId;

bool erases(EffectKind k) { return k == EffectKind::Erase || k == EffectKind::EraseOnRequest; }
bool reviews_it(EffectKind k) { return k == EffectKind::Review || k == EffectKind::ReviewOnce; }

}  // namespace

void VerdictStage::build() {
  std::vector<RuleRegisters>& rules = builder_.program().traces;
  read_rules();
  for (RuleRegisters& r : rules)
    if (r.chosen) find_raw(r);
  for (RuleRegisters& r : rules)
    if (r.chosen) find_replaced(r);
  find_extensions();
  for (RuleRegisters& r : rules)
    if (r.chosen) find_limits(r);
  // erasure_by() reads limits as they are without specials, so two rounds.
  std::vector<RuleRegisters> combined = rules;
  for (RuleRegisters& r : combined)
    if (r.chosen) combine_with_specials(r);
  rules = std::move(combined);
  erasures();
  duties();
  milder_acts();
  reviews();
}

Instruction VerdictStage::day(Code code) const {
  Instruction i;
  i.code = code;
  i.storage = Storage::Day;
  return i;
}

RuleRegisters* VerdictStage::chosen_rule(RuleId id) {
  const auto found = places_.find(id);
  if (found == places_.end()) return nullptr;
  RuleRegisters& r = builder_.program().traces[found->second];
  return r.chosen ? &r : nullptr;
}

void VerdictStage::read_rules() {
  Program& program = builder_.program();
  for (RuleId id = 0; id < rules_.retention.size(); ++id) {
    const model::RetentionRule& rule = rules_.retention[id];
    if (rule.record != program.record || (!chosen_[id] && program.purpose == Purpose::Night)) continue;
    FRIST_CHECK(id < kMostRules);
    RuleRegisters r;
    r.rule = id;
    r.chosen = chosen_[id];
    for (const Effect& e : rule.effects)
      r.effects.push_back({lowering_.at(e.stands), lowering_.at(e.date), kNoRegister, kNoRegister});
    places_[id] = program.traces.size();
    program.traces.push_back(std::move(r));
  }
}

// For answers the standing of a special may be assumed, to see what would follow.
void VerdictStage::find_raw(RuleRegisters& r) {
  Program& program = builder_.program();
  const bool special = program.purpose == Purpose::Answers && !rule_of(r).instead_of.empty();
  std::vector<Register> standing;
  for (EffectRegisters& e : r.effects) {
    if (e.stands == kNoRegister) r.always_raw = true;
    if (e.stands == kNoRegister) continue;
    if (special) {
      Instruction assume;
      assume.code = Code::Assume;
      assume.number = static_cast<std::int64_t>(program.specials.size());
      e.stands = builder_.emit(assume, {e.stands});
    }
    standing.push_back(e.stands);
  }
  if (special) program.specials.push_back(r.rule);
  std::sort(standing.begin(), standing.end());
  standing.erase(std::unique(standing.begin(), standing.end()), standing.end());
  Instruction either;
  either.code = Code::Or;
  if (!r.always_raw) r.raw = standing.size() == 1 ? standing[0] : builder_.emit(either, standing);
}

void VerdictStage::find_replaced(RuleRegisters& r) {
  std::vector<Register> raws;
  for (const RuleId s : rule_of(r).specials) {
    const RuleRegisters* special = chosen_rule(s);
    if (!special) continue;
    r.always_replaced = r.always_replaced || special->always_raw;
    if (!special->always_raw) raws.push_back(special->raw);
  }
  if (r.always_replaced || raws.empty()) return;
  Instruction either;
  either.code = Code::Or;
  r.replaced = raws.size() == 1 ? raws[0] : builder_.emit(either, raws);
}

Register VerdictStage::holds(Code code, const RuleRegisters& r, const EffectRegisters& e) {
  if (e.stands == kNoRegister && r.replaced == kNoRegister) return kNoRegister;
  // Limits count where their gate is yes, so that a standing by itself will do; answers also show whether they are
  // live.
  if (code == Code::Live && r.replaced == kNoRegister && builder_.program().purpose == Purpose::Night) return e.stands;
  Instruction i;
  i.code = code;
  return builder_.emit(i, {e.stands, r.replaced});
}

void VerdictStage::find_extensions() {
  for (RuleRegisters& r : builder_.program().traces) {
    if (!r.chosen || r.always_replaced) continue;
    const auto& effects = rule_of(r).effects;
    for (std::size_t k = 0; k < effects.size(); ++k) {
      if (effects[k].kind != EffectKind::Extend) continue;
      r.effects[k].holds = holds(Code::Binds, r, r.effects[k]);
      extensions_.push_back({&effects[k], r.effects[k].holds});
    }
  }
}

Register VerdictStage::extended(RuleId rule, Register limit) {
  for (const Extension& x : extensions_) {
    const auto& names = x.effect->extends;
    if (std::find(names.begin(), names.end(), rule) == names.end()) continue;
    Instruction i = day(Code::Extend);
    i.period = x.effect->period;
    i.month_end = x.effect->month_end;
    i.once = x.effect->once;
    limit = builder_.emit(i, {limit, x.binds});
  }
  return limit;
}

// A limit that ran out before its rule came into force: gone from the day the rule is in force.
void VerdictStage::find_limits(RuleRegisters& r) {
  const model::RetentionRule& rule = rule_of(r);
  const model::Force& force = rule.heading.force;
  for (std::size_t k = 0; k < rule.effects.size(); ++k) {
    if (!model::is_limit(rule.effects[k].kind)) continue;
    FRIST_CHECK(r.effects[k].date != kNoRegister);
    Register limit = r.effects[k].date;
    if (force.by == kNoId && force.from != calendar::kFirstDay) {
      Instruction i = day(Code::Floor);
      i.number = force.from;
      limit = builder_.emit(i, {limit});
    }
    r.effects[k].limit = extended(r.rule, limit);
  }
}

Register VerdictStage::earliest_erasure(const RuleRegisters& special) {
  std::vector<Register> limits;
  for (std::size_t k = 0; k < special.effects.size(); ++k)
    if (erases(rule_of(special).effects[k].kind)) limits.push_back(special.effects[k].limit);
  if (limits.empty()) {  // it only restricts, say: while it may apply, nobody knows a day on which the data may go
    Instruction unknown = day(Code::Constant);
    unknown.number = calendar::kUnknown;
    return builder_.emit(unknown, {});
  }
  return limits.size() == 1 ? limits[0] : builder_.emit(day(Code::Earliest), limits);
}

// When the data go where a special stands instead of its general rule: by its own limits, or where another special
// stands instead of it, by those of that one; unknown while that is open, unless both are the same day.
Register VerdictStage::erasure_by(const RuleRegisters& special) {
  if (const auto found = erasure_by_.find(special.rule); found != erasure_by_.end()) return found->second;
  Register by = earliest_erasure(special);
  for (const RuleId s : rule_of(special).specials) {
    const RuleRegisters* other = chosen_rule(s);
    if (!other) continue;
    const Register instead = erasure_by(*other);
    by = other->always_raw ? instead : builder_.emit(day(Code::Case), {other->raw, instead, by});
  }
  return erasure_by_[special.rule] = by;
}

void VerdictStage::combine_with_specials(RuleRegisters& r) {
  if (r.always_replaced) return;
  const model::RetentionRule& rule = rule_of(r);
  for (std::size_t k = 0; k < rule.effects.size(); ++k) {
    if (!model::is_limit(rule.effects[k].kind)) continue;
    for (const RuleId s : rule.specials) {
      const RuleRegisters* special = chosen_rule(s);
      if (special)
        r.effects[k].limit = builder_.emit(day(Code::BothIf), {r.effects[k].limit, special->raw, erasure_by(*special)});
    }
    r.effects[k].holds = holds(Code::Live, r, r.effects[k]);
  }
}

template <class Visit>
void VerdictStage::each_effect(Visit visit) {
  for (RuleRegisters& r : builder_.program().traces)
    for (std::size_t k = 0; r.chosen && k < r.effects.size(); ++k) visit(r, rule_of(r).effects[k], r.effects[k]);
}

void VerdictStage::erasures() {
  Program& program = builder_.program();
  std::vector<Register> pairs;
  Instruction i = day(Code::MinLimits);
  i.has_tag = true;
  i.tag_first = static_cast<std::uint32_t>(program.tags.size());
  each_effect([&](const RuleRegisters& r, const Effect& effect, const EffectRegisters& e) {
    if (!erases(effect.kind) || r.always_replaced) return;
    pairs.insert(pairs.end(), {e.limit, e.holds});
    program.tags.push_back(static_cast<std::int32_t>(r.rule));
  });
  if (!pairs.empty()) program.outcome.limit = builder_.emit(i, pairs);
}

void VerdictStage::duties() {
  Program& program = builder_.program();
  Input hold;
  hold.is_fact = true;
  hold.fact = model::Fact::OnHold;
  Instruction placed;
  placed.code = Code::Binds;
  std::vector<Register> pairs{kNoRegister, builder_.emit(placed, {builder_.input(hold, 0), kNoRegister})};
  Instruction i = day(Code::MaxDuties);
  i.has_tag = true;
  i.tag_first = static_cast<std::uint32_t>(program.tags.size());
  program.tags.push_back(kPlacedHoldTag);
  each_effect([&](const RuleRegisters& r, const Effect& effect, EffectRegisters& e) {
    if (!model::is_duty(effect.kind) || r.always_replaced) return;
    e.holds = holds(Code::Binds, r, e);
    pairs.insert(pairs.end(), {effect.kind == EffectKind::Keep ? e.date : kNoRegister, e.holds});
    const std::int32_t hold_tag = effect.kind == EffectKind::Hold ? kHoldTag : 0;
    program.tags.push_back(static_cast<std::int32_t>(r.rule) + hold_tag);
  });
  program.outcome.duty = builder_.emit(i, pairs);
}

void VerdictStage::milder_acts() {
  Program& program = builder_.program();
  std::vector<Register> pairs;
  Instruction i = day(Code::DueActs);
  i.tag_first = static_cast<std::uint32_t>(program.tags.size());
  each_effect([&](const RuleRegisters& r, const Effect& effect, const EffectRegisters& e) {
    if (!model::is_limit(effect.kind) || erases(effect.kind)) return;
    const auto bit = static_cast<std::int32_t>(program.acts.size());
    if (effect.kind == EffectKind::Anonymise) program.acts_held |= std::uint32_t{1} << bit;
    program.acts.push_back({r.rule, static_cast<std::uint32_t>(&effect - rule_of(r).effects.data())});
    if (r.always_replaced) return;
    pairs.insert(pairs.end(), {e.limit, e.holds});
    program.tags.push_back(bit);
  });
  FRIST_CHECK(program.acts.size() <= kMostActs);
  if (!pairs.empty()) program.outcome.acts = builder_.emit(i, pairs);
}

void VerdictStage::reviews() {
  Program& program = builder_.program();
  std::vector<Register> found;
  std::vector<std::int32_t> tags;
  Input last;
  last.is_fact = true;
  last.fact = model::Fact::LastReviewedOn;
  last.storage = Storage::Day;
  each_effect([&](const RuleRegisters& r, const Effect& effect, EffectRegisters& e) {
    if (!reviews_it(effect.kind) || r.always_replaced || e.date == kNoRegister) return;
    e.holds = holds(Code::Binds, r, e);
    Instruction i = day(Code::Review);
    i.period = effect.period;
    i.counting = effect.counting;
    i.month_end = effect.month_end;
    i.once = effect.kind == EffectKind::ReviewOnce;
    found.push_back(builder_.emit(i, {e.date, e.holds, builder_.input(last, 0)}));
    tags.push_back(static_cast<std::int32_t>(r.rule));
  });
  if (found.empty()) return;
  Instruction i = day(Code::LastReview);
  i.has_tag = true;
  i.tag_first = static_cast<std::uint32_t>(program.tags.size());
  program.tags.insert(program.tags.end(), tags.begin(), tags.end());
  program.outcome.review = builder_.emit(i, found);
}

}  // namespace frist::program
