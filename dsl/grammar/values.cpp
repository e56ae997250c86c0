// SPDX-License-Identifier: Apache-2.0
// Values: sums of terms; literals, names, brackets. What begins with a word of its own is in functions.cpp.
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct quantity_id> quantity = "quantity";

constexpr std::string_view kDirections[] = {"after", "before"};
constexpr std::string_view kSigns[] = {"plus", "minus"};

const auto shifted_period = fold[period >> -(word_of(kDirections) >> nested[term] >> as<NodeKind::Shift>)];

/// Each alternative begins with the same number; it is one token, so reading it again is cheap.
const auto quantity_def = node<NodeKind::Money>[number >> currency] |
                          node<NodeKind::Percent>[number >> (quiet_kw("percent") | percent_sign) >>
                                                  -(quiet_kw("of") >> nested[term] >> as<NodeKind::PercentOf>)] |
                          shifted_period | number;

BOOST_SPIRIT_DEFINE(quantity)

}  // namespace

const auto number_or_date = digit_ahead >> (moment | date | quantity);

const auto term_def =
    number_or_date | text_leaf |
    function_ahead >> (function | shifted_period) | fold[name >> -(apostrophe_s >> name >> as<NodeKind::LinkedField>)] |
    node<NodeKind::Paren>[open_bracket >> compound_periods[nested[block]] >> close_bracket];

const auto value_def = group("a value")[fold[term >> -(+(word_of(kSigns) >> term) >> as<NodeKind::Sum>)]];

BOOST_SPIRIT_DEFINE(term, value)
BOOST_SPIRIT_INSTANTIATE(decltype(term), Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(decltype(value), Iterator, Context)

}  // namespace frist::grammar
