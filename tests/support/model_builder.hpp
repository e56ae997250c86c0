// SPDX-License-Identifier: Apache-2.0
// Rule sets by hand, for tests of what comes after the binder. Equal nodes are shared, as the binder shares them.
// Record 0 is the one that rules are about unless something else is said.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "dsl/text/check.hpp"
#include "rules/model/rule_set.hpp"
#include "rules/model/same.hpp"

namespace frist::test {

using model::Base;
using model::EffectKind;
using model::Expr;
using model::ExprId;
using model::FieldId;
using model::kNoId;
using model::Op;
using model::RecordId;
using model::RuleId;
using model::Type;

inline calendar::Day day(int year, int month, int number) { return *calendar::make_day(year, month, number); }
inline Type type_of(Base base, bool optional = false) {
  Type t;
  t.base = base;
  t.optional = optional;
  return t;
}
inline Type money_of(const char* currency) {
  Type t = type_of(Base::Money);
  if (*currency) t.currency = {currency[0], currency[1], currency[2]};
  return t;
}

class ModelBuilder {
 public:
  RecordId record(const std::string& name) {
    model::Record r;
    r.name = name;
    rules.records.push_back(std::move(r));
    return static_cast<RecordId>(rules.records.size() - 1);
  }
  FieldId field(RecordId record, const std::string& name, Type type, RecordId link_to = kNoId) {
    model::Field f;
    f.name = name;
    f.type = type;
    f.link_to = link_to;
    rules.records[record].fields.push_back(std::move(f));
    return static_cast<FieldId>(rules.records[record].fields.size() - 1);
  }
  model::ListId list(RecordId record, const std::string& name, RecordId child) {
    rules.records[record].lists.push_back({name, {}, child, {}});
    rules.records[child].parent = record;
    return static_cast<model::ListId>(rules.records[record].lists.size() - 1);
  }

  ExprId add(Expr e) {
    for (ExprId id = 0; id < rules.exprs.size(); ++id)
      if (model::same_node(rules.exprs[id], e)) return id;
    rules.exprs.push_back(std::move(e));
    return static_cast<ExprId>(rules.exprs.size() - 1);
  }
  static Expr node(Op op, Base base, std::vector<ExprId> args = {}) {
    Expr e;
    e.op = op;
    e.type = type_of(base);
    e.args = std::move(args);
    return e;
  }

  ExprId constant(Type type, std::int64_t value) {
    Expr e = node(Op::Constant, type.base);
    e.type = type;
    e.value = value;
    return add(e);
  }
  ExprId date(int y, int m, int d) { return constant(type_of(Base::Date), day(y, m, d)); }
  ExprId number(std::int64_t n) { return constant(type_of(Base::Number), n); }
  ExprId text(const std::string& s) {
    Expr e = node(Op::Constant, Base::Text);
    e.text = s;
    return add(e);
  }
  ExprId get(RecordId record, FieldId field, bool outer = false) {
    Expr e = node(Op::Field, Base::Date);
    e.type = rules.records[record].fields[field].type;
    e.field = field;
    e.outer = outer;
    return add(e);
  }
  ExprId get(FieldId field) { return get(0, field); }
  ExprId fact(model::Fact which) {
    Expr e = node(Op::Fact, which == model::Fact::OnHold ? Base::YesNo : Base::Date);
    e.fact = which;
    return add(e);
  }
  ExprId today() { return add(node(Op::Today, Base::Date)); }
  ExprId now() { return add(node(Op::Now, Base::Moment)); }
  // Conditions and comparisons.
  ExprId truth(Op op, std::vector<ExprId> args) { return add(node(op, Base::YesNo, std::move(args))); }
  ExprId both(ExprId a, ExprId b) { return truth(Op::And, {a, b}); }
  ExprId recorded(ExprId a) { return truth(Op::IsRecorded, {a}); }
  ExprId shifted(Op op, ExprId from, calendar::Period period,
                 calendar::Counting counting = calendar::Counting::FromNextDay,
                 calendar::MonthEnd month_end = calendar::MonthEnd::LastDay, bool backwards = false) {
    Expr e = node(op, Base::Date, {from});
    e.period = period;
    if (op != Op::AddPeriod) e.counting = counting;
    e.month_end = month_end;
    e.backwards = backwards;
    return add(e);
  }
  ExprId over_list(Op op, model::ListId list, ExprId where, ExprId value = kNoId) {
    Expr e = node(op, Base::Number, value == kNoId ? std::vector<ExprId>{where} : std::vector<ExprId>{where, value});
    if (op == Op::AnyIn || op == Op::EveryIn) e.type = type_of(Base::YesNo);
    if (value != kNoId) e.type = rules.exprs[value].type;
    e.type.interval = op == Op::CountIn;
    e.source.list = list;
    e.source.record = rules.records[0].lists[list].record;
    return add(e);
  }

  RuleId rule(const std::string& name, ExprId when = kNoId, RecordId record = 0) {
    model::RetentionRule r;
    r.heading.name = name;
    r.record = record;
    r.when = when;
    rules.retention.push_back(std::move(r));
    return static_cast<RuleId>(rules.retention.size() - 1);
  }
  // `special` applies instead of `general`.
  void instead(RuleId special, RuleId general) {
    rules.retention[special].instead_of.push_back(general);
    rules.retention[general].specials.push_back(special);
  }
  // An effect that counts from `start`, as the binder writes it; kNoId where it has no start.
  model::Effect& effect(RuleId rule, EffectKind kind, ExprId start, calendar::Period period = {}) {
    model::Effect e;
    e.kind = kind;
    e.start = start;
    e.period = period;
    if (kind == EffectKind::Review || kind == EffectKind::ReviewOnce)
      e.date = start;
    else if (kind == EffectKind::EraseOnRequest)
      e.date = e.start = fact(model::Fact::ErasureRequestedOn);
    else if (start != kNoId && kind == EffectKind::Keep)
      e.date = shifted(Op::KeptThrough, start, period);
    else if (start != kNoId)
      e.date = shifted(Op::GoneFrom, start, period);
    e.stands = stands_of(rule, e.start);
    rules.retention[rule].effects.push_back(std::move(e));
    return rules.retention[rule].effects.back();
  }

  std::shared_ptr<const model::RuleSet> done() const { return std::make_shared<const model::RuleSet>(rules); }

  model::RuleSet rules;

 private:
  ExprId stands_of(RuleId rule, ExprId start) {
    std::vector<ExprId> parts;
    const model::RetentionRule& r = rules.retention[rule];
    for (const ExprId part : {r.heading.force.holds, r.when})
      if (part != kNoId) parts.push_back(part);
    if (start != kNoId) parts.push_back(recorded(start));
    return parts.empty() ? kNoId : parts.size() == 1 ? parts[0] : truth(Op::And, parts);
  }
};

inline model::Value known(std::int64_t number) { return {model::Value::State::Known, number, model::kAnyCurrency, {}}; }
inline model::Value none() { return {model::Value::State::None, 0, model::kAnyCurrency, {}}; }
inline model::Value unknown() { return {}; }
inline model::Value text_value(const std::string& s) { return {model::Value::State::Known, 0, model::kAnyCurrency, s}; }
inline model::Value money_value(std::int64_t n, const char* c) {
  return {model::Value::State::Known, n, money_of(c).currency, {}};
}

// An entry of a record with these values, all lists known and empty, every link leading nowhere.
inline model::Entry entry_of(const model::RuleSet& rules, RecordId record, std::vector<model::Value> values) {
  model::Entry e;
  e.row.record = record;
  e.row.fields = std::move(values);
  e.row.fields.resize(rules.records[record].fields.size());
  e.row.lists.assign(rules.records[record].lists.size(), std::vector<model::Row>{});
  e.linked.resize(rules.records[record].fields.size());
  return e;
}

inline model::AsOf as_of(calendar::Day day) { return {day, std::int64_t{day} * 86400}; }

}  // namespace frist::test
