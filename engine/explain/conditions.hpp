// SPDX-License-Identifier: Apache-2.0
// Conditions as trees of what each part came to, and the facts under an expression. Read from one run; pure beside it.
#pragma once

#include "engine/explain/run.hpp"

namespace frist::explain {

/// The tree of a condition over the entry, with what was decisive marked.
Said said_of(const Run& run, model::ExprId condition);

/// The facts that an expression over the entry reads, each once, in the order of the expression; at most kMostFacts.
std::vector<FactSaid> facts_under(const Run& run, model::ExprId expr);
inline constexpr std::size_t kMostFacts = 40;

/// One field of a row as a fact.
FactSaid fact_of(const model::RuleSet& rules, const RowRef& ref, const model::Row& row, model::FieldId field);
/// What the engine keeps of an entry as a fact.
FactSaid fact_of(const model::Entry& entry, model::Fact fact);
const model::Value& engine_value(const model::EngineFacts& facts, model::Fact fact);
model::Value& engine_value(model::EngineFacts& facts, model::Fact fact);

/// Adds the facts that are not there yet.
void merge(std::vector<FactSaid>& into, const std::vector<FactSaid>& facts);
/// The facts of the decisive leaves, or of all of them; each once.
std::vector<FactSaid> facts_of(const Said& said, bool decisive_only);

}  // namespace frist::explain
