// SPDX-License-Identifier: Apache-2.0
// The rules that grammar files share, each defined and instantiated in one of them. They have no attributes; what they
// make is in the session's builder.
#pragma once

#include "dsl/grammar/config.hpp"

namespace frist::grammar {

// conditions.cpp, comparisons.cpp, values.cpp, functions.cpp, periods.cpp
inline constexpr x3::rule<struct block_id> block = "block";
inline constexpr x3::rule<struct comparison_id> comparison = "comparison";
inline constexpr x3::rule<struct value_id> value = "value";
inline constexpr x3::rule<struct term_id> term = "term";
inline constexpr x3::rule<struct function_id> function = "function";
inline constexpr x3::rule<struct period_id> period = "period";

// common.cpp
inline constexpr x3::rule<struct title_id> title = "title";
inline constexpr x3::rule<struct names_id> names = "names";
inline constexpr x3::rule<struct force_id> force = "force";
inline constexpr x3::rule<struct force_without_event_id> force_without_event = "force_without_event";
inline constexpr x3::rule<struct remarks_id> remarks = "remarks";
inline constexpr x3::rule<struct under_reading_id> under_reading = "under_reading";
inline constexpr x3::rule<struct counting_id> counting = "counting";
inline constexpr x3::rule<struct month_end_id> month_end = "month_end";
inline constexpr x3::rule<struct when_id> when = "when";

// permissions.cpp
inline constexpr x3::rule<struct action_on_object_id> action_on_object = "action_on_object";

// expect.cpp
inline constexpr x3::rule<struct expectation_id> expectation = "expectation";

BOOST_SPIRIT_DECLARE(decltype(expectation), decltype(block), decltype(comparison), decltype(value), decltype(term),
                     decltype(function), decltype(period), decltype(title), decltype(names), decltype(force),
                     decltype(force_without_event), decltype(remarks), decltype(under_reading), decltype(counting),
                     decltype(month_end), decltype(when), decltype(action_on_object))

}  // namespace frist::grammar
