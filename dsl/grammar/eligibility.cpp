// SPDX-License-Identifier: Apache-2.0
// Eligibility: what must hold, with alternatives.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct eligibility_head_id> head = "eligibility_head";
constexpr x3::rule<struct eligibility_clause_id> clause = "eligibility_clause";
constexpr x3::rule<struct requires_id> requirement = "requirement";

const auto head_def = kw("eligibility") >> name >> -title >> kw("of") >> name;

const auto requirement_def = node<NodeKind::Requires>[kw("requires") >> block];

/// The sources of an alternative stand before its requirements; behind them they are the whole declaration's.
const auto clause_def = requirement |
                        node<NodeKind::Alternative>[kw("alternative") >> name >> -title >> *remarks >> +requirement] |
                        when | force | remarks | under_reading | counting | month_end;

BOOST_SPIRIT_DEFINE(head, clause, requirement)

}  // namespace

bool eligibility_head(Session& session, Iterator& first, Iterator last) { return run(head, session, first, last); }
bool eligibility_clause(Session& session, Iterator& first, Iterator last) { return run(clause, session, first, last); }

}  // namespace frist::grammar
