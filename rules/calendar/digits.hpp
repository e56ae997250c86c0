// SPDX-License-Identifier: Apache-2.0
// Reading the fixed-width numbers of dates and times. Pure functions; part of this room only.
#pragma once

#include <optional>
#include <string_view>

namespace frist::calendar {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The value of 1..9 ASCII digits and nothing else: no sign, no blanks.
constexpr std::optional<int> read_digits(std::string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace frist::calendar
