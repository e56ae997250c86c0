// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/trials.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

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

// One or two of the facts to try, by their places; the same twice for one alone.
using Trial = std::pair<std::size_t, std::size_t>;

std::vector<Trial> one_by_one(const std::vector<SetFact>& sets) {
  std::vector<Trial> trials;
  for (std::size_t k = 0; k < sets.size(); ++k) trials.emplace_back(k, k);
  return trials;
}

std::vector<Trial> two_by_two(const std::vector<SetFact>& sets) {
  std::vector<Trial> trials;
  const std::size_t most = std::min(sets.size(), kMostInPairs);
  for (std::size_t a = 0; a < most; ++a)
    for (std::size_t b = a + 1; b < most; ++b)
      if (!same_fact(sets[a].now, sets[b].now)) trials.emplace_back(a, b);
  return trials;
}

// Which list, where the fact is one of a row of a list.
std::optional<model::ListId> list_of(const model::Entry& entry, const FactSaid& fact) {
  for (model::ListId list = 0; list < entry.row.lists.size(); ++list) {
    const auto& rows = entry.row.lists[list];
    if (!rows || fact.row.number > rows->size()) continue;
    const model::Row& row = (*rows)[fact.row.number - 1];
    if (row.record == fact.row.record && row.key == fact.row.key) return list;
  }
  return std::nullopt;
}

// The row of an input's column that a fact of the entry or of its children is; the entry is among the records of its
// subject, too, the first of them.
std::optional<std::size_t> row_in(const Run& run, const Input& input, const FactSaid& fact) {
  if ((fact.kind == FactSaid::Kind::Engine) != input.is_fact) return std::nullopt;
  if (input.is_fact) return static_cast<std::uint32_t>(input.fact) == fact.id ? std::optional{0} : std::nullopt;
  if (input.field != fact.id) return std::nullopt;
  const Space& space = run.program().spaces[input.space];
  const bool own = fact.row.number == 0;
  switch (space.kind) {
    case Space::Kind::Entries:
      return own ? std::optional{0} : std::nullopt;
    case Space::Kind::List:
      if (own || list_of(run.entry(), fact) != space.list) return std::nullopt;
      return fact.row.number - 1;
    case Space::Kind::SameSubject: {
      const bool there = own && run.entry().others && !space.excluding_self && run.entry().row.record == space.record;
      return there ? std::optional{0} : std::nullopt;
    }
    case Space::Kind::Link:
      return std::nullopt;
  }
  return std::nullopt;
}

// The facts to try as values of the entry's own batch, and as they stand there.
class Cells {
 public:
  Cells(const Run& run, const std::vector<SetFact>& sets) : program_(run.program()), batch_(run.batch()) {
    for (const SetFact& set : sets) {
      Both& both = sets_.emplace_back();
      for (std::size_t k = 0; k < program_.inputs.size(); ++k) {
        const auto row = row_in(run, program_.inputs[k], set.now);
        if (!row) continue;
        both.now.push_back(decide::cell_of(batch_, program_, k, *row));
        both.then.push_back(decide::cell_of(set.then, program_, k, *row));
      }
    }
  }

  // The two facts of a trial are different ones, so that the order does not matter.
  const decide::Batch& set(const Trial& trial) {
    for (const std::size_t k : {trial.first, trial.second}) put(sets_[k].then);
    return batch_;
  }
  void reset(const Trial& trial) {
    for (const std::size_t k : {trial.first, trial.second}) put(sets_[k].now);
  }

 private:
  struct Both {
    std::vector<decide::Cell> now, then;
  };
  void put(const std::vector<decide::Cell>& cells) {
    for (const decide::Cell& cell : cells) decide::put(cell, program_, batch_);
  }
  const program::Program& program_;
  decide::Batch batch_;
  std::vector<Both> sets_;
};

// Decides each trial and keeps those that `judge` fills and takes.
using Judge = std::function<bool(const decide::Machine&, const decide::Verdicts&, Change&)>;
std::vector<Change> decide_all(const Run& run, const std::vector<SetFact>& sets, const std::vector<Trial>& trials,
                               bool keep, const Judge& judge) {
  std::vector<Change> helpful;
  if (trials.empty()) return helpful;
  Cells cells(run, sets);
  decide::Machine& machine = run.other_machine();
  decide::Verdicts verdicts;
  for (const Trial& trial : trials) {
    if (keep)
      machine.run_keeping(run.program(), cells.set(trial), run.as_of(), &verdicts);
    else
      machine.run(run.program(), cells.set(trial), run.as_of(), verdicts);
    cells.reset(trial);
    Change change;
    if (!judge(machine, verdicts, change)) continue;
    change.sets.push_back(sets[trial.first]);
    if (trial.second != trial.first) change.sets.push_back(sets[trial.second]);
    helpful.push_back(std::move(change));
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
  std::vector<Change> changes = decide_all(run, sets, one_by_one(sets), keep, judge);
  const auto helps_alone = [&](const SetFact& set) {
    return std::any_of(changes.begin(), changes.end(),
                       [&](const Change& c) { return same_fact(c.sets[0].now, set.now); });
  };
  sets.erase(std::remove_if(sets.begin(), sets.end(), helps_alone), sets.end());
  std::vector<Change> pairs = decide_all(run, sets, two_by_two(sets), keep, judge);
  changes.insert(changes.end(), std::make_move_iterator(pairs.begin()), std::make_move_iterator(pairs.end()));
  return ranked(std::move(changes));
}

}  // namespace

model::Entry with(const model::Entry& entry, const std::vector<SetFact>& sets) {
  model::Entry changed = entry;
  for (const SetFact& set : sets) {
    if (set.now.kind == FactSaid::Kind::Engine) {
      engine_value(changed.engine, static_cast<model::Fact>(set.now.id)) = set.then;
      continue;
    }
    const auto list = set.now.row.number == 0 ? std::nullopt : list_of(changed, set.now);
    if (set.now.row.number != 0 && !list) continue;
    model::Row& row = list ? (*changed.row.lists[*list])[set.now.row.number - 1] : changed.row;
    if (row.fields.size() <= set.now.id) row.fields.resize(set.now.id + 1);
    row.fields[set.now.id] = set.then;
  }
  return changed;
}

std::vector<Change> earlier_than(const Run& run, Day due) {
  return smallest(run, false, [&](const decide::Machine&, const decide::Verdicts& v, Change& change) {
    change.due = v.due[0];
    change.rule = v.rule[0] >= decide::kPlacedHold ? model::kNoId : v.rule[0];
    return change.due < due;
  });
}

std::vector<Change> permitting(const Run& run, model::ExprId condition) {
  const program::Register r = run.program().register_of(condition);
  if (r == program::kNoRegister) return {};
  return smallest(run, true, [&](const decide::Machine& machine, const decide::Verdicts&, Change& change) {
    if (machine.truth(r, 0) != decide::kYes) return false;
    change.permitted = Truth::Yes;
    return true;
  });
}

}  // namespace frist::explain
