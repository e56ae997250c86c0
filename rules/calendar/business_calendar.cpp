// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/business_calendar.hpp"

#include <algorithm>

namespace frist::calendar {
namespace {

constexpr int kMinutesPerDay = 1440;

std::string problem_of_spans(const std::vector<MinuteSpan>& spans) {
  for (const auto& span : spans)
    if (span.from < 0 || span.to > kMinutesPerDay || span.from >= span.to)
      return "open hours must end after they begin, within one day";
  return "";
}

bool overlap(const std::vector<MinuteSpan>& in_order) {
  return std::adjacent_find(in_order.begin(), in_order.end(),
                            [](const auto& a, const auto& b) { return a.to > b.from; }) != in_order.end();
}

std::string problem_of_data(const CalendarData& data) {
  if (data.first_year < kFirstYear || data.last_year > kLastYear || data.first_year > data.last_year)
    return "it must cover some years between 1 and 9999";
  for (const auto& hours : data.open) {
    if (hours.weekdays.empty() || hours.spans.empty()) return "open hours need a weekday and a time";
    if (auto problem = problem_of_spans(hours.spans); !problem.empty()) return problem;
  }
  for (const auto& rule : data.closed)
    if (auto problem = problem_of(rule); !problem.empty()) return "closed day: " + problem;
  return "";
}

std::nullopt_t refuse(std::string reason, std::string* problem) {
  if (problem) *problem = std::move(reason);
  return std::nullopt;
}

OpenHours always() {
  OpenHours hours{.spans = {{0, kMinutesPerDay}}};
  for (int i = 0; i < 7; ++i) hours.weekdays.push_back(static_cast<Weekday>(i));
  return hours;
}

}  // namespace

std::optional<BusinessCalendar> BusinessCalendar::build(const CalendarData& data, std::string* problem) {
  if (auto reason = problem_of_data(data); !reason.empty()) return refuse(std::move(reason), problem);
  BusinessCalendar built;
  built.first_ = *make_day(data.first_year, 1, 1);
  built.last_ = *make_day(data.last_year, 12, 31);
  for (const auto* other : data.includes) {
    built.first_ = std::max(built.first_, other->first_);
    built.last_ = std::min(built.last_, other->last_);
  }
  if (built.first_ > built.last_) return refuse("the calendars it includes cover no year in common with it", problem);
  built.closed_.resize(static_cast<std::size_t>(built.last_ - built.first_) + 1);
  for (const auto* other : data.includes)
    for (Day day = built.first_; day <= built.last_; ++day)
      if (other->closed_[static_cast<std::size_t>(day - other->first_)]) built.close(day);
  for (int year = split(built.first_).year; year <= split(built.last_).year; ++year)
    for (const auto& rule : data.closed)
      for (const Day day : closed_days_in(year, rule)) built.close(day);
  for (const auto& hours : data.open) built.open(hours);
  if (data.open.empty()) built.open(always());
  for (const auto& spans : built.spans_)
    if (overlap(spans)) return refuse("open hours of one weekday overlap", problem);
  return built;
}

void BusinessCalendar::open(const OpenHours& hours) {
  for (const Weekday day : hours.weekdays) {
    auto& spans = spans_[static_cast<std::size_t>(day)];
    spans.insert(spans.end(), hours.spans.begin(), hours.spans.end());
    std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  }
}

void BusinessCalendar::close(Day day) {
  if (covers(day)) closed_[static_cast<std::size_t>(day - first_)] = true;
}

bool BusinessCalendar::is_open(Day day) const {
  return !spans_[static_cast<std::size_t>(weekday(day))].empty() && !closed_[static_cast<std::size_t>(day - first_)];
}

Tri BusinessCalendar::is_working_day(Day day) const {
  if (!covers(day)) return Tri::Unknown;
  return is_open(day) ? Tri::Yes : Tri::No;
}

Day BusinessCalendar::roll(Day day, int step) const {
  if (!is_day(day)) return as_mark(day);
  while (covers(day) && !is_open(day)) day += step;
  return covers(day) ? day : kUnknown;
}

std::optional<Instant> BusinessCalendar::add_open_minutes(Instant start, std::int64_t minutes, const Zone& zone) const {
  constexpr std::int64_t kMostMinutes = std::int64_t{kLastDay - kFirstDay + 1} * kMinutesPerDay;
  if (minutes < 0 || minutes > kMostMinutes || !is_instant(start)) return std::nullopt;
  if (minutes == 0) return start;
  std::int64_t missing = minutes * 60;
  // Piece by piece of one day and one offset, in which the wall clock and the seconds run alike.
  for (Instant at = start; is_instant(at);) {
    const OffsetSpan span = zone.span_at(at);
    const Day day = from_wall_seconds(at + span.offset).day;
    if (!covers(day)) return std::nullopt;
    const Instant midnight = day * kSecondsPerDay - span.offset;
    const Instant end = std::min(midnight + kSecondsPerDay, span.end);
    if (is_open(day)) {
      for (const auto [from, to] : spans_[static_cast<std::size_t>(weekday(day))]) {
        const Instant opens = std::max(at, midnight + from * 60), closes = std::min(end, midnight + to * 60);
        if (closes - opens >= missing) return opens + missing;
        missing -= std::max<std::int64_t>(closes - opens, 0);
      }
    }
    at = end;
  }
  return std::nullopt;
}

}  // namespace frist::calendar
