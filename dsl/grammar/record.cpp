// SPDX-License-Identifier: Apache-2.0
// Records: the user's tables as the policy sees them.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct record_head_id> head = "record_head";
constexpr x3::rule<struct record_clause_id> clause = "record_clause";
constexpr x3::rule<struct type_id> type = "type";
constexpr x3::rule<struct symbol_id> symbol = "symbol";
constexpr x3::rule<struct modifier_id> modifier = "modifier";

constexpr std::string_view kSimpleTypes[] = {"text", "yes/no", "number", "decimal", "percent", "date", "moment"};
constexpr std::string_view kAbsences[] = {"none", "unknown", "no"};
constexpr std::string_view kStorages[] = {"iso", "days", "seconds", "cents", "decimal"};

const auto head_def = kw("record") >> name >> -title >> -node<NodeKind::Table>[kw("in table") >> text_leaf] >>
                      -node<NodeKind::Key>[kw("key") >> text_leaf] >>
                      -node<NodeKind::Parent>[kw("parent") >> text_leaf];

const auto symbol_def = node<NodeKind::Symbol>[name >> -(kw("stored as") >> text_leaf) >> -title];

const auto type_def = group(
    "a type such as `date`")[node<NodeKind::Type>[word_of(kSimpleTypes) | word("money") >> -currency |
                                                  word("one of") >> open_bracket >> symbol % comma >> close_bracket |
                                                  word("link") >> kw("to") >> name]];

const auto modifier_def = node<NodeKind::Identity>[kw("identity")] |
                          node<NodeKind::Absent>[kw("absent means") >> word_of(kAbsences)] |
                          node<NodeKind::Column>[kw("in column") >> text_leaf] |
                          node<NodeKind::CurrencyColumn>[kw("currency in column") >> text_leaf] |
                          node<NodeKind::Stored>[kw("stored as") >> word_of(kStorages)];

const auto clause_def = node<NodeKind::Subject>[kw("subject") >> name] |
                        node<NodeKind::Field>[kw("field") >> name >> -title >> type >> *modifier] |
                        node<NodeKind::List>[kw("list") >> name >> -title >> kw("of") >> name];

BOOST_SPIRIT_DEFINE(head, clause, type, symbol, modifier)

}  // namespace

bool record_head(Session& session, Iterator& first, Iterator last) { return run(head, session, first, last); }
bool record_clause(Session& session, Iterator& first, Iterator last) { return run(clause, session, first, last); }

}  // namespace frist::grammar
