// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

/// Longer words before those that they begin with would not matter: words end at a boundary.
constexpr std::string_view kUnits[] = {"years", "year", "months", "month",   "weeks",  "week",
                                       "days",  "day",  "hours",  "minutes", "minute", "hour"};

struct CompoundAllowed : Terminal<CompoundAllowed> {
  bool match(Session& session, Iterator&, Iterator) const { return !session.simple_periods; }
};

constexpr x3::rule<struct part_id> part = "part";
const auto part_def = node<NodeKind::Part>[number >> word_of(kUnits, "a unit such as `days`")];
BOOST_SPIRIT_DEFINE(part)

}  // namespace

const auto period_def = group("a period such as `3 years`")
    [node<NodeKind::PeriodLiteral>[part >> *(CompoundAllowed() >> quiet_kw("and") >> part)] |
     node<NodeKind::TimeBetween>[kw("the time from") >> nested[term] >> kw("to") >> nested[term]]];

BOOST_SPIRIT_DEFINE(period)
BOOST_SPIRIT_INSTANTIATE(decltype(period), Iterator, Context)

}  // namespace frist::grammar
