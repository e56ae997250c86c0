// SPDX-License-Identifier: Apache-2.0
// What is missing for an expression, as facts with their causes. Part of this room only.
#pragma once

#include "engine/decide/missing.hpp"
#include "engine/explain/run.hpp"

namespace frist::explain {

/// The facts that would have to be known, as decide::missing_facts() finds them; of several rows the first.
std::vector<FactSaid> missing_for(const Run& run, model::ExprId expr);
/// What somebody else found missing, as facts.
std::vector<FactSaid> as_facts(const Run& run, const std::vector<decide::MissingFact>& missing);

}  // namespace frist::explain
