// SPDX-License-Identifier: Apache-2.0
#include "engine/service/night_calendar.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace frist::service {
namespace {

using calendar::Day;

constexpr Day kMostDaysByDay = 49, kMostDaysByWeek = 731;
constexpr const char* kOrder[] = {"erased",      "reviewed",   "anonymised", "archived",
                                  "transferred", "suppressed", "restricted"};

Day last_of(Day day, Per per) {
  if (per == Per::Day) return day;
  if (per == Per::Week) return day + 6 - static_cast<int>(calendar::weekday(day));
  const auto date = calendar::split(day);
  return day + calendar::days_in_month(date.year, date.month) - date.day;
}

std::vector<Period> periods_of(Day from, Day until, Per per) {
  std::vector<Period> periods;
  for (Day day = from; day <= until; day = periods.back().through + 1)
    periods.push_back({day, std::min(last_of(day, per), until), {}});
  return periods;
}

void gather(const std::vector<run::ComingCount>& counts, std::vector<Period>& periods) {
  auto count = counts.begin();
  for (Period& period : periods) {
    std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> sums;
    for (; count != counts.end() && count->night <= period.through; ++count)
      sums[{count->record, count->rule, count->what}] += count->n;
    for (const auto& [name, n] : sums)
      period.counts.push_back({period.from, std::get<0>(name), std::get<1>(name), std::get<2>(name), n});
  }
}

}  // namespace

std::int64_t Period::total(std::string_view what) const {
  std::int64_t sum = 0;
  for (const run::ComingCount& c : counts) sum += c.what == what ? c.n : 0;
  return sum;
}

std::int64_t NightCalendar::total(std::string_view what) const {
  std::int64_t sum = 0;
  for (const Period& p : periods) sum += p.total(what);
  return sum;
}

std::vector<std::string> NightCalendar::whats() const {
  std::vector<std::string> found;
  for (const char* what : kOrder)
    if (total(what) > 0) found.emplace_back(what);
  return found;
}

Per usual_per(Day from, Day until) {
  const Day days = until - from + 1;
  return days <= kMostDaysByDay ? Per::Day : days <= kMostDaysByWeek ? Per::Week : Per::Month;
}

text::Result<NightCalendar> make_calendar(OpenDatabase& database, const run::ComingOptions& options, Per per) {
  using text::Error;
  using text::ErrorKind;
  if (options.until < options.from)
    return Error{ErrorKind::Usage, fmt::format("the calendar ends on {}, before it begins on {}; `--until` is its last "
                                               "day, `--from` the first",
                                               calendar::to_iso(options.until), calendar::to_iso(options.from))};
  if (options.until - options.from >= kLongestCalendar)
    return Error{ErrorKind::Usage,
                 fmt::format("a calendar has at most {} days; {} is too far behind {}", kLongestCalendar,
                             calendar::to_iso(options.until), calendar::to_iso(options.from))};
  const auto nights = run::coming_nights(database.connection, database.policy->rules, database.policy_hash, options);
  if (!nights) return nights.error();
  NightCalendar made{database.policy_hash,
                     options.from,
                     options.until,
                     nights.value().first_night,
                     per,
                     nights.value().followed,
                     periods_of(options.from, options.until, per)};
  gather(nights.value().counts, made.periods);
  return made;
}

}  // namespace frist::service
