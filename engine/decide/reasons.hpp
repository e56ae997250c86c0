// SPDX-License-Identifier: Apache-2.0
// Why a record was decided as it was: the run's own registers, read where they are. Nothing is worked out, copied or
// put in words here (engine/explain does that for people). A view, of the last run of a RecordDecider or Machine; valid
// until its next run. Only for programs for answers: those of the night keep no reasons.
#pragma once

#include <algorithm>
#include <span>

#include "engine/decide/one_row.hpp"

namespace frist::decide {

class Reasons {
 public:
  using Effect = program::EffectPlaces;
  using Condition = program::ConditionPlace;

  explicit Reasons(const OneRow& row) : row_(row) {}

  /// What each rule of the record says, also those of readings that were not chosen: rules in their order, the effects
  /// of a rule in theirs.
  std::span<const Effect> effects() const { return row_.program().schedule.effects; }
  /// In force, its condition holds, its start is recorded: kNo, kYes or kTruthUnknown.
  Truth stands(const Effect& e) const { return known_or_unknown(row_.truth(e.stands)); }
  /// Some special stands instead of the effect's rule.
  Truth replaced(const Effect& e) const { return known_or_unknown(row_.truth(e.replaced)); }
  /// Whether it counts for the verdict: a limit that stands, a duty that stands or may; and nothing replaces it.
  bool holds(const Effect& e) const { return row_.truth(e.holds) == kYes; }
  /// The day as the effect says it: gone from, kept through, or the anchor of a review. kNone: it has none (yet),
  /// kUnknown, kNever.
  Day date(const Effect& e) const { return row_.day(e.date); }
  /// Limits: the same after force, extensions and specials of unknown standing; else kNone.
  Day limit(const Effect& e) const { return row_.day(e.limit); }

  /// Every condition over the record that the program has, and the conditions that it is made of, by expression.
  std::span<const Condition> conditions() const { return row_.program().schedule.conditions; }
  /// kNo, kYes or kTruthUnknown.
  Truth truth(const Condition& c) const { return known_or_unknown(row_.truth(c.at)); }
  /// The same by expression: kTruthUnknown where the program has no such condition.
  Truth truth(model::ExprId expr) const {
    const auto all = conditions();
    const auto found =
        std::lower_bound(all.begin(), all.end(), expr, [](const Condition& c, model::ExprId e) { return c.expr < e; });
    return found == all.end() || found->expr != expr ? kTruthUnknown : truth(*found);
  }

 private:
  static Truth known_or_unknown(Truth t) { return std::min(t, kTruthUnknown); }

  const OneRow& row_;
};

}  // namespace frist::decide
