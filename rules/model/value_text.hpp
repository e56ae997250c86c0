// SPDX-License-Identifier: Apache-2.0
// Reading facts from text as people and programs write them (in tables, CSV and JSON alike), and exact numbers back:
// dates, moments, yes and no, amounts. Nothing is ever rounded or guessed: what does not fit is no value. Pure
// functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/calendar/zone.hpp"
#include "rules/model/type.hpp"

namespace frist::model {

/// `YYYY-MM-DD`, exactly; kUnknown where it is none. The same as calendar::parse_day, in the header because a scan
/// calls it for every date it meets.
inline calendar::Day iso_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return calendar::kUnknown;
  unsigned digit[8];
  unsigned wrong = 0;
  constexpr int kPlaces[8] = {0, 1, 2, 3, 5, 6, 8, 9};
  for (int i = 0; i < 8; ++i) {
    digit[i] = static_cast<unsigned char>(text[static_cast<std::size_t>(kPlaces[i])]) - unsigned{'0'};
    wrong |= digit[i] > 9;
  }
  const unsigned year = digit[0] * 1000 + digit[1] * 100 + digit[2] * 10 + digit[3];
  const unsigned month = digit[4] * 10 + digit[5];
  const unsigned day = digit[6] * 10 + digit[7];
  if (wrong || year < 1 || month < 1 || month > 12 || day < 1) return calendar::kUnknown;
  constexpr unsigned char kDays[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (day > kDays[month - 1] + (month == 2 && leap ? 1u : 0u)) return calendar::kUnknown;
  // Days since 0000-03-01 in years that begin in March, so that the leap day is the last of its year.
  const unsigned march_year = month > 2 ? year : year - 1;
  const unsigned march_month = month > 2 ? month - 3 : month + 9;
  const unsigned days =
      march_year * 365 + march_year / 4 - march_year / 100 + march_year / 400 + (153 * march_month + 2) / 5 + day - 1;
  return static_cast<calendar::Day>(days) - 719468;
}

/// A date, or the civil day of a moment: with an offset in `zone` (null: nobody knows it), without one as written.
std::optional<calendar::Day> day_of_text(std::string_view text, const calendar::Zone* zone);

/// A moment; without an offset by the clock of `zone`, and then nothing where the clock shows that time twice or never.
std::optional<std::int64_t> instant_of_text(std::string_view text, const calendar::Zone* zone);

/// yes, no, true, false, 1, 0; letter case does not matter.
std::optional<bool> yes_no_of_text(std::string_view text);

/// A whole number in decimal digits, with a minus or plus sign or none.
std::optional<std::int64_t> integer_of_text(std::string_view text);

/// An exact decimal number times `scale`, a power of ten: "12.5" at 100 is 1250. Further digits must be zeros; no
/// exponent, no grouping, a point and no comma.
std::optional<std::int64_t> scaled_of_text(std::string_view text, std::int64_t scale);

struct Amount {
  std::int64_t hundredths = 0;
  Currency currency = kAnyCurrency;
};
/// "300", "300.50", and with the currency before or behind: "300.50 EUR", "EUR 300.50".
std::optional<Amount> money_of_text(std::string_view text);

/// Whether a decimal number (a currency may stand with it) is none only because it is too large.
bool is_too_large(std::string_view text, std::int64_t scale);

/// Three capital letters.
std::optional<Currency> currency_of_text(std::string_view text);

/// The other direction: a whole number of 1/scale as the shortest exact decimal, money with its two places.
std::string scaled_text(std::int64_t value, std::int64_t scale, bool all_places);

}  // namespace frist::model
