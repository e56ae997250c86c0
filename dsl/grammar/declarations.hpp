// SPDX-License-Identifier: Apache-2.0
// The declarations, each as two parsers: its head (keyword, name, title and what belongs to them) and one of its
// clauses. parse.cpp strings them together and recovers between them. No Spirit in here.
#pragma once

#include "dsl/grammar/session.hpp"
#include "dsl/syntax/node_kind.hpp"

namespace frist::grammar {

/// Moves `first` behind what matched and leaves nodes in the session's builder.
using ParsePart = bool (*)(Session& session, const char*& first, const char* last);

struct DeclarationParts {
  ParsePart head;
  ParsePart clause;
};

/// Requires: a declaration.
DeclarationParts parts_of(syntax::NodeKind declaration);

/// `use "..."`, the only clause that stands without a header.
bool use_clause(Session&, const char*& first, const char* last);

bool policy_head(Session&, const char*& first, const char* last);
bool policy_clause(Session&, const char*& first, const char* last);
bool record_head(Session&, const char*& first, const char* last);
bool record_clause(Session&, const char*& first, const char* last);
bool define_head(Session&, const char*& first, const char* last);
bool define_clause(Session&, const char*& first, const char* last);
bool retention_head(Session&, const char*& first, const char* last);
bool retention_clause(Session&, const char*& first, const char* last);
bool eligibility_head(Session&, const char*& first, const char* last);
bool eligibility_clause(Session&, const char*& first, const char* last);
bool bands_head(Session&, const char*& first, const char* last);
bool bands_clause(Session&, const char*& first, const char* last);
bool party_head(Session&, const char*& first, const char* last);
bool purpose_head(Session&, const char*& first, const char* last);
bool prohibited_data_head(Session&, const char*& first, const char* last);
/// The clauses that most declarations share; parties, purposes and prohibited data have no others.
bool common_clause(Session&, const char*& first, const char* last);
bool permission_head(Session&, const char*& first, const char* last);
bool permission_clause(Session&, const char*& first, const char* last);
bool prohibition_head(Session&, const char*& first, const char* last);
bool prohibition_clause(Session&, const char*& first, const char* last);
bool approval_head(Session&, const char*& first, const char* last);
bool approval_clause(Session&, const char*& first, const char* last);
bool calendar_head(Session&, const char*& first, const char* last);
bool calendar_clause(Session&, const char*& first, const char* last);
bool deadline_head(Session&, const char*& first, const char* last);
bool deadline_clause(Session&, const char*& first, const char* last);
bool choice_head(Session&, const char*& first, const char* last);
bool choice_clause(Session&, const char*& first, const char* last);
bool example_head(Session&, const char*& first, const char* last);
bool example_clause(Session&, const char*& first, const char* last);

}  // namespace frist::grammar
