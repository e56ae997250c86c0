// SPDX-License-Identifier: Apache-2.0
// The header of a policy: what holds for all of its rules.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct policy_head_id> head = "policy_head";
constexpr x3::rule<struct policy_clause_id> clause = "policy_clause";
constexpr x3::rule<struct use_id> use = "use";

const auto head_def = kw("policy") >> name >> -title;

const auto use_def = node<NodeKind::Use>[kw("use") >> text_leaf];

const auto clause_def = node<NodeKind::Version>[kw("version") >> text_leaf] |
                        node<NodeKind::TimeZone>[kw("time zone") >> zone] | counting | month_end | use |
                        node<NodeKind::Source>[kw("source") >> name >> text_leaf >> -(kw("link") >> text_leaf)];

BOOST_SPIRIT_DEFINE(head, clause, use)

}  // namespace

bool policy_head(Session& session, Iterator& first, Iterator last) { return run(head, session, first, last); }
bool policy_clause(Session& session, Iterator& first, Iterator last) { return run(clause, session, first, last); }
bool use_clause(Session& session, Iterator& first, Iterator last) { return run(use, session, first, last); }

}  // namespace frist::grammar
