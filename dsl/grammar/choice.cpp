// SPDX-License-Identifier: Apache-2.0
// Choices between two readings of a text.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct choice_head_id> head = "choice_head";
constexpr x3::rule<struct choice_clause_id> clause = "choice_clause";

const auto head_def = kw("choice") >> name >> -title;

const auto clause_def =
    node<NodeKind::Reading>[kw("reading") >> name >> -title] | node<NodeKind::Choose>[kw("choose") >> name] | remarks;

BOOST_SPIRIT_DEFINE(head, clause)

}  // namespace

bool choice_head(Session& session, Iterator& first, Iterator last) { return run(head, session, first, last); }
bool choice_clause(Session& session, Iterator& first, Iterator last) { return run(clause, session, first, last); }

}  // namespace frist::grammar
