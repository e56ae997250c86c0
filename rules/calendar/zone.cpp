// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/zone.hpp"

#include <date/tz.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <iterator>
#include <new>

namespace frist::calendar {
namespace {

const std::string kZoneInfo = "/usr/share/zoneinfo/";

date::sys_seconds to_library(Instant instant) { return date::sys_seconds{std::chrono::seconds{instant}}; }

// The rule in the last line of the zone's file, without its line ends; empty if there is none.
std::string last_line(const std::string& name) {
  std::ifstream file(kZoneInfo + name, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (bytes.size() < 2 || bytes.back() != '\n') return {};
  const auto begin = bytes.rfind('\n', bytes.size() - 2);
  return begin == std::string::npos ? std::string{} : bytes.substr(begin + 1, bytes.size() - begin - 2);
}

}  // namespace

struct Zone::Data {
  const date::time_zone* listed = nullptr;  // owned by the library's database, which lives as long as the program
  std::optional<YearlyRule> rule;
  std::string name;
};

std::optional<Zone> Zone::find(std::string_view name) {
  if (name == "localtime") return std::nullopt;
  try {
    auto data = std::make_shared<Data>();
    data->listed = date::locate_zone(name);
    data->name = std::string(name);
    data->listed->get_info(to_library(0));  // reads the file now, where a failure can still be told
    data->rule = YearlyRule::parse(last_line(data->listed->name()));
    return Zone(std::move(data));
  } catch (const std::bad_alloc&) {
    throw;                           // which says nothing of the zone
  } catch (const std::exception&) {  // how the library says that it knows no such zone, or has no database
    return std::nullopt;
  }
}

const std::string& Zone::name() const { return data_->name; }

OffsetSpan Zone::span_at(Instant instant) const {
  const auto info = data_->listed->get_info(to_library(instant));
  const OffsetSpan listed{info.begin.time_since_epoch().count(), info.end.time_since_epoch().count(),
                          static_cast<std::int32_t>(info.offset.count())};
  const bool is_last = listed.end > kLastInstant;
  if (!is_last || !data_->rule) return listed;
  OffsetSpan span = data_->rule->span_at(instant);
  if (span.begin < listed.begin) span.begin = listed.begin;
  return span;
}

LocalTime Zone::local(Instant instant) const {
  if (!is_instant(instant)) return {instant > kLastInstant ? kNever : kUnknown, 0};
  return from_wall_seconds(instant + span_at(instant).offset);
}

std::optional<Instant> Zone::start_of_day(Day day) const {
  const WallInstants midnight = instants_of({day, 0});
  if (midnight.kind == WallInstants::Kind::OutOfRange) return std::nullopt;
  if (midnight.kind != WallInstants::Kind::Ambiguous) return midnight.first;
  // Clocks set back over midnight: if that leads into the day before once more, only the second midnight is for good.
  const OffsetSpan before = span_at(midnight.first);
  return civil_day(before.end) < day ? midnight.second : midnight.first;
}

WallInstants Zone::instants_of(LocalTime time) const {
  using Kind = WallInstants::Kind;
  if (!is_day(time.day)) return {};
  constexpr std::int64_t kWidestOffset = 26 * 3600;  // no place was ever further from UTC
  const std::int64_t wall = wall_seconds(time);
  WallInstants found;
  Instant at = std::max(wall - kWidestOffset, kFirstInstant);
  const Instant stop = std::min(wall + kWidestOffset, kLastInstant);
  while (at <= stop) {
    const OffsetSpan span = span_at(at);
    const Instant instant = wall - span.offset;
    if (instant >= span.begin && instant < span.end && is_instant(instant)) {
      if (found.kind == Kind::Unique) return {Kind::Ambiguous, found.first, instant};
      found = {Kind::Unique, instant, instant};
    }
    if (found.kind == Kind::OutOfRange && instant < span.begin && at != kFirstInstant)
      found = {Kind::Gap, span.begin, span.begin};
    at = span.end;
  }
  return found;
}

std::string to_iso(Instant instant, const Zone& zone) {
  return to_iso(instant, is_instant(instant) ? zone.span_at(instant).offset : 0);
}

std::string tz_version() {
  std::ifstream file(kZoneInfo + "tzdata.zi");
  const std::string prefix = "# version ";
  std::string line;
  if (!std::getline(file, line) || line.compare(0, prefix.size(), prefix) != 0) return {};
  return line.substr(prefix.size());
}

}  // namespace frist::calendar
