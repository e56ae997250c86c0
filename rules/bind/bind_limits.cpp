// SPDX-License-Identifier: Apache-2.0
// More rules or milder acts than verdicts have numbers for.
#include <fmt/core.h>

#include <map>

#include "rules/bind/context.hpp"
#include "rules/bind/parts.hpp"
#include "rules/model/limits.hpp"

namespace frist::bind {
namespace {

bool is_milder(const model::Effect& effect) {
  return model::is_limit(effect.kind) && effect.kind != model::EffectKind::Erase &&
         effect.kind != model::EffectKind::EraseOnRequest;
}

}  // namespace

void check_limits(Context& context) {
  const model::RuleSet& rules = *context.rules;
  if (rules.retention.size() > model::kMostRetentionRules)
    context.error(
        Kind::TooManyRules, rules.retention[model::kMostRetentionRules].heading.name_span,
        fmt::format("{} rules of storage are more than one policy can have", rules.retention.size()),
        fmt::format("{} are the most; make two policies of it, or one rule of those that differ only in a value",
                    model::kMostRetentionRules));
  std::map<model::RecordId, std::size_t> acts;
  for (const model::RetentionRule& rule : rules.retention)
    for (const model::Effect& effect : rule.effects) {
      if (!is_milder(effect) || ++acts[rule.record] != model::kMostMilderActs + 1) continue;
      context.error(Kind::TooManyRules, effect.span,
                    fmt::format("this is the {}rd milder act than erasure on a `{}`", model::kMostMilderActs + 1,
                                rules.records[rule.record].name),
                    fmt::format("one kind of record can have {} of them over all rules; anonymise several fields in "
                                "one clause, or let rules share one",
                                model::kMostMilderActs));
    }
}

}  // namespace frist::bind
