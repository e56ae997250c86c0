// SPDX-License-Identifier: Apache-2.0
// Values that begin with a word of the language: literals such as `today`, questions to lists, ends, lengths.
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct source_id> source = "source";
constexpr x3::rule<struct where_id> where = "where";
constexpr x3::rule<struct where_condition_id> where_condition = "where_condition";
constexpr x3::rule<struct extreme_id> extreme = "extreme";
constexpr x3::rule<struct list_function_id> list_function = "list_function";
constexpr x3::rule<struct date_function_id> date_function = "date_function";

constexpr std::string_view kCycles[] = {"month", "quarter", "half year", "year"};
constexpr std::string_view kFullUnits[] = {"years", "months"};

const auto same_subject = kw("of the same subject");

const auto source_def = node<NodeKind::SameSubject>[word("other") >> name >> same_subject] |
                        node<NodeKind::ListName>[name >> -(same_subject >> as<NodeKind::SameSubject>)];

/// A name, `not` name or brackets: anything longer would swallow what follows the list.
const auto where_condition_def =
    node<NodeKind::Not>[kw("not") >> name] | name | open_bracket >> compound_periods[nested[block]] >> close_bracket;

const auto where_def = node<NodeKind::Where>[kw("where") >> where_condition];

const auto values_in_brackets = open_bracket >> compound_periods[nested[value % comma]] >> close_bracket;
const auto field_of_source = name >> kw("of") >> source >> -where;

const auto extreme_def = node<NodeKind::Latest>[kw("latest") >> (kw("of") >> values_in_brackets |
                                                                 field_of_source >> as<NodeKind::LatestIn>)] |
                         node<NodeKind::Earliest>[kw("earliest") >> (kw("of") >> values_in_brackets |
                                                                     field_of_source >> as<NodeKind::EarliestIn>)];

const auto list_function_def =
    node<NodeKind::CountIn>[kw("count of") >> source >> -where] |
    node<NodeKind::SumIn>[kw("sum of") >> field_of_source] | node<NodeKind::AnyIn>[kw("any") >> source >> -where] |
    node<NodeKind::No>[kw("no") >> -(source >> -where >> as<NodeKind::NoIn>)] |
    node<NodeKind::EveryIn>[kw("every") >> source >> kw("has") >> node<NodeKind::Where>[where_condition]];

const auto cycle = word_of(kCycles) >> -(quiet_kw("starting") >> whole >> word_of(months(), "a month such as `April`"));

const auto date_function_def = node<NodeKind::EndOf>[kw("end of") >> (kw("rule") >> name >> as<NodeKind::EndOfRule> |
                                                                      cycle >> kw("of") >> nested[term])] |
                               node<NodeKind::FullBetween>[kw("full") >> word_of(kFullUnits) >> kw("from") >>
                                                           nested[term] >> kw("to") >> nested[term]] |
                               node<NodeKind::DaysBetween>[kw("days from") >> nested[term] >> kw("to") >> nested[term]];

BOOST_SPIRIT_DEFINE(source, where, where_condition, extreme, list_function, date_function)

}  // namespace

const auto function_def = node<NodeKind::Today>[kw("today")] | node<NodeKind::Yes>[kw("yes")] |
                          node<NodeKind::None>[kw("none")] | extreme | list_function | date_function |
                          node<NodeKind::ThisField>[kw("this") >> name >> apostrophe_s >> name];

BOOST_SPIRIT_DEFINE(function)
BOOST_SPIRIT_INSTANTIATE(decltype(function), Iterator, Context)

}  // namespace frist::grammar
