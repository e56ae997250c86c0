// SPDX-License-Identifier: Apache-2.0
// Bands: named ranges of a number.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct bands_head_id> head = "bands_head";
constexpr x3::rule<struct bands_clause_id> clause = "bands_clause";
constexpr x3::rule<struct band_id> band = "band";
constexpr x3::rule<struct upper_id> upper = "upper";

constexpr std::string_view kTypes[] = {"percent", "number", "decimal"};
constexpr std::string_view kLowerWords[] = {"from", "above"};
constexpr std::string_view kRefusals[] = {"at least", "at most", "above", "below"};

const auto head_def = kw("bands") >> name >> -title >> kw("of") >> word_of(kTypes);

const auto upper_def =
    node<NodeKind::Upper>[word("through") >> number] | kw("to") >> node<NodeKind::Upper>[word("below") >> number];

/// `at most 5` keeps its word; it means `through 5`.
const auto band_def = node<NodeKind::Band>[(node<NodeKind::Lower>[word_of(kLowerWords) >> number] >> -upper |
                                            node<NodeKind::Upper>[word("below") >> number] |
                                            node<NodeKind::Upper>[word("at most") >> number]) >>
                                           name >> -title];

const auto refusal = node<NodeKind::Refusal>[word_of(kRefusals) >> number];
const auto month = word_of(months(), "a month such as `January`");

const auto clause_def =
    band | node<NodeKind::Refuse>[kw("refuse") >> refusal % comma] |
    node<NodeKind::Recalculated>[kw("recalculated") >> (word("daily") | kw("in") >> month % comma)] | force | remarks |
    under_reading;

BOOST_SPIRIT_DEFINE(head, clause, band, upper)

}  // namespace

bool bands_head(Session& session, Iterator& first, Iterator last) { return run(head, session, first, last); }
bool bands_clause(Session& session, Iterator& first, Iterator last) { return run(clause, session, first, last); }

}  // namespace frist::grammar
