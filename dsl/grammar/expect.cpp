// SPDX-License-Identifier: Apache-2.0
// What an example may expect.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct by_id> by = "by";
constexpr x3::rule<struct outcome_id> outcome = "outcome";
constexpr x3::rule<struct duty_outcome_id> due_outcome = "due_outcome";
constexpr x3::rule<struct permit_outcome_id> permit_outcome = "permit_outcome";
constexpr x3::rule<struct missing_id> missing = "missing";

constexpr std::string_view kDone[] = {"erased", "restricted", "anonymised", "archived", "transferred", "suppressed"};
constexpr std::string_view kMay[] = {"may not", "may"};

const auto by_def = node<NodeKind::By>[kw("by") >> name];
const auto missing_def = node<NodeKind::Missing>[kw("missing") >> names];

const auto when_done = kw("on") >> date | kw("between") >> date >> kw("and") >> date;
const auto refer = node<NodeKind::Refer>[kw("refer to") >> name];

const auto outcome_def =
    node<NodeKind::ExpectKept>[kw("kept") >> -(word("permanently") | kw("through") >> date) >> -by] |
    node<NodeKind::ExpectAct>[word_of(kDone) >> when_done >> -by] |
    node<NodeKind::ExpectNever>[kw("not erased") >> -by] |
    node<NodeKind::ExpectReviewed>[kw("reviewed on") >> date % comma >> -by];

const auto due_outcome_def =
    node<NodeKind::ExpectDue>[kw("due on") >> (moment | date) >> -by] |
    node<NodeKind::ExpectNotDue>[kw("not due") >> -by] |
    node<NodeKind::ExpectNotBefore>[kw("not before") >> (moment | date) >> -by] |
    node<NodeKind::ExpectBand>[kw("band") >> name >> -by] |
    node<NodeKind::ExpectRecalculated>[kw("recalculated last") >> date >> kw("next") >> date >> -by];

const auto permit_outcome_def =
    node<NodeKind::ExpectPermitted>[kw("permitted") >> -node<NodeKind::From>[kw("from") >> date] >> -by] |
    node<NodeKind::ExpectRefused>[kw("refused") >> -by >> -refer] |
    node<NodeKind::ExpectUndetermined>[kw("undetermined") >> -by >> -missing] |
    node<NodeKind::ExpectMay>[name >> word_of(kMay) >> action_on_object >> -node<NodeKind::For>[kw("for") >> name] >>
                              -missing];

BOOST_SPIRIT_DEFINE(by, outcome, due_outcome, permit_outcome, missing)

}  // namespace

const auto expectation_def = node<NodeKind::ExpectThat>[kw("that") >> block] |
                             node<NodeKind::ExpectOther>[kw("by the other reading") >> nested[expectation]] |
                             node<NodeKind::ExpectError>[kw("error") >> name] | outcome | due_outcome | permit_outcome;

BOOST_SPIRIT_DEFINE(expectation)
BOOST_SPIRIT_INSTANTIATE(decltype(expectation), Iterator, Context)

}  // namespace frist::grammar
