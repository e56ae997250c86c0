// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/numerals.hpp"

#include <algorithm>

namespace frist::grammar {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `9` in the shape stands for a digit, anything else for itself.
bool has_shape(std::string_view run, std::string_view shape) {
  if (run.size() != shape.size()) return false;
  for (std::size_t i = 0; i < run.size(); ++i) {
    if (shape[i] == '9' ? !is_digit(run[i]) : run[i] != shape[i]) return false;
  }
  return true;
}

int number_at(std::string_view run, std::size_t from, std::size_t count) {
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) value = 10 * value + (run[i] - '0');
  return value;
}

int days_in_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[month - 1];
}

/// Requires: the shape 9999-99-99.
bool day_exists(std::string_view date) {
  const int year = number_at(date, 0, 4);
  const int month = number_at(date, 5, 2);
  const int day = number_at(date, 8, 2);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

/// Requires: the shape 99:99.
bool time_exists(std::string_view clock) {
  const int hour = number_at(clock, 0, 2);
  const int minute = number_at(clock, 3, 2);
  return (hour < 24 && minute < 60) || (hour == 24 && minute == 0);
}

bool is_number(std::string_view run) {
  const std::size_t point = run.find('.');
  if (point == std::string_view::npos) return is_whole(run);
  return is_whole(run.substr(0, point)) && is_whole(run.substr(point + 1));
}

/// What follows the T of a moment.
bool is_time_of_moment(std::string_view time) {
  if (!time.empty() && time.back() == 'Z') {
    time.remove_suffix(1);
  } else if (time.size() > 6 &&
             (has_shape(time.substr(time.size() - 6), "+99:99") || has_shape(time.substr(time.size() - 6), "-99:99"))) {
    if (!time_exists(time.substr(time.size() - 5))) return false;
    time.remove_suffix(6);
  }
  if (has_shape(time, "99:99:99")) return time_exists(time.substr(0, 5)) && number_at(time, 6, 2) < 60;
  return has_shape(time, "99:99") && time_exists(time);
}

Numeral malformed(Malformed why) { return {NumeralKind::Malformed, why}; }

/// Digits with two hyphens, points or slashes: a date of some other country.
bool resembles_date(std::string_view run) {
  std::size_t joints = 0;
  for (const char c : run) {
    if (c == '-' || c == '.' || c == '/') {
      ++joints;
    } else if (!is_digit(c)) {
      return false;
    }
  }
  return joints == 2;
}

}  // namespace

bool is_whole(std::string_view number) {
  return !number.empty() && std::all_of(number.begin(), number.end(), is_digit);
}

Numeral classify_numeral(std::string_view run) {
  if (is_number(run)) return {NumeralKind::Number};
  if (run.size() > 11 && run[10] == 'T' && has_shape(run.substr(0, 10), "9999-99-99")) {
    if (!day_exists(run.substr(0, 10))) return malformed(Malformed::Date);
    return is_time_of_moment(run.substr(11)) ? Numeral{NumeralKind::Moment} : malformed(Malformed::Clock);
  }
  if (has_shape(run, "9999-99-99")) return day_exists(run) ? Numeral{NumeralKind::Date} : malformed(Malformed::Date);
  if (has_shape(run, "99:99")) return time_exists(run) ? Numeral{NumeralKind::Clock} : malformed(Malformed::Clock);
  if (resembles_date(run)) return malformed(Malformed::Date);
  if (run.find(':') != std::string_view::npos) return malformed(Malformed::Clock);
  return malformed(Malformed::Number);
}

}  // namespace frist::grammar
