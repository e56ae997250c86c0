// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

class EligibilityBinder {
 public:
  EligibilityBinder(Context& context, const Node& node, model::Eligibility& rule)
      : context_(context),
        node_(node),
        rule_(rule),
        binder_(context, {rule.record, kNoId, conventions_in(context, node, context.conventions)}) {}

  void bind() {
    context_.only_once(node_, NodeKind::When, "when");
    if (const auto when = node_.child(NodeKind::When)) rule_.when = condition(when->nth(0)).value_or(kNoId);
    requirements(node_, rule_.requires_all);
    for (const Node& clause : node_.children_of(NodeKind::Alternative)) alternative(clause);
    if (!node_.has(NodeKind::Requires) && !node_.has(NodeKind::Alternative)) {
      context_.error(Kind::EligibilityWithoutRequirement, rule_.heading.name_span,
                     fmt::format("`{}` requires nothing", rule_.heading.name),
                     "add `requires ...` or `alternative ...`");
      return;
    }
    if (good_) rule_.permitted = permitted();
  }

 private:
  /// A condition that the later ones may rely on.
  Maybe condition(const Node& node) {
    const Maybe bound = binder_.condition(node);
    if (bound) binder_.guards().assume(*bound, true);
    if (!bound) binder_.guards().assume_all();
    good_ = good_ && bound.has_value();
    return bound;
  }

  void requirements(const Node& node, std::vector<model::Requirement>& list) {
    for (const Node& clause : node.children_of(NodeKind::Requires)) {
      if (const Maybe bound = condition(clause.nth(0))) list.push_back({*bound, clause.span()});
    }
  }

  void alternative(const Node& clause) {
    model::Alternative result;
    const Node name = clause.nth(0);
    result.name = name.name();
    result.titles = titles_of(clause, result.name);
    result.cites = citations_of(context_, clause);
    result.span = clause.span();
    if (!names_.insert(result.name).second) {
      context_.error(Kind::DuplicateName, name.span(),
                     fmt::format("`{}` has a second alternative `{}`", rule_.heading.name, result.name),
                     "give one of them another name");
    }
    const Guards::Mark mark = binder_.guards().mark();
    requirements(clause, result.requires_all);
    binder_.guards().rollback(mark);
    rule_.alternatives.push_back(std::move(result));
  }

  ExprId permitted() {
    Interner& exprs = context_.exprs;
    std::vector<ExprId> parts{rule_.when, rule_.heading.force.holds};
    for (const model::Requirement& one : rule_.requires_all) parts.push_back(one.condition);
    std::vector<ExprId> ways;
    for (const model::Alternative& alternative : rule_.alternatives) {
      std::vector<ExprId> all;
      for (const model::Requirement& one : alternative.requires_all) all.push_back(one.condition);
      ways.push_back(exprs.all_of(std::move(all), alternative.span));
    }
    if (!ways.empty()) parts.push_back(exprs.any_of(std::move(ways), rule_.heading.name_span));
    return exprs.all_of(std::move(parts), rule_.heading.name_span);
  }

  Context& context_;
  Node node_;
  model::Eligibility& rule_;
  ExprBinder binder_;
  bool good_ = true;
  std::set<std::string> names_;
};

}  // namespace

void bind_eligibility(Context& context) {
  auto& rules = context.rules->eligibility;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].record == kNoId) continue;
    EligibilityBinder(context, context.node_of(NameKind::Eligibility, static_cast<std::uint32_t>(i)), rules[i]).bind();
  }
}

}  // namespace frist::bind
