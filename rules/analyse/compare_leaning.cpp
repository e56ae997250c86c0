// SPDX-License-Identifier: Apache-2.0
#include "rules/analyse/compare_leaning.hpp"

#include <algorithm>
#include <cctype>

#include "rules/model/dump.hpp"

namespace frist::analyse {
namespace {

using model::Effect;
using model::EffectKind;

bool all_effects(const Declaration& d, bool (*are)(EffectKind)) {
  return std::all_of(d.retention->effects.begin(), d.retention->effects.end(),
                     [&](const Effect& e) { return are(e.kind); });
}
bool only_looks(EffectKind kind) { return kind == EffectKind::Review || kind == EffectKind::ReviewOnce; }

// The same date but for its period, in months or days counted from the same start.
bool is_plain_date(const model::RuleSet& rules, const Effect& e) {
  const model::Expr& date = rules.expr(e.date);
  const bool counted = date.op == model::Op::GoneFrom || date.op == model::Op::KeptThrough;
  return counted && date.period == e.period && date.counting == e.counting && date.month_end == e.month_end;
}
std::string counted_from(const RuleOf& rule, const Effect& e) {
  return model::dump_expr(rule.rules, rule.rules.expr(e.date).args[0], rule.declaration.retention->record);
}

// Whether every day that one period leads to is at or behind the day of the other, from the same start.
bool at_least_as_long(calendar::Period a, calendar::Period b) {
  if (a.months < 0 || a.days < 0 || b.months < 0 || b.days < 0) return false;
  if (a.months >= b.months && a.days >= b.days) return true;
  constexpr std::int64_t kShortestMonth = 28, kLongestMonth = 31;
  return a.months * kShortestMonth + a.days >= b.months * kLongestMonth + b.days;
}

// Whether a later day of this limit stays a later one behind all that extends it. An extension that is done again and
// again passes today from wherever it begins, so that a later beginning may end earlier; and where the calendar refuses
// its day, the limit never comes, which a later beginning may mend.
bool extended_evenly(const model::RuleSet& rules, model::RuleId limit) {
  const auto even = [&](const Effect& e) {
    const bool moves = e.kind == EffectKind::Extend && std::count(e.extends.begin(), e.extends.end(), limit) > 0;
    return !moves || (e.once && e.month_end != calendar::MonthEnd::Reject);
  };
  return std::all_of(rules.retention.begin(), rules.retention.end(),
                     [&](const auto& r) { return std::all_of(r.effects.begin(), r.effects.end(), even); });
}

bool moved_evenly(const RuleOf& rule, const Effect& e) {
  const auto even = [&](model::RuleId limit) { return extended_evenly(rule.rules, limit); };
  if (e.kind == EffectKind::Extend) return std::all_of(e.extends.begin(), e.extends.end(), even);
  return !model::is_limit(e.kind) ||
         even(static_cast<model::RuleId>(rule.declaration.retention - rule.rules.retention.data()));
}

// Whether the effects are the same but for a period that is as long or longer, so that what is kept today is kept on.
// A day that the calendar refuses is no day at all, so there a longer period may erase what a shorter one never did.
bool keeps_on(const RuleOf& before, const Effect& was, const RuleOf& after, const Effect& is) {
  if (was.kind != is.kind || was.at_once || is.at_once || was.counting != is.counting || was.month_end != is.month_end)
    return false;
  if (only_looks(was.kind)) return true;
  if (is.month_end == calendar::MonthEnd::Reject || !at_least_as_long(is.period, was.period)) return false;
  if (!moved_evenly(before, was) || !moved_evenly(after, is)) return false;
  if (was.kind == EffectKind::Extend) return was.once && is.once;
  if (was.date == model::kNoId || is.date == model::kNoId) return was.date == is.date;
  return is_plain_date(before.rules, was) && is_plain_date(after.rules, is) &&
         counted_from(before, was) == counted_from(after, is);
}

// "erase period 3y 1m next-day last-day" without the period, and without the date that it leads to.
std::string without_period(const std::string& line) {
  if (line.starts_with("    date ")) return "";
  const std::size_t at = line.find(" period ");
  if (at == std::string::npos) return line;
  std::size_t behind = at + std::string_view(" period").size();
  while (behind + 1 < line.size() && std::isdigit(static_cast<unsigned char>(line[behind + 1])))
    behind = std::min(line.find(' ', behind + 1), line.size());
  return line.substr(0, at) + line.substr(behind);
}

bool same_but_periods(const Declaration& a, const Declaration& b) {
  const auto alike = [](const std::string& x, const std::string& y) {
    return without_period(x) == without_period(y) || (x.starts_with("  title") && y.starts_with("  title"));
  };
  return std::equal(a.lines.begin(), a.lines.end(), b.lines.begin(), b.lines.end(), alike);
}

}  // namespace

Leaning leaning_of_part(const std::string& kind, const std::string& what) {
  const bool words = what == "title" || what == "note" || what == "cites";
  if (kind == "policy") return what == "zone" ? Leaning::MayErase : Leaning::Words;
  return !words && (kind == "retention" || kind == "record") ? Leaning::MayErase : Leaning::Words;
}

// A rule that only keeps makes nothing due where it is new, and one that only erases where it is gone, unless they
// replaced another rule.
Leaning leaning_of_whole(const Declaration& d, bool added) {
  if (!d.retention) return leaning_of_part(d.kind, added ? "added" : "removed");
  if (!d.retention->instead_of.empty()) return Leaning::MayErase;
  if (all_effects(d, only_looks)) return Leaning::Words;
  const bool keeps = added ? all_effects(d, model::is_duty) : all_effects(d, model::is_limit);
  return keeps ? Leaning::Keeps : Leaning::MayErase;
}

Leaning leaning_of_effects(const RuleOf& before, const RuleOf& after) {
  if (!same_but_periods(before.declaration, after.declaration)) return Leaning::MayErase;
  const std::vector<Effect>&was = before.declaration.retention->effects, &is = after.declaration.retention->effects;
  for (std::size_t i = 0; i < was.size(); ++i)
    if (!keeps_on(before, was[i], after, is[i])) return Leaning::MayErase;
  return all_effects(before.declaration, only_looks) ? Leaning::Words : Leaning::Keeps;
}

}  // namespace frist::analyse
