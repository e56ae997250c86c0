// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/closed_days.hpp"
#include "rules/bind/months.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

/// `08:30` as minutes since midnight; `24:00` ends a day.
std::optional<int> minutes_of(std::string_view clock) {
  const std::size_t colon = clock.find(':');
  if (colon == std::string_view::npos || clock.size() - colon != 3) return std::nullopt;
  int hour = 0;
  for (const char c : clock.substr(0, colon)) hour = hour * 10 + (c - '0');
  const int minute = (clock[colon + 1] - '0') * 10 + (clock[colon + 2] - '0');
  if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) return std::nullopt;
  return hour * 60 + minute;
}

class CalendarBinder {
 public:
  CalendarBinder(Context& context, model::CalendarId id, model::NamedCalendar& result)
      : context_(context), node_(context.node_of(NameKind::Calendar, id)), result_(result) {}

  bool bind() {
    model::Heading& heading = result_.heading;
    heading.name = node_.nth(0).name();
    heading.titles = titles_of(node_, heading.name);
    heading.span = node_.span();
    heading.name_span = node_.nth(0).span();
    bind_heading(context_, node_, heading, kNoId);
    bind_zone();
    bind_years();
    for (const Node& clause : node_.children_of(NodeKind::Open)) bind_open(clause);
    for (const Node& clause : node_.children_of(NodeKind::Closed)) {
      for (const Node& day : clause.children_of(NodeKind::ClosedDay)) bind_closed(day);
    }
    if (!node_.has(NodeKind::Open) && !node_.has(NodeKind::Closed) && !node_.has(NodeKind::Includes)) {
      report(Kind::MissingClause, heading.name_span,
             fmt::format("`{}` says neither when it is open nor when it is closed", heading.name),
             "add `open Monday through Friday` or `closed ...`");
    }
    return good_;
  }

 private:
  void report(Kind kind, Span span, std::string message, std::string help) {
    context_.error(kind, span, std::move(message), std::move(help));
    good_ = false;
  }

  void bind_zone() {
    const Node zone = *node_.child(NodeKind::Zone);
    result_.zone = zone.name();
    if (!calendar::Zone::find(zone.text())) {
      report(Kind::UnknownZone, zone.span(), fmt::format("there is no time zone `{}`", zone.text()),
             "use a name of the time zone database, such as `Europe/Berlin`");
    }
  }

  void bind_years() {
    const auto years = node_.children_of(NodeKind::Year);
    result_.declared.first_year = number_of(years[0]);
    result_.declared.last_year = number_of(years[1]);
    if (result_.declared.first_year > result_.declared.last_year) {
      report(Kind::CalendarYears, years[1].span(),
             fmt::format("the years {} through {} are none", years[0].text(), years[1].text()),
             "give the earlier year first");
    }
  }

  void bind_open(const Node& clause) {
    calendar::OpenHours hours;
    for (const Node& day : clause.child(NodeKind::Days)->children()) add_days(day, hours.weekdays);
    for (const Node& times : clause.children_of(NodeKind::Times)) {
      const Node from = times.nth(0);
      const Node to = times.nth(1);
      const auto first = clock(from);
      const auto last = clock(to);
      if (!first || !last) continue;
      if (*first >= *last) {
        report(Kind::BadClockTime, to.span(), fmt::format("{} is not after {}", to.text(), from.text()),
               "give opening and closing time of one day in this order");
      }
      hours.spans.push_back({*first, *last});
    }
    if (!clause.has(NodeKind::Times)) hours.spans.push_back({0, 24 * 60});
    result_.declared.open.push_back(std::move(hours));
  }

  std::optional<int> clock(const Node& node) {
    const auto minutes = minutes_of(node.text());
    if (!minutes) {
      report(Kind::BadClockTime, node.span(), fmt::format("there is no time of day {}", node.text()),
             "write times from 00:00 to 24:00");
    }
    return minutes;
  }

  /// A weekday, a range that may go over the week's end, or every day.
  void add_days(const Node& node, std::vector<calendar::Weekday>& days) {
    const bool range = node.is(NodeKind::DayRange);
    const auto first = weekday_named(range ? node.nth(0).text() : node.text());
    const auto last = range ? weekday_named(node.nth(1).text()) : first;
    int from = first ? static_cast<int>(*first) : 0;
    const int to = last ? static_cast<int>(*last) : 6;
    for (;; from = (from + 1) % 7) {
      days.push_back(static_cast<calendar::Weekday>(from));
      if (from == to) break;
    }
  }

  void bind_closed(const Node& node) {
    const auto day = closed_day(context_, node);
    if (!day) {
      good_ = false;
      return;
    }
    const std::string problem = calendar::problem_of(*day);
    if (problem.empty()) {
      result_.declared.closed.push_back(*day);
    } else {
      report(Kind::CalendarYears, node.span(), problem, "name a day that exists");
    }
  }

  Context& context_;
  Node node_;
  model::NamedCalendar& result_;
  bool good_ = true;
};

/// Builds calendars after those that they include.
class CalendarBuilder {
 public:
  explicit CalendarBuilder(Context& context)
      : context_(context), count_(context.nodes[static_cast<std::size_t>(NameKind::Calendar)].size()) {}

  void run() {
    for (model::CalendarId id = 0; id < count_; ++id) declare(id);
    for (model::CalendarId id = 0; id < count_; ++id) build_with_included(id);
    if (!good_) return;
    for (auto& one : built_) context_.rules->calendars.push_back(std::move(*one));
  }

 private:
  /// A calendar that is not built yet needs a stand-in: its business days come last.
  void declare(model::CalendarId id) {
    model::NamedCalendar named{{}, {}, *calendar::BusinessCalendar::build({1, 1, {}, {}, {}}), {}, {}};
    good_ = CalendarBinder(context_, id, named).bind() && good_;
    const Node node = context_.node_of(NameKind::Calendar, id);
    for (const Node& clause : node.children_of(NodeKind::Includes)) {
      const auto other = context_.resolve(NameKind::Calendar, clause.nth(0));
      good_ = good_ && other.has_value();
      if (other) named.includes.push_back(*other);
    }
    built_.push_back(std::move(named));
    states_.push_back(State::Waiting);
  }

  void build_with_included(model::CalendarId start) {
    std::vector<model::CalendarId> stack{start};
    while (!stack.empty() && good_) {
      const model::CalendarId id = stack.back();
      const auto next = states_[id] == State::Done ? std::nullopt : first_waiting(id);
      if (next) {
        stack.push_back(*next);
        continue;
      }
      if (states_[id] != State::Done) build(id);
      stack.pop_back();
    }
  }

  /// An included calendar that has to come first; a cycle is reported.
  std::optional<model::CalendarId> first_waiting(model::CalendarId id) {
    states_[id] = State::Running;
    for (const model::CalendarId other : built_[id]->includes) {
      if (states_[other] == State::Waiting) return other;
      if (states_[other] != State::Running) continue;
      good_ = false;
      context_.error(Kind::DefineCycle, built_[id]->heading.name_span,
                     fmt::format("calendar `{}` includes itself", built_[id]->heading.name),
                     "leave one of the `includes` out");
      return std::nullopt;
    }
    return std::nullopt;
  }

  void build(model::CalendarId id) {
    states_[id] = State::Done;
    if (!good_) return;
    calendar::CalendarData data = built_[id]->declared;
    for (const model::CalendarId other : built_[id]->includes) data.includes.push_back(&built_[other]->calendar);
    std::string problem;
    auto calendar = calendar::BusinessCalendar::build(data, &problem);
    if (calendar) {
      built_[id]->calendar = std::move(*calendar);
      return;
    }
    good_ = false;
    context_.error(Kind::CalendarYears, built_[id]->heading.name_span,
                   fmt::format("calendar `{}`: {}", built_[id]->heading.name, problem),
                   "correct its years, times or days");
  }

  enum class State : std::uint8_t { Waiting, Running, Done };
  Context& context_;
  std::size_t count_;
  bool good_ = true;
  std::vector<std::optional<model::NamedCalendar>> built_;
  std::vector<State> states_;
};

}  // namespace

void bind_calendars(Context& context) { CalendarBuilder(context).run(); }

}  // namespace frist::bind
