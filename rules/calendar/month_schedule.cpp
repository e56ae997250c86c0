// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/month_schedule.hpp"

namespace frist::calendar {

std::optional<MonthSchedule> MonthSchedule::of(const std::vector<int>& months) {
  unsigned mask = 0;
  for (const int month : months) {
    if (month < 1 || month > 12) return std::nullopt;
    mask |= 1u << (month - 1);
  }
  if (mask == 0) return std::nullopt;
  return MonthSchedule(static_cast<std::uint16_t>(mask));
}

Day MonthSchedule::step(Day day, int first, int direction) const {
  if (!is_day(day)) return as_mark(day);
  const auto [year, month, number] = split(day);
  int index = year * 12 + month - 1 + first;
  while (!(months_ >> (index % 12) & 1)) index += direction;  // some bit is set: at most eleven steps
  if (index < kFirstYear * 12) return kUnknown;
  return index > kLastYear * 12 + 11 ? kNever : *make_day(index / 12, index % 12 + 1, 1);
}

}  // namespace frist::calendar
