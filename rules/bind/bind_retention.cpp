// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/effect_binder.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

using model::RetentionRule;
using model::RuleId;

bool is_effect(NodeKind kind) {
  switch (kind) {
    case NodeKind::Erase:
    case NodeKind::EraseOnRequest:
    case NodeKind::Anonymise:
    case NodeKind::Restrict:
    case NodeKind::Suppress:
    case NodeKind::Archive:
    case NodeKind::Transfer:
    case NodeKind::Keep:
    case NodeKind::KeepPermanently:
    case NodeKind::Hold:
    case NodeKind::Review:
    case NodeKind::Extend:
      return true;
    default:
      return false;
  }
}

/// All of one rule but what it replaces. False where something was reported.
bool bind_body(Context& context, const Node& node, RetentionRule& rule) {
  context.only_once(node, NodeKind::When, "when");
  context.only_once(node, NodeKind::Counting, "counting");
  context.only_once(node, NodeKind::MonthEnd, "month end");
  const Conventions conventions = conventions_in(context, node, context.conventions);
  if (conventions.next_hour) {
    context.error(Kind::ClauseNotAllowed, node.child(NodeKind::Counting)->span(),
                  "storage is counted in days, not in hours", "write `counting from the next day`");
  }
  EffectBinder binder(context, {rule.record, kNoId, conventions}, rule);
  bool good = true;
  if (const auto when = node.child(NodeKind::When)) good = binder.when(when->nth(0));
  bool some = false;
  for (const Node& clause : node.children()) {
    if (!is_effect(clause.kind())) continue;
    some = true;
    good = binder.bind(clause) && good;
  }
  if (some) return good;
  context.error(Kind::RuleWithoutEffect, rule.heading.name_span,
                fmt::format("`{}` says nothing that happens", rule.heading.name),
                "add what it does, such as `erase after 3 years from ...`, `keep for ...` or `hold`");
  return false;
}

void bind_instead_of(Context& context, RuleId id) {
  const Node node = context.node_of(NameKind::Retention, id);
  std::vector<RuleId> replaced;
  for (const Node& clause : node.children_of(NodeKind::InsteadOf)) {
    for (const Node& name : clause.children_of(NodeKind::Name)) {
      for (const RuleId other : context.resolve_all(NameKind::Retention, name)) {
        const RetentionRule& rule = context.rules->retention[id];
        const RetentionRule& general = context.rules->retention[other];
        if (general.record == kNoId || rule.record == kNoId) continue;
        if (general.record != rule.record) {
          context.error(Kind::InsteadOfOtherRecord, name.span(),
                        fmt::format("`{}` is about `{}`, but this rule is about `{}`", general.heading.name,
                                    context.record(general.record).name, context.record(rule.record).name),
                        "a rule replaces rules about the same record only",
                        {{general.heading.name_span, "declared here"}});
          break;
        }
        replaced.push_back(other);
      }
    }
  }
  for (const RuleId other : replaced) context.rules->retention[other].specials.push_back(id);
  context.rules->retention[id].instead_of = std::move(replaced);
}

/// Looks for a rule that replaces itself by way of others, without recursion.
class InsteadOfCycles {
 public:
  explicit InsteadOfCycles(Context& context)
      : context_(context), states_(context.rules->retention.size(), RuleState::Waiting) {}

  void run() {
    for (RuleId id = 0; id < states_.size(); ++id) {
      if (states_[id] == RuleState::Waiting) walk(id);
    }
  }

 private:
  struct Step {
    RuleId rule;
    std::size_t next;
  };

  void walk(RuleId start) {
    std::vector<Step> path{{start, 0}};
    states_[start] = RuleState::Running;
    while (!path.empty()) {
      Step& step = path.back();
      const auto& next = context_.rules->retention[step.rule].instead_of;
      if (step.next == next.size()) {
        states_[step.rule] = RuleState::Done;
        path.pop_back();
        continue;
      }
      const RuleId other = next[step.next++];
      if (states_[other] == RuleState::Running) report(path, other);
      if (states_[other] != RuleState::Waiting) continue;
      states_[other] = RuleState::Running;
      path.push_back({other, 0});
    }
  }

  void report(const std::vector<Step>& path, RuleId first) {
    const auto& rules = context_.rules->retention;
    std::vector<text::Label> labels;
    std::vector<std::string> names;
    bool inside = false;
    for (const Step& step : path) {
      inside = inside || step.rule == first;
      if (!inside) continue;
      names.push_back(rules[step.rule].heading.name);
      if (step.rule != first && labels.size() < 5)
        labels.push_back({rules[step.rule].heading.name_span, "part of the circle"});
    }
    context_.error(Kind::InsteadOfCycle, rules[first].heading.name_span,
                   names.size() == 1 ? fmt::format("`{}` stands instead of itself", names[0])
                                     : fmt::format("{} stand instead of each other", listed(names)),
                   "take one `instead of` away, so that it is clear which rule is the general one", std::move(labels));
  }

  Context& context_;
  std::vector<RuleState> states_;
};

}  // namespace

// Parts go with their entry, whatever a rule of their own says; so there must be none that people could rely on.
void refuse_part(Context& context, const RetentionRule& rule) {
  if (rule.record == kNoId || !context.record(rule.record).is_child()) return;
  const model::Record& part = context.record(rule.record);
  context.error(
      Kind::RuleOfPart, rule.heading.name_span,
      fmt::format("`{}` is a part of `{}` and is erased with it; a rule of its own would never be asked", part.name,
                  context.record(part.parent).name),
      fmt::format("say it in a rule of `{}`, with a condition over the list", context.record(part.parent).name));
}

bool bind_rule(Context& context, RuleId id) {
  RuleState& state = context.retention_states[id];
  if (state == RuleState::Done) return true;
  if (state == RuleState::Running) return false;
  state = RuleState::Running;
  const NestingLevel level(context, NestingLevel::kDeclaration);
  const Node node = context.node_of(NameKind::Retention, id);
  RetentionRule rule = context.rules->retention[id];
  const std::size_t errors = context.sink.error_count();
  bind_heading(context, node, rule.heading, rule.record);
  refuse_part(context, rule);
  const bool good = rule.record != kNoId && bind_body(context, node, rule);
  context.retention_failed[id] = !good || context.sink.error_count() > errors;
  context.rules->retention[id] = std::move(rule);
  context.retention_states[id] = RuleState::Done;
  return true;
}

void bind_retention(Context& context) {
  const std::size_t count = context.rules->retention.size();
  for (RuleId id = 0; id < count; ++id) bind_rule(context, id);
  for (RuleId id = 0; id < count; ++id) bind_instead_of(context, id);
  InsteadOfCycles(context).run();
}

}  // namespace frist::bind
