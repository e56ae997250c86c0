// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "rules/analyse/questions.hpp"

namespace frist::analyse {
namespace {

using model::Effect;
using model::EffectKind;
using model::RetentionRule;
using model::RuleId;

/// Beyond so many limits from one start a duty is not compared any more.
constexpr std::size_t kMostLimits = 40;

std::int64_t least_days(calendar::Period period) {
  return 365 * std::int64_t{period.months / 12} + 28 * std::int64_t{period.months % 12} + period.days;
}
std::int64_t most_days(calendar::Period period) {
  return 366 * std::int64_t{period.months / 12} + 31 * std::int64_t{period.months % 12} + period.days;
}

/// Surely longer: by its parts, or whatever the months.
bool longer(calendar::Period a, calendar::Period b) {
  if (a.days == b.days) return a.months > b.months;
  if (a.months == b.months) return a.days > b.days;
  return least_days(a) > most_days(b);
}

struct Stage {
  RuleId rule;
  const Effect* effect;
};

bool replaces(const RetentionRule& rule, RuleId other) {
  return std::find(rule.instead_of.begin(), rule.instead_of.end(), other) != rule.instead_of.end();
}

class DutyCheck {
 public:
  DutyCheck(const model::RuleSet& rules, Cases& cases, text::DiagnosticSink& sink)
      : rules_(rules), cases_(cases), sink_(sink) {}

  void run() {
    collect();
    for (const Stage& duty : duties_) {
      const auto limits = limits_.find(key_of(duty));
      if (limits != limits_.end()) check(duty, limits->second);
    }
  }

 private:
  using Key = std::pair<model::RecordId, model::ExprId>;

  Key key_of(const Stage& stage) const {
    return {rules_.retention[stage.rule].record, cases_.canonical(stage.effect->start)};
  }

  void collect() {
    for (RuleId id = 0; id < rules_.retention.size(); ++id) {
      if (!rules_.retention[id].heading.reading.chosen) continue;
      for (const Effect& effect : rules_.retention[id].effects) {
        if (effect.period == calendar::Period{}) continue;
        const Stage stage{id, &effect};
        if (effect.kind == EffectKind::Keep) duties_.push_back(stage);
        if (effect.kind == EffectKind::Erase) limits_[key_of(stage)].push_back(stage);
      }
    }
    for (auto& [key, limits] : limits_) {
      std::stable_sort(limits.begin(), limits.end(), [](const Stage& a, const Stage& b) {
        return most_days(a.effect->period) < most_days(b.effect->period);
      });
    }
  }

  /// One report for each duty, at the shortest limit that it can meet.
  void check(const Stage& duty, const std::vector<Stage>& limits) {
    const RetentionRule& keeping = rules_.retention[duty.rule];
    for (std::size_t i = 0; i < std::min(limits.size(), kMostLimits); ++i) {
      const Stage& limit = limits[i];
      const RetentionRule& erasing = rules_.retention[limit.rule];
      if (!longer(duty.effect->period, limit.effect->period)) continue;
      if (replaces(keeping, limit.rule) || replaces(erasing, duty.rule)) continue;
      if (cases_.possible({{duty.effect->stands, true}, {limit.effect->stands, true}}) != Answer::Possible) continue;
      report(sink_, text::Kind::DutyOutlastsLimit, duty.effect->span,
             fmt::format("the duty of `{}` lasts longer than the limit of `{}`", keeping.heading.name,
                         erasing.heading.name),
             fmt::format(
                 "in between entries are restricted; if that is not meant, write `instead of {}` or exclude one by a "
                 "condition of the other",
                 erasing.heading.name),
             {{limit.effect->span, "from the same day on"}});
      return;
    }
  }

  const model::RuleSet& rules_;
  Cases& cases_;
  text::DiagnosticSink& sink_;
  std::vector<Stage> duties_;
  std::map<Key, std::vector<Stage>> limits_;
};

}  // namespace

void duties_and_limits(const model::RuleSet& rules, Cases& cases, text::DiagnosticSink& sink) {
  DutyCheck(rules, cases, sink).run();
}

}  // namespace frist::analyse
