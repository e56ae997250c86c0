// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/trials.hpp"

#include <algorithm>
#include <functional>

#include "engine/decide/gather.hpp"
#include "engine/explain/conditions.hpp"

namespace frist::explain {
namespace {

using model::Base;
using model::Value;
using program::Input;
using program::Space;

constexpr std::size_t kMostSymbols = 12;
constexpr std::size_t kMostEdges = 12;  // values of one amount or number

Value known(std::int64_t number) { return Value{Value::State::Known, number, model::kAnyCurrency, {}}; }

// The values to try for a fact of a type as it stands; none for most facts.
std::vector<Value> values_to_try(const Run& run, const model::Type& type, const Value& now) {
  switch (type.base) {
    case Base::YesNo:
      if (now.known()) return {known(now.number == 0 ? 1 : 0)};
      return {known(1), known(0)};
    case Base::Date:
      return now.known() ? std::vector<Value>{} : std::vector<Value>{known(run.as_of().day)};
    case Base::Moment:
      return now.known() ? std::vector<Value>{} : std::vector<Value>{known(run.as_of().instant)};
    case Base::Symbol:
      break;
    default:
      return {};
  }
  std::vector<Value> all;
  const std::size_t size = run.rules().symbol_sets[type.symbols].size();
  if (now.known() || size > kMostSymbols) return all;
  for (std::size_t k = 0; k < size; ++k) all.push_back(known(static_cast<std::int64_t>(k)));
  return all;
}

bool is_comparison(model::Op op) { return op >= model::Op::Equal && op <= model::Op::GreaterEqual; }

bool is_amount(Base base) { return base == Base::Number || base == Base::Decimal || base == Base::Money; }

// What the policy compares an amount or a number with, and the values just below and above: only there can a condition
// turn. Fields of other records with the same number are looked at, too; a value too many helps nobody and harms
// nobody.
std::vector<Value> edges_to_try(const model::RuleSet& rules, model::FieldId field, const model::Type& type,
                                const Value& now) {
  std::vector<Value> edges;
  for (const model::Expr& compared : rules.exprs) {
    if (!is_comparison(compared.op)) continue;
    for (const bool field_first : {true, false}) {
      const model::Expr &a = rules.expr(compared.args[field_first ? 0 : 1]),
                        &b = rules.expr(compared.args[field_first ? 1 : 0]);
      if (a.op != model::Op::Field || a.field != field || a.type.base != type.base || b.op != model::Op::Constant)
        continue;
      for (const std::int64_t number : {b.value, b.value - 1, b.value + 1}) {
        Value edge = known(number);
        edge.currency = now.known() ? now.currency : b.type.currency;
        if (edges.size() < kMostEdges && std::find(edges.begin(), edges.end(), edge) == edges.end())
          edges.push_back(edge);
      }
    }
  }
  return edges;
}

class Candidates {
 public:
  explicit Candidates(const Run& run) : run_(run) {}

  std::vector<SetFact> all() {
    for (const Input& input : run_.program().inputs) {
      if (input.is_fact)
        add_engine(input.fact);
      else
        add_fields(input);
    }
    for (const SetFact& edge : edges_)
      if (sets_.size() < kMostTrials) sets_.push_back(edge);
    return std::move(sets_);
  }

 private:
  void add_engine(model::Fact fact) {
    const FactSaid now = fact_of(run_.entry(), fact);
    if (fact == model::Fact::OnHold && (!now.value.known() || now.value.number != 0)) add(now, known(0));
    if (fact == model::Fact::ErasureRequestedOn && !now.value.known()) add(now, known(run_.as_of().day));
  }

  // Of the entry and its children; what is stored of other records is not for this entry to change.
  void add_fields(const Input& input) {
    const Space& space = run_.program().spaces[input.space];
    if (space.kind != Space::Kind::Entries && space.kind != Space::Kind::List) return;
    if (run_.rules().records[space.record].fields[input.field].identity) return;
    if (space.kind == Space::Kind::Entries) return add_field(run_.entry_place(), input.field);
    const auto rows = run_.rows_in(input.space);
    for (std::size_t k = 0; rows && k < std::min(rows->size(), kMostRowsTried); ++k) add_field((*rows)[k], input.field);
  }

  void add_field(const Place& place, model::FieldId field) {
    const FactSaid now = fact_of(run_.rules(), place.ref, *place.row, field);
    const model::Type& type = run_.rules().records[place.ref.record].fields[field].type;
    for (const Value& then : values_to_try(run_, type, now.value)) add(now, then);
    if (!is_amount(type.base) || edges_.size() >= kMostTrials) return;
    for (const Value& then : edges_to_try(run_.rules(), field, type, now.value))
      if (!now.value.known() || then.number != now.value.number) edges_.push_back({now, then});
  }

  void add(const FactSaid& now, const Value& then) {
    if (sets_.size() < kMostTrials) sets_.push_back({now, then});
  }

  const Run& run_;
  std::vector<SetFact> sets_;
  std::vector<SetFact> edges_;  // of amounts and numbers, tried last
};

bool same_fact(const FactSaid& a, const FactSaid& b) { return a.kind == b.kind && a.id == b.id && a.row == b.row; }

std::vector<std::vector<SetFact>> one_by_one(const std::vector<SetFact>& sets) {
  std::vector<std::vector<SetFact>> trials;
  for (const SetFact& s : sets) trials.push_back({s});
  return trials;
}

std::vector<std::vector<SetFact>> two_by_two(const std::vector<SetFact>& sets) {
  std::vector<std::vector<SetFact>> trials;
  const std::size_t most = std::min(sets.size(), kMostInPairs);
  for (std::size_t a = 0; a < most; ++a)
    for (std::size_t b = a + 1; b < most; ++b)
      if (!same_fact(sets[a].now, sets[b].now)) trials.push_back({sets[a], sets[b]});
  return trials;
}

// Decides all trials at once and keeps those that `judge` fills and takes.
using Judge = std::function<bool(const decide::Machine&, const decide::Verdicts&, std::uint32_t, Change&)>;
std::vector<Change> decide_all(const Run& run, const std::vector<std::vector<SetFact>>& trials, bool keep,
                               const Judge& judge) {
  std::vector<Change> helpful;
  if (trials.empty()) return helpful;
  std::vector<model::Entry> entries;
  for (const auto& sets : trials) entries.push_back(with(run.entry(), sets));
  decide::Batch batch;
  decide::Machine machine;
  decide::Verdicts verdicts;
  decide::gather(run.program(), entries, batch);
  if (keep)
    machine.run_keeping(run.program(), batch, run.as_of(), &verdicts);
  else
    machine.run(run.program(), batch, run.as_of(), verdicts);
  for (std::uint32_t k = 0; k < trials.size(); ++k) {
    Change change;
    change.sets = trials[k];
    if (judge(machine, verdicts, k, change)) helpful.push_back(std::move(change));
  }
  return helpful;
}

bool all_facts_same(const Change& a, const Change& b) {
  return a.sets.size() == b.sets.size() &&
         std::equal(a.sets.begin(), a.sets.end(), b.sets.begin(),
                    [](const SetFact& x, const SetFact& y) { return same_fact(x.now, y.now); });
}

// The best value for each set of facts, the earliest first.
std::vector<Change> ranked(std::vector<Change> changes) {
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.due < b.due; });
  std::vector<Change> best;
  for (Change& change : changes) {
    const bool there =
        std::any_of(best.begin(), best.end(), [&](const Change& b) { return all_facts_same(b, change); });
    if (!there && best.size() < kMostChanges) best.push_back(std::move(change));
  }
  return best;
}

std::vector<Change> smallest(const Run& run, bool keep, const Judge& judge) {
  std::vector<SetFact> sets = Candidates(run).all();
  std::vector<Change> changes = decide_all(run, one_by_one(sets), keep, judge);
  const auto helps_alone = [&](const SetFact& set) {
    return std::any_of(changes.begin(), changes.end(),
                       [&](const Change& c) { return same_fact(c.sets[0].now, set.now); });
  };
  sets.erase(std::remove_if(sets.begin(), sets.end(), helps_alone), sets.end());
  std::vector<Change> pairs = decide_all(run, two_by_two(sets), keep, judge);
  changes.insert(changes.end(), pairs.begin(), pairs.end());
  return ranked(std::move(changes));
}

model::Row* row_of(model::Entry& entry, const FactSaid& fact) {
  if (fact.row.number == 0) return &entry.row;
  for (auto& rows : entry.row.lists) {
    if (!rows || fact.row.number > rows->size()) continue;
    model::Row& row = (*rows)[fact.row.number - 1];
    if (row.record == fact.row.record && row.key == fact.row.key) return &row;
  }
  return nullptr;
}

}  // namespace

model::Entry with(const model::Entry& entry, const std::vector<SetFact>& sets) {
  model::Entry changed = entry;
  for (const SetFact& set : sets) {
    if (set.now.kind == FactSaid::Kind::Engine) {
      engine_value(changed.engine, static_cast<model::Fact>(set.now.id)) = set.then;
      continue;
    }
    model::Row* row = row_of(changed, set.now);
    if (!row) continue;
    if (row->fields.size() <= set.now.id) row->fields.resize(set.now.id + 1);
    row->fields[set.now.id] = set.then;
  }
  return changed;
}

std::vector<Change> earlier_than(const Run& run, Day due) {
  return smallest(run, false, [&](const decide::Machine&, const decide::Verdicts& v, std::uint32_t k, Change& change) {
    change.due = v.due[k];
    change.rule = v.rule[k] >= decide::kPlacedHold ? model::kNoId : v.rule[k];
    return change.due < due;
  });
}

std::vector<Change> permitting(const Run& run, model::ExprId condition) {
  const program::Register r = run.program().register_of(condition);
  if (r == program::kNoRegister) return {};
  return smallest(run, true,
                  [&](const decide::Machine& machine, const decide::Verdicts&, std::uint32_t k, Change& change) {
                    if (machine.truth(r, k) != decide::kYes) return false;
                    change.permitted = Truth::Yes;
                    return true;
                  });
}

}  // namespace frist::explain
