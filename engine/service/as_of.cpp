// SPDX-License-Identifier: Apache-2.0
#include "engine/service/as_of.hpp"

#include <fmt/format.h>

#include <chrono>

#include "rules/calendar/zone.hpp"

namespace frist::service {
namespace {

text::Error wrong(const std::string& written) {
  return {text::ErrorKind::Usage,
          fmt::format("`{}` is neither a day (2025-03-01) nor an instant (2025-03-01T12:00Z)", written)};
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
  auto instant = calendar::parse_instant(*written);
  if (const auto local = calendar::parse_local(*written); !instant && local)
    if (const auto at = zone->instants_of(*local); at.kind == calendar::WallInstants::Kind::Unique) instant = at.first;
  if (!instant) return wrong(*written);
  return model::AsOf{zone->civil_day(*instant), *instant};
}

}  // namespace frist::service
