// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/missing.hpp"

#include "engine/explain/conditions.hpp"

namespace frist::explain {
namespace {

using decide::MissingFact;
using model::kNoId;

FactSaid linked(const Run& run, const MissingFact& missing) {
  const auto& rows = run.entry().linked;
  if (missing.link < rows.size() && rows[missing.link]) {
    const model::Row& row = *rows[missing.link];
    return fact_of(run.rules(), {row.record, 1, row.key}, row, missing.field);
  }
  FactSaid link = fact_of(run.rules(), run.entry_place().ref, run.entry().row, missing.link);
  if (link.cause == Cause::None) link.cause = Cause::LeadsNowhere;
  return link;
}

FactSaid in_rows(const Run& run, const MissingFact& missing) {
  for (std::uint32_t s = 1; s < run.program().spaces.size(); ++s) {
    const program::Space& space = run.program().spaces[s];
    const bool same_kind = missing.of_subject == (space.kind == program::Space::Kind::SameSubject) &&
                           space.kind != program::Space::Kind::Link;
    if (!same_kind || space.record != missing.record || space.list != missing.list) continue;
    const auto rows = run.rows_in(s);
    if (!rows || missing.row >= rows->size()) continue;
    const Place& place = (*rows)[missing.row];
    return fact_of(run.rules(), place.ref, *place.row, missing.field);
  }
  return fact_of(run.rules(), run.entry_place().ref, run.entry().row, missing.field);
}

// A known amount can be missing: it is of another currency than what it stands beside.
void blame_currency(const model::RuleSet& rules, FactSaid& fact) {
  if (fact.cause != Cause::None || !fact.value.known()) return;
  if (rules.records[fact.row.record].fields[fact.id].type.base == model::Base::Money) fact.cause = Cause::OtherCurrency;
}

FactSaid said(const Run& run, const MissingFact& missing) {
  FactSaid fact;
  fact.row = run.entry_place().ref;
  switch (missing.kind) {
    case MissingFact::Kind::Fact:
      return fact_of(run.entry(), missing.fact);
    case MissingFact::Kind::List:
      fact.kind = FactSaid::Kind::List;
      fact.id = missing.list;
      fact.cause = Cause::ListUnknown;
      return fact;
    case MissingFact::Kind::Others:
      fact.kind = FactSaid::Kind::Others;
      fact.id = missing.record;
      fact.cause = Cause::OthersUnknown;
      return fact;
    case MissingFact::Kind::Field:
      break;
  }
  const bool of_entry = missing.link == kNoId && missing.list == kNoId && !missing.of_subject;
  fact = missing.link != kNoId ? linked(run, missing)
         : of_entry            ? fact_of(run.rules(), fact.row, run.entry().row, missing.field)
                               : in_rows(run, missing);
  blame_currency(run.rules(), fact);
  return fact;
}

}  // namespace

std::vector<FactSaid> as_facts(const Run& run, const std::vector<MissingFact>& missing) {
  std::vector<FactSaid> facts;
  for (const MissingFact& m : missing) merge(facts, {said(run, m)});
  return facts;
}

namespace {

// Amounts of another currency are known to the evaluator; only what they stand beside makes them useless.
void add_currencies(const Said& said, std::vector<FactSaid>& facts) {
  if (!said.decisive || said.value != Truth::Unknown) return;
  for (const FactSaid& fact : said.facts)
    if (fact.cause == Cause::OtherCurrency) merge(facts, {fact});
  for (const Said& part : said.parts) add_currencies(part, facts);
}

}  // namespace

std::vector<FactSaid> missing_for(const Run& run, model::ExprId expr) {
  if (expr == kNoId) return {};
  std::vector<FactSaid> facts = as_facts(run, decide::missing_facts(run.machine(), expr, 0));
  if (run.rules().expr(expr).type.base == model::Base::YesNo) add_currencies(said_of(run, expr), facts);
  return facts;
}

}  // namespace frist::explain
