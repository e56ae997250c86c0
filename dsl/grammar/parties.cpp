// SPDX-License-Identifier: Apache-2.0
// Parties, purposes and data that nobody may use: declarations that are all head.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct party_head_id> party = "party_head";
constexpr x3::rule<struct purpose_head_id> purpose = "purpose_head";
constexpr x3::rule<struct prohibited_data_head_id> prohibited_data = "prohibited_data_head";
constexpr x3::rule<struct role_id> role = "role";
constexpr x3::rule<struct common_clause_id> common = "common_clause";

constexpr std::string_view kPlainRoles[] = {"controller", "recipient", "supervisor",
                                            "subject",    "source",    "third party"};

const auto role_def =
    node<NodeKind::Role>[kw("is") >> (word_of(kPlainRoles) | word("joint controller") >> kw("with") >> name |
                                      word("processor") >> kw("for") >> name)] |
    node<NodeKind::Role>[word("acts for") >> name];

const auto party_def = kw("party") >> name >> -title >> role;

const auto purpose_def = kw("purpose") >> name >> -title >> kw("of") >> name >>
                         -node<NodeKind::Basis>[kw("basis") >> text_leaf];

const auto data_name = node<NodeKind::DataName>[name >> -title];

const auto prohibited_data_def =
    kw("prohibited data") >> data_name % comma >> -node<NodeKind::Except>[kw("except") >> name >> kw("for") >> name];

const auto common_def = force | remarks | under_reading;

BOOST_SPIRIT_DEFINE(party, purpose, prohibited_data, role, common)

}  // namespace

bool party_head(Session& session, Iterator& first, Iterator last) { return run(party, session, first, last); }
bool purpose_head(Session& session, Iterator& first, Iterator last) { return run(purpose, session, first, last); }
bool prohibited_data_head(Session& session, Iterator& first, Iterator last) {
  return run(prohibited_data, session, first, last);
}
bool common_clause(Session& session, Iterator& first, Iterator last) { return run(common, session, first, last); }

}  // namespace frist::grammar
