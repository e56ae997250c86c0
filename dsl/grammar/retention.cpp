// SPDX-License-Identifier: Apache-2.0
// Retention rules: when they apply and what happens to an entry. A `counting` behind an effect belongs to it.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct retention_head_id> head = "retention_head";
constexpr x3::rule<struct retention_clause_id> clause = "retention_clause";
constexpr x3::rule<struct limit_id> limit = "limit";
constexpr x3::rule<struct act_id> act = "act";
constexpr x3::rule<struct duty_id> duty = "duty";

const auto head_def = kw("retention") >> name >> -title >> kw("of") >> name;

const auto period_from = period >> kw("from") >> value;

const auto limit_def =
    (node<NodeKind::AfterPeriod>[kw("after") >> period_from] | node<NodeKind::AtOnce>[kw("at once from") >> value]) >>
    -counting;

const auto act_def = node<NodeKind::Erase>[kw("erase") >> (kw("on request") >> as<NodeKind::EraseOnRequest> | limit)] |
                     node<NodeKind::Anonymise>[kw("anonymise") >> node<NodeKind::Fields>[names] >> limit] |
                     node<NodeKind::Restrict>[kw("restrict") >> limit] |
                     node<NodeKind::Suppress>[kw("suppress towards") >> node<NodeKind::Parties>[names] >> limit] |
                     node<NodeKind::Archive>[kw("archive") >> limit] |
                     node<NodeKind::Transfer>[kw("transfer") >> -(kw("to") >> name) >> limit];

const auto duty_def =
    node<NodeKind::Keep>[kw("keep") >>
                         (kw("permanently") >> as<NodeKind::KeepPermanently> |
                          kw("for") >> -kw("at least") >> node<NodeKind::AfterPeriod>[period_from] >> -counting)] |
    node<NodeKind::Hold>[kw("hold")] |
    node<NodeKind::Review>[kw("review") >> (node<NodeKind::EveryPeriod>[kw("every") >> period_from] >> -counting |
                                            node<NodeKind::AfterPeriod>[kw("after") >> period_from] >> -counting)] |
    node<NodeKind::Extend>[kw("extend") >> name >> kw("by") >> period >> -word("once")];

const auto clause_def = act | duty | when | force | remarks | under_reading | counting | month_end |
                        node<NodeKind::InsteadOf>[kw("instead of") >> names];

BOOST_SPIRIT_DEFINE(head, clause, limit, act, duty)

}  // namespace

bool retention_head(Session& session, Iterator& first, Iterator last) { return run(head, session, first, last); }
bool retention_clause(Session& session, Iterator& first, Iterator last) { return run(clause, session, first, last); }

}  // namespace frist::grammar
