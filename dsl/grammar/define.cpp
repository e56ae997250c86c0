// SPDX-License-Identifier: Apache-2.0
// Definitions: a condition or value with a name.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct define_head_id> head = "define_head";
constexpr x3::rule<struct define_clause_id> clause = "define_clause";

const auto head_def = kw("define") >> name >> -title >> kw("of") >> name >> kw("as") >> block;
const auto clause_def = force | remarks;

BOOST_SPIRIT_DEFINE(head, clause)

}  // namespace

bool define_head(Session& session, Iterator& first, Iterator last) { return run(head, session, first, last); }
bool define_clause(Session& session, Iterator& first, Iterator last) { return run(clause, session, first, last); }

}  // namespace frist::grammar
