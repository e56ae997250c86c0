// SPDX-License-Identifier: Apache-2.0
// Business calendars: open times and closed days.
#include "dsl/grammar/declarations.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct calendar_head_id> head = "calendar_head";
constexpr x3::rule<struct calendar_clause_id> clause = "calendar_clause";
constexpr x3::rule<struct days_id> days = "days";
constexpr x3::rule<struct closed_day_id> closed_day = "closed_day";
constexpr x3::rule<struct day_id> day = "day";

constexpr std::string_view kSigns[] = {"plus", "minus"};

const auto head_def = kw("calendar") >> name >> -title >> kw("in") >> zone >> kw("covers") >> year >>
                      kw("through") >> year;

const auto weekday = word_of(weekdays(), "a weekday such as `Monday`");
const auto month = word_of(months(), "a month such as `June`");
const auto day_of_month = whole >> month;

const auto days_def =
    node<NodeKind::Days>[word("every day") |
                         fold[weekday >> -(kw("through") >> weekday >> as<NodeKind::DayRange>)] % comma];

const auto times = node<NodeKind::Times>[clock_time >> kw("to") >> clock_time];

const auto day_def =
    node<NodeKind::DayDate>[date] |
    node<NodeKind::DayEaster>[kw("Easter") >> -(word_of(kSigns) >> whole >> (kw("days") | kw("day")))] |
    node<NodeKind::DayFixed>[day_of_month] |
    node<NodeKind::DayWeekly>[weekday >> -(kw("between") >> day_of_month >> kw("and") >> day_of_month >>
                                           as<NodeKind::DayBetween>)];

const auto closed_day_def = node<NodeKind::ClosedDay>[group("a day such as `24 December`")[day] >> -title >>
                                                      -node<NodeKind::From>[kw("from") >> year] >>
                                                      -node<NodeKind::Through>[kw("through") >> year]];

const auto clause_def = node<NodeKind::Open>[kw("open") >> days >> -(times % comma)] |
                        node<NodeKind::Closed>[kw("closed") >> closed_day % comma] |
                        node<NodeKind::Includes>[kw("includes") >> name] | force | remarks | under_reading;

BOOST_SPIRIT_DEFINE(head, clause, days, closed_day, day)

}  // namespace

bool calendar_head(Session& session, Iterator& first, Iterator last) { return run(head, session, first, last); }
bool calendar_clause(Session& session, Iterator& first, Iterator last) { return run(clause, session, first, last); }

}  // namespace frist::grammar
