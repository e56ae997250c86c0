// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/effect_binder.hpp"

#include <fmt/core.h>

namespace frist::bind {
namespace {

using model::EffectKind;

EffectKind kind_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::Anonymise:
      return EffectKind::Anonymise;
    case NodeKind::Restrict:
      return EffectKind::Restrict;
    case NodeKind::Suppress:
      return EffectKind::Suppress;
    case NodeKind::Archive:
      return EffectKind::Archive;
    case NodeKind::Transfer:
      return EffectKind::Transfer;
    case NodeKind::Keep:
      return EffectKind::Keep;
    default:
      return EffectKind::Erase;
  }
}

bool has_limit(const Node& rule) {
  for (const NodeKind kind : {NodeKind::Erase, NodeKind::Anonymise, NodeKind::Restrict, NodeKind::Suppress,
                              NodeKind::Archive, NodeKind::Transfer}) {
    if (rule.has(kind)) return true;
  }
  return false;
}

}  // namespace

bool EffectBinder::when(const Node& condition) {
  const Maybe bound = binder_.condition(condition);
  if (bound) {
    rule_.when = *bound;
    binder_.guards().assume(*bound, true);
  } else {
    binder_.guards().assume_all();
  }
  return bound.has_value();
}

bool EffectBinder::bind(const Node& clause) {
  binder_.place().conventions = conventions_in(context_, clause, around_);
  switch (clause.kind()) {
    case NodeKind::EraseOnRequest:
      return on_request(clause);
    case NodeKind::KeepPermanently:
      return without_date(clause, EffectKind::KeepPermanently);
    case NodeKind::Hold:
      return without_date(clause, EffectKind::Hold);
    case NodeKind::Review:
      return review(clause);
    case NodeKind::Extend:
      return extend(clause);
    default:
      return limit(clause, kind_of(clause.kind()));
  }
}

void EffectBinder::add(model::Effect effect) { rule_.effects.push_back(std::move(effect)); }

bool EffectBinder::without_date(const Node& clause, EffectKind kind) {
  model::Effect effect;
  effect.kind = kind;
  effect.span = clause.span();
  effect.stands = stands(kNoId, clause.span());
  add(std::move(effect));
  return true;
}

bool EffectBinder::on_request(const Node& clause) {
  Expr asked;
  asked.op = Op::Fact;
  asked.fact = model::Fact::ErasureRequestedOn;
  asked.type.base = Base::Date;
  asked.type.optional = true;
  asked.span = clause.span();
  model::Effect effect;
  effect.kind = EffectKind::EraseOnRequest;
  effect.span = clause.span();
  effect.start = context_.exprs.add(std::move(asked));
  effect.date = effect.start;
  effect.at_once = true;
  effect.stands = stands(effect.start, clause.span());
  add(std::move(effect));
  return true;
}

/// What the period runs from, with the counting that this start calls for.
std::optional<ExprId> EffectBinder::start_of(const Node& value, model::Effect& effect) {
  const Maybe start = binder_.date(value);
  if (!start) return start;
  effect.start = *start;
  effect.stands = stands(*start, value.span());
  const Conventions& conventions = binder_.place().conventions;
  effect.counting =
      binder_.is_end(*start) ? Counting::FromNextDay : conventions.counting.value_or(Counting::FromNextDay);
  effect.month_end = conventions.month_end.value_or(MonthEnd::LastDay);
  return start;
}

bool EffectBinder::limit(const Node& clause, EffectKind kind) {
  model::Effect effect;
  effect.kind = kind;
  effect.span = clause.span();
  const bool named = named_parts(clause, effect);
  if (const auto at_once = clause.child(NodeKind::AtOnce)) {
    const auto start = start_of(at_once->nth(0), effect);
    if (!start || !named) return false;
    effect.at_once = true;
    effect.date = *start;
    add(std::move(effect));
    return true;
  }
  const Node span = *clause.child(NodeKind::AfterPeriod);
  const auto length = binder_.period(span.nth(0));
  const auto start = start_of(span.nth(1), effect);
  if (!length || !start || !named) return false;
  effect.period = length->period;
  const Maybe date = kind == EffectKind::Keep ? binder_.kept_through(*start, *length, clause.span())
                                              : binder_.gone_from(*start, *length, clause.span());
  if (!date) return false;
  effect.date = *date;
  add(std::move(effect));
  return true;
}

/// The fields that are anonymised, the parties to whom something is given or no longer shown.
bool EffectBinder::named_parts(const Node& clause, model::Effect& effect) {
  bool good = true;
  if (const auto fields = clause.child(NodeKind::Fields)) {
    for (const Node& name : fields->children_of(NodeKind::Name)) {
      const auto id = context_.find_field(rule_.record, name.text());
      if (id) {
        effect.fields.push_back(*id);
        continue;
      }
      good = false;
      context_.error(Kind::UnknownField, name.span(),
                     fmt::format("`{}` has no field `{}`", context_.record(rule_.record).name, name.text()),
                     context_.help_among(name.text(), context_.field_names(rule_.record), "field"));
    }
  }
  const auto parties = clause.child(NodeKind::Parties);
  for (const Node& name : (parties ? *parties : clause).children_of(NodeKind::Name)) {
    const auto id = context_.resolve(NameKind::Party, name);
    good = good && id.has_value();
    if (id) effect.parties.push_back(*id);
  }
  return good;
}

bool EffectBinder::review(const Node& clause) {
  const auto every = clause.child(NodeKind::EveryPeriod);
  const Node span = every ? *every : *clause.child(NodeKind::AfterPeriod);
  model::Effect effect;
  effect.kind = every ? EffectKind::Review : EffectKind::ReviewOnce;
  effect.span = clause.span();
  const auto length = binder_.period(span.nth(0));
  const auto start = start_of(span.nth(1), effect);
  if (!length || !start) return false;
  if (length->is_elapsed() || length->is_measured()) {
    context_.error(Kind::HoursOnDate, length->span, "reviews are counted in days, weeks, months or years",
                   "write a period such as `3 years`");
    return false;
  }
  if (!binder_.has_conventions(*length, !binder_.is_end(*start))) return false;
  effect.period = length->period;
  effect.date = *start;
  add(std::move(effect));
  return true;
}

bool EffectBinder::extend(const Node& clause) {
  model::Effect effect;
  effect.kind = EffectKind::Extend;
  effect.span = clause.span();
  effect.once = clause.has(NodeKind::Word);
  effect.stands = stands(kNoId, clause.span());
  effect.month_end = binder_.place().conventions.month_end.value_or(MonthEnd::LastDay);
  const bool known = extends_limits(clause.nth(0), effect);
  const auto length = binder_.period(clause.nth(1));
  if (!length || !known) return false;
  if (length->is_elapsed() || length->is_measured()) {
    context_.error(Kind::HoursOnDate, length->span, "an extension is counted in days, weeks, months or years",
                   "write a period such as `3 years`");
    return false;
  }
  if (!binder_.has_conventions(*length, false)) return false;
  effect.period = length->period;
  add(std::move(effect));
  return true;
}

bool EffectBinder::extends_limits(const Node& name, model::Effect& effect) {
  const auto& rules = context_.rules->retention;
  for (const model::RuleId id : context_.resolve_all(NameKind::Retention, name)) {
    if (rules[id].record == kNoId) return false;
    std::string problem;
    if (rules[id].record != rule_.record)
      problem = fmt::format("is a rule of `{}`", context_.record(rules[id].record).name);
    if (name.text() == rule_.heading.name) problem = "is this rule itself";
    if (problem.empty() && !has_limit(context_.node_of(NameKind::Retention, id))) problem = "has no limit to extend";
    if (!problem.empty()) {
      context_.error(Kind::ExtendOther, name.span(), fmt::format("`{}` {}", name.text(), problem),
                     "extend another rule of the same record that erases or restricts after some time",
                     {{rules[id].heading.name_span, "declared here"}});
      return false;
    }
    effect.extends.push_back(id);
  }
  return !effect.extends.empty();
}

/// In force, `when` holds, the start is recorded.
ExprId EffectBinder::stands(ExprId start, Span span) {
  Interner& exprs = context_.exprs;
  std::vector<ExprId> parts{rule_.heading.force.holds, rule_.when};
  if (start != kNoId && exprs[start].op != Op::Constant) {
    const bool known_by_when = exprs[start].type.optional && !binder_.guards().may_be_none(start);
    if (!known_by_when) {
      Expr recorded;
      recorded.op = Op::IsRecorded;
      recorded.args = {start};
      recorded.span = span;
      parts.push_back(exprs.add(std::move(recorded)));
    }
  }
  std::erase(parts, kNoId);
  return parts.empty() ? kNoId : exprs.all_of(std::move(parts), span);
}

}  // namespace frist::bind
