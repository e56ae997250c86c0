// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/leaves.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "engine/explain/conditions.hpp"

namespace frist::explain {
namespace {

using model::Base;
using model::Expr;
using model::ExprId;
using model::kNoId;
using model::Op;
using model::Value;

Cause cause_of(const Value& value) {
  if (value.state == Value::State::NotReadable) return Cause::NotReadable;
  return value.state == Value::State::Unknown ? Cause::NotRecorded : Cause::None;
}

// Walks down an expression with a list of what is still to be visited, so that depth costs nothing. The rows of lists
// are visited one by one.
class Collector {
 public:
  Collector(const Run& run, std::vector<FactSaid>& facts) : run_(run), facts_(facts) {}

  void collect(ExprId expr, const Place& place) {
    todo_.push_back({expr, place});
    while (!todo_.empty() && facts_.size() < kMostFacts) {
      const auto [id, here] = todo_.back();
      todo_.pop_back();
      if (id != kNoId && seen_.insert({id, here.space, here.at}).second) visit(run_.rules().expr(id), here);
    }
  }

 private:
  void visit(const Expr& expr, const Place& place) {
    switch (expr.op) {
      case Op::Field:
        add_field(expr.field, expr.outer ? run_.entry_place() : place);
        return;
      case Op::LinkedField:
        add_linked(expr);
        return;
      case Op::Fact:
        merge(facts_, {fact_of(run_.entry(), expr.fact)});
        return;
      default:
        break;
    }
    if (expr.op >= Op::CountIn) return add_rows(expr);
    // The last first, so that they come out in order.
    for (std::size_t k = expr.args.size(); k-- > 0;) todo_.push_back({expr.args[k], place});
  }

  void add_field(model::FieldId field, const Place& place) {
    merge(facts_, {fact_of(run_.rules(), place.ref, *place.row, field)});
  }

  void add_linked(const Expr& expr) {
    const model::Entry& entry = run_.entry();
    const auto& linked = entry.linked;
    const bool there = expr.link < linked.size() && linked[expr.link].has_value();
    if (there) {
      const model::Row& row = *linked[expr.link];
      merge(facts_, {fact_of(run_.rules(), {row.record, 1, row.key}, row, expr.field)});
      return;
    }
    FactSaid fact = fact_of(run_.rules(), run_.entry_place().ref, entry.row, expr.link);
    if (fact.value.known()) fact.cause = Cause::LeadsNowhere;
    merge(facts_, {fact});
  }

  void add_rows(const Expr& expr) {
    const auto rows = run_.rows_of(expr.source);
    const bool list = expr.source.kind == model::RowSource::Kind::List;
    if (!rows || rows->empty()) {
      FactSaid fact;
      fact.kind = list ? FactSaid::Kind::List : FactSaid::Kind::Others;
      fact.row = run_.entry_place().ref;
      fact.id = list ? expr.source.list : expr.source.record;
      fact.value.state = rows ? Value::State::None : Value::State::Unknown;
      if (!rows) fact.cause = list ? Cause::ListUnknown : Cause::OthersUnknown;
      merge(facts_, {fact});
      return;
    }
    for (std::size_t k = rows->size(); k-- > 0;)
      for (std::size_t a = expr.args.size(); a-- > 0;) todo_.push_back({expr.args[a], (*rows)[k]});
  }

  struct Visit {
    ExprId expr;
    Place place;
  };
  const Run& run_;
  std::vector<FactSaid>& facts_;
  std::vector<Visit> todo_;
  std::set<std::tuple<ExprId, std::uint32_t, std::uint32_t>> seen_;
};

bool is_money(const model::RuleSet& rules, const FactSaid& fact) {
  return fact.kind == FactSaid::Kind::Field && rules.records[fact.row.record].fields[fact.id].type.base == Base::Money;
}

// Money of any currency is known by itself; beside an amount of another currency it decides nothing. What counts is the
// currency that the rule names, else that of the first amount.
void blame_currencies(const model::RuleSet& rules, const Expr& expr, Said& said) {
  if (said.value != Truth::Unknown) return;
  model::Currency wanted = model::kAnyCurrency;
  for (const ExprId arg : expr.args)
    if (arg != kNoId && rules.expr(arg).type.base == Base::Money && wanted == model::kAnyCurrency)
      wanted = rules.expr(arg).type.currency;
  for (FactSaid& fact : said.facts) {
    if (!is_money(rules, fact) || !fact.value.known()) continue;
    if (wanted == model::kAnyCurrency) wanted = fact.value.currency;
    if (fact.value.currency != wanted) fact.cause = Cause::OtherCurrency;
  }
}

}  // namespace

void tell_leaf(const Run& run, ExprId expr, const Place& place, Said& said) {
  Collector(run, said.facts).collect(expr, place);
  blame_currencies(run.rules(), run.rules().expr(expr), said);
  const auto explains = [](const FactSaid& fact) {
    return fact.cause != Cause::None || fact.value.state == Value::State::None;
  };
  const bool explained = std::any_of(said.facts.begin(), said.facts.end(), explains);
  if (said.value == Truth::Unknown && !explained) said.cause = Cause::NoSuchDate;
}

std::vector<FactSaid> facts_under(const Run& run, ExprId expr) {
  std::vector<FactSaid> facts;
  if (expr != kNoId) Collector(run, facts).collect(expr, run.entry_place());
  return facts;
}

FactSaid fact_of(const model::RuleSet& rules, const RowRef& ref, const model::Row& row, model::FieldId field) {
  FactSaid fact;
  fact.row = ref;
  fact.id = field;
  if (field < row.fields.size()) fact.value = row.fields[field];
  fact.cause = cause_of(fact.value);
  const model::Type& type = rules.records[row.record].fields[field].type;
  const bool money = type.base == Base::Money && type.currency != model::kAnyCurrency && fact.value.known();
  if (money && fact.value.currency != model::kAnyCurrency && fact.value.currency != type.currency)
    fact.cause = Cause::OtherCurrency;
  return fact;
}

FactSaid fact_of(const model::Entry& entry, model::Fact fact) {
  FactSaid said;
  said.kind = FactSaid::Kind::Engine;
  said.row = {entry.row.record, 0, entry.row.key};
  said.id = static_cast<std::uint32_t>(fact);
  said.value = engine_value(entry.engine, fact);
  said.cause = cause_of(said.value);
  return said;
}

const Value& engine_value(const model::EngineFacts& facts, model::Fact fact) {
  switch (fact) {
    case model::Fact::OnHold:
      return facts.on_hold;
    case model::Fact::ErasureRequestedOn:
      return facts.erasure_requested_on;
    case model::Fact::RestrictedOn:
      return facts.restricted_on;
    default:
      return facts.last_reviewed_on;
  }
}

Value& engine_value(model::EngineFacts& facts, model::Fact fact) {
  return const_cast<Value&>(engine_value(std::as_const(facts), fact));
}

void merge(std::vector<FactSaid>& into, const std::vector<FactSaid>& facts) {
  for (const FactSaid& fact : facts) {
    if (into.size() >= kMostFacts) return;
    const bool there = std::any_of(into.begin(), into.end(), [&](const FactSaid& f) {
      return f.kind == fact.kind && f.row == fact.row && f.id == fact.id;
    });
    if (!there) into.push_back(fact);
  }
}

}  // namespace frist::explain
