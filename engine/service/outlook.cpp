// SPDX-License-Identifier: Apache-2.0
#include "engine/service/outlook.hpp"

#include <fmt/core.h>

namespace frist::service {
namespace {

bool lets_go_on_request(const explain::Retention& retention, model::RuleId rule) {
  for (const explain::RuleSaid& said : retention.rules)
    for (const explain::EffectSaid& effect : said.effects)
      if (said.rule == rule && effect.kind == model::EffectKind::EraseOnRequest &&
          effect.part == explain::Part::Decides)
        return true;
  return false;
}

std::string sentence_of(const Outlook& outlook) {
  switch (outlook.kind) {
    case Outlook::Kind::Next:
      return fmt::format("`{}` lets it go{}: the next run erases it", outlook.rule,
                         outlook.on_request ? " on request" : " anyway");
    case Outlook::Kind::Later: {
      const std::string day = calendar::to_iso(outlook.day);
      if (!outlook.on_request)
        return fmt::format("no rule lets it go earlier because it is asked for; `{}` erases it on {}", outlook.rule,
                           day);
      return fmt::format("`{}` lets it go on request, but not yet; it goes on {}", outlook.rule, day);
    }
    case Outlook::Kind::Held:
      return "a hold keeps it, which a person placed; once that is lifted the rules decide (`frist hold list`)";
    case Outlook::Kind::Never:
      return "no rule ever lets it go as its facts are; only other facts, or another policy, would let it be erased";
    case Outlook::Kind::Unknown:
      if (!calendar::is_day(outlook.searched_until)) break;
      return fmt::format(
          "no rule lets it go until {}, and nobody looked further; only other facts, or another policy, "
          "would let it be erased before",
          calendar::to_iso(outlook.searched_until));
  }
  return "it cannot be told when a rule lets it go";
}

Outlook::Kind kind_of(const explain::Verdict& verdict) {
  if (verdict.placed_hold) return Outlook::Kind::Held;
  if (verdict.erase_due) return Outlook::Kind::Next;
  if (calendar::is_day(verdict.gone_from)) return Outlook::Kind::Later;
  return verdict.gone_from == calendar::kNever ? Outlook::Kind::Never : Outlook::Kind::Unknown;
}

}  // namespace

std::string_view word_of(Outlook::Kind kind) {
  switch (kind) {
    case Outlook::Kind::Next:
      return "next";
    case Outlook::Kind::Later:
      return "later";
    case Outlook::Kind::Held:
      return "held";
    case Outlook::Kind::Never:
      return "never";
    case Outlook::Kind::Unknown:
      break;
  }
  return "unknown";
}

Outlook outlook_of(const model::RuleSet& rules, const explain::Retention& retention) {
  const explain::Verdict& verdict = retention.verdict;
  Outlook outlook;
  outlook.kind = kind_of(verdict);
  const bool next = outlook.kind == Outlook::Kind::Next;
  const model::RuleId by = next ? verdict.rule : verdict.gone_by;
  if ((next || outlook.kind == Outlook::Kind::Later) && by != model::kNoId) {
    outlook.rule = rules.retention[by].heading.name;
    outlook.on_request = lets_go_on_request(retention, by);
  }
  if (outlook.kind == Outlook::Kind::Later) outlook.day = verdict.gone_from;
  if (outlook.kind == Outlook::Kind::Unknown) outlook.searched_until = verdict.searched_until;
  outlook.sentence = sentence_of(outlook);
  return outlook;
}

}  // namespace frist::service
