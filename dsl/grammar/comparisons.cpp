// SPDX-License-Identifier: Apache-2.0
// What may follow `is`.
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct tail_id> tail = "tail";
constexpr x3::rule<struct negated_tail_id> negated_tail = "negated_tail";
constexpr x3::rule<struct range_id> range = "range";
constexpr x3::rule<struct bound_id> bound = "bound";

constexpr std::string_view kDirections[] = {"after", "before"};

/// The tails that `not` turns round by standing before them.
const auto range_def =
    node<NodeKind::Within>[kw("within") >> period >> word_of(kDirections) >> value] |
    node<NodeKind::Between>[kw("between") >> simple_periods[value] >> kw("and") >> value] |
    node<NodeKind::OneOf>[kw("one of") >> open_bracket >> compound_periods[value % comma] >> close_bracket];

/// A value that is a period may be followed by `ago`, which makes another comparison of it.
const auto bound_def = node<NodeKind::AtLeast>[kw("at least") >> value >> -(kw("ago") >> as<NodeKind::AtLeastAgo>)] |
                       node<NodeKind::AtMost>[kw("at most") >> value >> -(kw("ago") >> as<NodeKind::AtMostAgo>)] |
                       node<NodeKind::MoreThan>[kw("more than") >> value >> -(kw("ago") >> as<NodeKind::MoreThanAgo>)] |
                       node<NodeKind::LessThan>[kw("less than") >> value >> -(kw("ago") >> as<NodeKind::LessThanAgo>)];

const auto negated_tail_def =
    kw("recorded") >> as<NodeKind::IsNone> | kw("none") >> as<NodeKind::IsRecorded> |
    kw("before") >> value >> as<NodeKind::OnOrAfter> |
    kw("after") >> value >> as<NodeKind::OnOrBefore> | range >> as<NodeKind::Not> | value >> as<NodeKind::NotEqual>;

const auto tail_def = node<NodeKind::IsRecorded>[kw("recorded")] | node<NodeKind::IsNone>[kw("none")] |
                      node<NodeKind::Not>[kw("not") >> negated_tail] | node<NodeKind::Before>[kw("before") >> value] |
                      node<NodeKind::After>[kw("after") >> value] |
                      node<NodeKind::OnOrBefore>[kw("on or before") >> value] |
                      node<NodeKind::OnOrAfter>[kw("on or after") >> value] | node<NodeKind::Equal>[kw("on") >> value] |
                      bound | range | node<NodeKind::Equal>[value];

BOOST_SPIRIT_DEFINE(tail, negated_tail, range, bound)

}  // namespace

const auto comparison_def = fold[value >> -(kw("is") >> group("a comparison")[tail] >> as<NodeKind::Compare>)];

BOOST_SPIRIT_DEFINE(comparison)
BOOST_SPIRIT_INSTANTIATE(decltype(comparison), Iterator, Context)

}  // namespace frist::grammar
