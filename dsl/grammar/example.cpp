// SPDX-License-Identifier: Apache-2.0
// Examples: what is given. What is expected of it is in expect.cpp.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct example_head_id> head = "example_head";
constexpr x3::rule<struct example_clause_id> clause = "example_clause";
constexpr x3::rule<struct given_id> given = "given";
constexpr x3::rule<struct engine_fact_id> engine_fact = "engine_fact";
constexpr x3::rule<struct assign_id> assign = "assign";

constexpr std::string_view kAbsent[] = {"none", "unknown"};
constexpr std::string_view kFactDates[] = {"restricted on", "last reviewed on"};

const auto head_def = kw("example") >> text_leaf;

const auto literal = moment | date | text_leaf | node<NodeKind::Money>[number >> currency] |
                     node<NodeKind::Percent>[number >> (quiet_kw("percent") | percent_sign)] | number |
                     node<NodeKind::Yes>[kw("yes")] | node<NodeKind::No>[kw("no")] | word_of(kAbsent) | name;

// A score below zero is no score, which an example may want to show.
constexpr std::string_view kMinus[] = {"minus"};

const auto assign_def = node<NodeKind::Assign>[name >> group("a value")[literal]];

const auto assignments = kw("with") >> assign % comma;

const auto engine_fact_def = node<NodeKind::OnHold>[kw("on hold") >> -(kw("since") >> date)] |
                             node<NodeKind::Requested>[kw("erasure requested on") >> date] |
                             node<NodeKind::EngineFact>[word_of(kFactDates) >> date];

const auto given_def =
    engine_fact | node<NodeKind::GivenRecord>[word("other") >> name >> -assignments] |
    node<NodeKind::GivenRecord>[name >> -(assignments | -word_of(kMinus) >> number >> as<NodeKind::GivenValue> |
                                          kw("unknown") >> as<NodeKind::GivenUnknown>)];

const auto clause_def = node<NodeKind::Given>[kw("given") >> given] | node<NodeKind::AndGiven>[kw("and") >> given] |
                        node<NodeKind::AsOf>[kw("as of") >> (moment | date)] | counting | month_end |
                        node<NodeKind::Choosing>[kw("choosing") >> name >> kw("of") >> name] |
                        node<NodeKind::Expect>[kw("expect") >> group("an outcome such as `erased on`")[expectation]];

BOOST_SPIRIT_DEFINE(head, clause, given, engine_fact, assign)

}  // namespace

bool example_head(Session& session, Iterator& first, Iterator last) { return run(head, session, first, last); }
bool example_clause(Session& session, Iterator& first, Iterator last) { return run(clause, session, first, last); }

}  // namespace frist::grammar
