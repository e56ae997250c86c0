// SPDX-License-Identifier: Apache-2.0
#include "engine/service/as_of.hpp"

#include <fmt/core.h>

#include <chrono>

#include "rules/calendar/zone.hpp"

namespace frist::service {
namespace {

using calendar::WallInstants;

text::Error wrong(std::string message) { return {text::ErrorKind::Usage, std::move(message)}; }

// "there is no day 2026-02-30: ..." where the text begins as a day that the calendar has not; nothing where it has.
std::optional<std::string> no_such_day(const std::string& written) {
  const std::string text = written.substr(0, 10);
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (std::size_t at : {0, 1, 2, 3, 5, 6, 8, 9})
    if (!digit(at)) return std::nullopt;
  if (calendar::parse_day(text)) return std::nullopt;
  const int year = std::stoi(text.substr(0, 4)), month = std::stoi(text.substr(5, 2));
  const std::string start = fmt::format("there is no day {}", text);
  if (year == 0) return start + ": years go from 0001 to 9999";
  const int days = calendar::days_in_month(year, month);
  if (days == 0) return start + ": months go from 01 to 12";
  return fmt::format("{}: {} has the days 01 to {}", start, text.substr(0, 7), days);
}

text::Error not_understood(const std::string& written) {
  if (auto why = no_such_day(written)) return wrong(std::move(*why));
  return wrong(fmt::format("`{}` is neither a day (2025-03-01) nor an instant (2025-03-01T12:00Z)", written));
}

// The instant of a wall clock's reading that comes once; otherwise what is the matter with it.
text::Result<calendar::Instant> instant_of(calendar::LocalTime local, const calendar::Zone& zone) {
  const auto at = zone.instants_of(local);
  const std::string reading = calendar::to_iso(local), time = reading.substr(reading.find('T') + 1);
  switch (at.kind) {
    case WallInstants::Kind::Unique:
      return at.first;
    case WallInstants::Kind::Gap:
      return wrong(fmt::format("`{}`: {} does not exist on that day in {}, since the clocks are put forward over it",
                               reading, time, zone.name()));
    case WallInstants::Kind::Ambiguous:
      return wrong(fmt::format("`{}`: {} comes twice on that day in {}; write {} or {}", reading, time, zone.name(),
                               calendar::to_iso(at.first, zone), calendar::to_iso(at.second, zone)));
    case WallInstants::Kind::OutOfRange:
      break;
  }
  return not_understood(reading);
}

text::Result<calendar::Instant> read_instant(const std::string& written, const calendar::Zone& zone) {
  if (const auto instant = calendar::parse_instant(written)) return *instant;
  if (const auto local = calendar::parse_local(written)) return instant_of(*local, zone);
  return not_understood(written);
}

}  // namespace

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

text::Result<model::AsOf> as_of(const std::optional<std::string>& written, const model::RuleSet& rules) {
  const auto zone = calendar::Zone::find(rules.zone);
  if (!zone)
    return text::Error{text::ErrorKind::Io,
                       fmt::format("this machine has no data for the time zone `{}`; install tzdata", rules.zone)};
  if (!written) return model::AsOf{zone->civil_day(now()), now()};
  if (const auto day = calendar::parse_day(*written)) return model::AsOf{*day, zone->start_of_day(*day).value_or(0)};
  const auto instant = read_instant(*written, *zone);
  if (!instant) return instant.error();
  return model::AsOf{zone->civil_day(instant.value()), instant.value()};
}

}  // namespace frist::service
