// SPDX-License-Identifier: Apache-2.0
// Permissions, prohibitions and approvals: who may do what, and who must agree.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct permission_head_id> permission = "permission_head";
constexpr x3::rule<struct prohibition_head_id> prohibition = "prohibition_head";
constexpr x3::rule<struct permission_clause_id> allowing = "permission_clause";
constexpr x3::rule<struct prohibition_clause_id> forbidding = "prohibition_clause";
constexpr x3::rule<struct scope_id> scope = "scope";
constexpr x3::rule<struct grant_id> grant = "grant";
constexpr x3::rule<struct approval_head_id> approval = "approval_head";
constexpr x3::rule<struct approval_clause_id> approving = "approval_clause";

const auto permission_def = kw("permission") >> name >> -title;
const auto prohibition_def = kw("prohibition") >> name >> -title;
const auto approval_def = kw("approval") >> name >> -title;

const auto grant_def = node<NodeKind::Parties>[names] >> kw("to") >> action_on_object;

const auto scope_def = node<NodeKind::For>[kw("for") >> names] | when |
                       node<NodeKind::Until>[kw("until") >> period >> kw("from") >> value >> -counting] | force |
                       remarks | under_reading | counting | month_end;

const auto allowing_def = node<NodeKind::Allow>[kw("allow") >> grant] | scope;

const auto forbidding_def =
    node<NodeKind::Forbid>[kw("forbid") >> grant] | node<NodeKind::Refer>[kw("refer to") >> (name | text_leaf)] | scope;

constexpr std::string_view kMay[] = {"may not", "may"};

/// No `by` at the end of `in force`: here that word begins the clause of who approves.
const auto approving_def = node<NodeKind::ApprovedBy>[kw("by") >> names] |
                           node<NodeKind::Needs>[kw("needs") >> whole >> -(kw("for") >> names)] |
                           node<NodeKind::Widening>[kw("widening needs") >> whole] |
                           node<NodeKind::Author>[kw("author") >> word_of(kMay) >> kw("approve")] |
                           force_without_event | remarks | under_reading;

BOOST_SPIRIT_DEFINE(permission, prohibition, allowing, forbidding, scope, grant, approval, approving)

}  // namespace

const auto action_on_object_def = word_of(actions(), "an action such as `read`") >>
                                  node<NodeKind::Object>[word("anything") | name] >>
                                  -node<NodeKind::Showing>[kw("showing") >> names];

BOOST_SPIRIT_DEFINE(action_on_object)
BOOST_SPIRIT_INSTANTIATE(decltype(action_on_object), Iterator, Context)

bool permission_head(Session& session, Iterator& first, Iterator last) { return run(permission, session, first, last); }
bool permission_clause(Session& session, Iterator& first, Iterator last) { return run(allowing, session, first, last); }
bool prohibition_head(Session& session, Iterator& first, Iterator last) {
  return run(prohibition, session, first, last);
}
bool prohibition_clause(Session& session, Iterator& first, Iterator last) {
  return run(forbidding, session, first, last);
}
bool approval_head(Session& session, Iterator& first, Iterator last) { return run(approval, session, first, last); }
bool approval_clause(Session& session, Iterator& first, Iterator last) { return run(approving, session, first, last); }

}  // namespace frist::grammar
