// SPDX-License-Identifier: Apache-2.0
// Names of months and weekdays. Part of this room only.
#pragma once

#include <optional>
#include <string_view>

#include "rules/calendar/day.hpp"

namespace frist::bind {

/// 1 for "January" ... 12; 0 for anything else.
inline int month_number(std::string_view name) {
  constexpr std::string_view kNames[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
  for (int i = 0; i < 12; ++i) {
    if (kNames[i] == name) return i + 1;
  }
  return 0;
}

inline std::optional<calendar::Weekday> weekday_named(std::string_view name) {
  constexpr std::string_view kNames[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  for (int i = 0; i < 7; ++i) {
    if (kNames[i] == name) return static_cast<calendar::Weekday>(i);
  }
  return std::nullopt;
}

}  // namespace frist::bind
