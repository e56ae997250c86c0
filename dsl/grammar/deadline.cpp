// SPDX-License-Identifier: Apache-2.0
// Deadlines: when something is due.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct deadline_head_id> head = "deadline_head";
constexpr x3::rule<struct deadline_clause_id> clause = "deadline_clause";
constexpr x3::rule<struct due_id> due = "due";

constexpr std::string_view kDirections[] = {"after", "before"};

const auto head_def = kw("deadline") >> name >> -title >> kw("of") >> name;

const auto due_def =
    node<NodeKind::Due>[kw("due") >>
                        (kw("on") >> value >> as<NodeKind::DueOn> |
                         kw("every") >> period >> kw("from") >> value >> as<NodeKind::DueEvery> |
                         period >> word_of(kDirections) >> value >> -node<NodeKind::InCalendar>[kw("in") >> name])];

const auto clause_def = due | node<NodeKind::NotBefore>[kw("not before") >> period >> kw("after") >> value] |
                        node<NodeKind::Rolls>[kw("rolls in") >> name >> -word("backwards")] | when | force | remarks |
                        under_reading | counting | month_end;

BOOST_SPIRIT_DEFINE(head, clause, due)

}  // namespace

bool deadline_head(Session& session, Iterator& first, Iterator last) { return run(head, session, first, last); }
bool deadline_clause(Session& session, Iterator& first, Iterator last) { return run(clause, session, first, last); }

}  // namespace frist::grammar
