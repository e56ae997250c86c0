// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/analyse/questions.hpp"

namespace frist::analyse {
namespace {

using model::ExprId;
using model::kNoId;

class ConditionCheck {
 public:
  ConditionCheck(const model::RuleSet& rules, Cases& cases, text::DiagnosticSink& sink)
      : rules_(rules), cases_(cases), sink_(sink) {}

  void run() {
    for (const model::Define& define : rules_.defines) {
      if (rules_.expr(define.value).type.base == model::Base::YesNo) condition(define.value, define.heading.name);
    }
    for (const model::RetentionRule& rule : rules_.retention) condition(rule.when, rule.heading.name);
    for (const model::Deadline& deadline : rules_.deadlines) condition(deadline.when, deadline.heading.name);
    for (const model::Access& access : rules_.permissions) condition(access.when, access.heading.name);
    for (const model::Access& access : rules_.prohibitions) condition(access.when, access.heading.name);
    for (const model::Eligibility& rule : rules_.eligibility) eligibility(rule);
  }

 private:
  bool impossible(const std::vector<Goal>& goals) { return cases_.possible(goals) == Answer::Impossible; }

  /// A condition that no entry or every entry meets. False where it was reported.
  bool condition(ExprId id, const std::string& owner) {
    if (id == kNoId) return true;
    const bool never = impossible({{id, true}});
    if (!never && !impossible({{id, false}})) return true;
    report(sink_, text::Kind::ConstantCondition, rules_.expr(id).span,
           fmt::format("no entry can {} this condition of `{}`", never ? "meet" : "fail", owner),
           never ? "correct it, or leave out what it is the condition of" : "leave it out, or correct it");
    return false;
  }

  void eligibility(const model::Eligibility& rule) {
    bool good = condition(rule.when, rule.heading.name);
    std::vector<Goal> around{{rule.when, true}, {rule.heading.force.holds, true}};
    for (const model::Requirement& one : rule.requires_all) {
      good = condition(one.condition, rule.heading.name) && good;
      around.push_back({one.condition, true});
    }
    if (good && impossible(around)) {
      report(sink_, text::Kind::ConstantCondition, rule.heading.name_span,
             fmt::format("nothing can meet all conditions of `{}`", rule.heading.name),
             "two of them contradict each other; correct one");
      good = false;
    }
    for (const model::Alternative& alternative : rule.alternatives) {
      if (good) check(alternative, around);
    }
  }

  void check(const model::Alternative& alternative, std::vector<Goal> goals) {
    for (const model::Requirement& one : alternative.requires_all) goals.push_back({one.condition, true});
    if (!impossible(goals)) return;
    report(sink_, text::Kind::UnreachableAlternative, alternative.span,
           fmt::format("the alternative `{}` can never count", alternative.name),
           "its requirements contradict each other or those before it; correct one or leave the alternative out");
  }

  const model::RuleSet& rules_;
  Cases& cases_;
  text::DiagnosticSink& sink_;
};

}  // namespace

void constant_conditions(const model::RuleSet& rules, Cases& cases, text::DiagnosticSink& sink) {
  ConditionCheck(rules, cases, sink).run();
}

}  // namespace frist::analyse
