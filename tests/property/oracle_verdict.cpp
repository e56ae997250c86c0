// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/property/oracle.hpp"
#include "tests/property/oracle_dates.hpp"

namespace frist::oracle {
namespace {

using calendar::Day;
using calendar::kNever;
using calendar::kUnknown;
using model::Effect;
using model::EffectKind;
using model::RetentionRule;
using model::RuleId;

constexpr Day kNone = calendar::kNone;

// Decides one entry on one day, rule by rule, in the words of the language reference.
class Judge {
 public:
  Judge(const model::RuleSet& rules, const model::Entry& entry, model::AsOf as_of)
      : rules_(rules), entry_(entry), as_of_(as_of) {}

  Verdict judge() {
    Verdict v;
    const auto [limit, limit_rule] = earliest_erasure();
    const auto [kept, keeper, held] = latest_duty();
    v.due = limit;
    v.rule = limit_rule;
    if (limit != kNever && kept != kNone && kept >= limit) {
      v.due = kept == kNever ? kNever : kept + 1;
      v.rule = keeper;
    }
    if (limit == kNever && kept != kNone) v.rule = keeper;
    v.erase_due = v.due <= as_of_.day;
    v.restricted = !held && limit <= as_of_.day && as_of_.day < v.due;
    milder_acts(v, held);
    if (!v.erase_due) reviews(v);
    return v;
  }

 private:
  bool acts(const RetentionRule& r) const { return r.record == entry_.row.record && r.heading.reading.chosen; }
  Tri stands(const Effect& e) const { return truth(rules_, e.stands, entry_, as_of_); }

  // Whether a rule applies at all: some effect of it stands.
  Tri applies(RuleId id) const {
    bool open = false;
    for (const Effect& e : rules_.retention[id].effects) {
      if (stands(e) == Tri::Yes) return Tri::Yes;
      open |= stands(e) == Tri::Unknown;
    }
    return open ? Tri::Unknown : Tri::No;
  }
  Tri replaced(const RetentionRule& r) const {
    bool open = false;
    for (RuleId s : r.specials) {
      if (!acts(rules_.retention[s])) continue;
      if (applies(s) == Tri::Yes) return Tri::Yes;
      open |= applies(s) == Tri::Unknown;
    }
    return open ? Tri::Unknown : Tri::No;
  }

  // A date that an effect names; kUnknown or kNone where there is none.
  Day date(const Effect& e) const {
    const Outcome o = value(rules_, e.date, entry_, as_of_);
    if (o.state == Outcome::State::None) return kNone;
    return o.known() ? static_cast<Day>(o.low) : kUnknown;
  }

  // First day on which the data must be gone by this limit alone, extensions counted; kUnknown if it cannot be known.
  Day gone(RuleId id, const Effect& e) const {
    const RetentionRule& r = rules_.retention[id];
    Day day = date(e);
    if (day == kNone || day == kUnknown) return kUnknown;
    if (r.heading.force.by == model::kNoId) day = std::max(day, r.heading.force.from);
    for (const RetentionRule& other : rules_.retention) {
      if (!acts(other)) continue;
      for (const Effect& x : other.effects) {
        if (x.kind != EffectKind::Extend || std::find(x.extends.begin(), x.extends.end(), id) == x.extends.end())
          continue;
        if (stands(x) != Tri::No && replaced(other) != Tri::Yes) day = extended(day, x);
      }
    }
    return day;
  }
  // BGB 190: a new period that begins on the day on which the old one is over, and counts that day.
  Day extended(Day day, const Effect& x) const {
    if (day >= kNever || day == kUnknown) return day;
    const Day anchor = day;
    for (int k = 1;; ++k) {
      const calendar::Period p{x.period.months * k, x.period.days * k};
      const Day kept = last_day_kept(anchor, p, calendar::Counting::FromDayItself, x.month_end);
      // A round whose month lacks the day is passed over; where there is only one round nothing is known.
      if (kept == kUnknown && (x.once || k > 4000)) return kUnknown;
      if (kept == kUnknown) continue;
      if (kept + 1 > calendar::kLastDay) return kNever;
      if (x.once || kept + 1 > as_of_.day) return kept + 1;
    }
  }

  // The limit as it acts today: kNever while it does not.
  Day live(RuleId id, const Effect& e) const {
    const RetentionRule& r = rules_.retention[id];
    if (!acts(r) || stands(e) != Tri::Yes) return kNever;
    Day day = gone(id, e);
    for (RuleId s : r.specials) {
      if (!acts(rules_.retention[s])) continue;
      const Tri special = applies(s);
      if (special == Tri::Yes) return kNever;
      if (special == Tri::Unknown) day = both(day, s);
    }
    return day == kUnknown ? kNever : day;
  }
  // It is open whether the special applies: due once both are.
  Day both(Day day, RuleId special) const {
    const Day other = erasure_by(special);
    return day == kUnknown || other == kUnknown ? kUnknown : std::max(day, other);
  }
  // When the data would go if the special applied: by what stands instead of it, where something does.
  Day erasure_by(RuleId special) const {
    Day earliest = own_erasure(special);
    for (RuleId s : rules_.retention[special].specials) {
      if (!acts(rules_.retention[s])) continue;
      const Tri stands_instead = applies(s);
      if (stands_instead == Tri::No) continue;
      const Day instead = erasure_by(s);
      if (stands_instead == Tri::Yes)
        earliest = instead;
      else if (earliest != instead)
        earliest = kUnknown;
    }
    return earliest;
  }
  // Of its own limits; unknown where it has none, or one of them is unknown.
  Day own_erasure(RuleId special) const {
    Day earliest = kNever;
    bool open = false, started = false;
    for (const Effect& e : rules_.retention[special].effects) {
      if (e.kind != EffectKind::Erase && e.kind != EffectKind::EraseOnRequest) continue;
      if (date(e) == kNone) continue;  // what starts it has not happened: another limit of the special may still be due
      const Day d = gone(special, e);
      open |= d == kUnknown;
      started |= d != kUnknown;
      if (d != kUnknown) earliest = std::min(earliest, d);
    }
    return open || !started ? kUnknown : earliest;
  }

  std::pair<Day, RuleId> earliest_erasure() const {
    Day best = kNever;
    RuleId rule = model::kNoId;
    for (RuleId id = 0; id < rules_.retention.size(); ++id)
      for (const Effect& e : rules_.retention[id].effects) {
        if (e.kind != EffectKind::Erase && e.kind != EffectKind::EraseOnRequest) continue;
        const Day d = live(id, e);
        if (d < best || (wrong_tie && d == best && d != kNever)) best = d, rule = id;
      }
    return {best, rule};
  }

  struct Keeping {
    Day kept;
    RuleId rule;
    bool held;
  };
  Keeping latest_duty() const {
    Keeping best{kNone, model::kNoId, false};
    if (on_hold()) best = {kNever, kPlacedHold, true};
    for (RuleId id = 0; id < rules_.retention.size(); ++id) {
      const RetentionRule& r = rules_.retention[id];
      if (!acts(r) || replaced(r) == Tri::Yes) continue;
      for (const Effect& e : r.effects) {
        if (!is_duty(e.kind) || stands(e) == Tri::No) continue;
        Day kept = kNever;
        if (e.kind == EffectKind::Keep) kept = date(e) == kUnknown || date(e) == kNone ? kNever : date(e);
        if (best.kept == kNone || kept > best.kept) best = {kept, id, best.held || e.kind == EffectKind::Hold};
        best.held |= e.kind == EffectKind::Hold;
      }
    }
    return best;
  }
  bool on_hold() const {
    const model::Value& v = entry_.engine.on_hold;
    return !v.known() || v.number != 0;
  }

  // A hold keeps every fact, so it stops what empties fields as it stops erasing; handing over and marking destroy
  // none.
  void milder_acts(Verdict& v, bool held) const {
    for (RuleId id = 0; id < rules_.retention.size(); ++id)
      for (std::uint32_t k = 0; k < rules_.retention[id].effects.size(); ++k) {
        const Effect& e = rules_.retention[id].effects[k];
        const bool milder = is_limit(e.kind) && e.kind != EffectKind::Erase && e.kind != EffectKind::EraseOnRequest;
        if (held && e.kind == EffectKind::Anonymise) continue;
        if (milder && live(id, e) <= as_of_.day) v.acts.emplace_back(id, k);
      }
  }

  void reviews(Verdict& v) const {
    for (RuleId id = 0; id < rules_.retention.size(); ++id) {
      const RetentionRule& r = rules_.retention[id];
      if (!acts(r) || replaced(r) == Tri::Yes) continue;
      for (const Effect& e : r.effects) {
        if ((e.kind != EffectKind::Review && e.kind != EffectKind::ReviewOnce) || stands(e) == Tri::No) continue;
        const Day on = last_review(e);
        const model::Value& looked = entry_.engine.last_reviewed_on;
        if (on == kNone || (looked.known() && looked.number >= on)) continue;
        if (v.review_due && on <= v.review_on) continue;
        v.review_due = true;
        v.review_on = on;
        v.review_rule = id;
      }
    }
  }
  // k times the period from the anchor, never chained.
  Day last_review(const Effect& e) const {
    const Day anchor = date(e);
    Day last = kNone;
    if (anchor == kNone || anchor == kUnknown || anchor == kNever) return last;
    for (int k = 1;; ++k) {
      const calendar::Period p{e.period.months * k, e.period.days * k};
      const Day on = last_day_kept(anchor, p, e.counting, e.month_end);
      if (on != kUnknown && on <= as_of_.day) last = on;
      if (on > as_of_.day || e.kind == EffectKind::ReviewOnce) return last;
      if (on == kUnknown && k > 4000) return last;
    }
  }

  const model::RuleSet& rules_;
  const model::Entry& entry_;
  model::AsOf as_of_;
};

}  // namespace

Verdict verdict(const model::RuleSet& rules, const model::Entry& entry, model::AsOf as_of) {
  return Judge(rules, entry, as_of).judge();
}

}  // namespace frist::oracle
