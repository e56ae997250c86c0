// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/day.hpp"

#include <date/date.h>

#include "rules/calendar/digits.hpp"

namespace frist::calendar {
namespace {

date::year_month_day to_library(int year, int month, int day) {
  return date::year{year} / date::month{static_cast<unsigned>(month)} / date::day{static_cast<unsigned>(day)};
}

bool numbers_fit(int year, int month, int day) {
  return year >= kFirstYear && year <= kLastYear && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

}  // namespace

int days_in_month(int year, int month) {
  if (!numbers_fit(year, month, 1)) return 0;
  const date::year_month_day_last last{date::year{year}, date::month_day_last{date::month{unsigned(month)}}};
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

std::optional<Day> make_day(int year, int month, int day) {
  if (!numbers_fit(year, month, day)) return std::nullopt;
  const auto ymd = to_library(year, month, day);
  if (!ymd.ok()) return std::nullopt;
  return date::sys_days{ymd}.time_since_epoch().count();
}

YearMonthDay split(Day day) {
  if (!is_day(day)) return {};
  const date::year_month_day ymd{date::sys_days{date::days{day}}};
  return {int(ymd.year()), static_cast<int>(unsigned(ymd.month())), static_cast<int>(unsigned(ymd.day()))};
}

Weekday weekday(Day day) {
  if (!is_day(day)) return Weekday::Monday;
  const date::weekday named{date::sys_days{date::days{day}}};
  return static_cast<Weekday>(named.iso_encoding() - 1);
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = read_digits(text.substr(0, 4));
  const auto month = read_digits(text.substr(5, 2));
  const auto day = read_digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return make_day(*year, *month, *day);
}

std::string to_iso(Day day) {
  if (day == kNone) return "none";
  if (!is_day(day)) return day > kLastDay ? "never" : "unknown";
  const auto [year, month, number] = split(day);
  std::string text = "0000-00-00";  // days have years of four digits
  const auto write = [&](std::size_t at, std::size_t digits, int value) {
    for (; digits > 0; value /= 10) text[at + --digits] = static_cast<char>('0' + value % 10);
  };
  write(0, 4, year);
  write(5, 2, month);
  write(8, 2, number);
  return text;
}

}  // namespace frist::calendar
