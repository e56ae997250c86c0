// SPDX-License-Identifier: Apache-2.0
// What a run of characters that begins with a digit is: a number, a date, a moment, a time of day, or none of them.
// Pure functions; no meaning beyond the shape and the days of the months.
#pragma once

#include <cstdint>
#include <string_view>

#include "dsl/grammar/expectations.hpp"

namespace frist::grammar {

enum class NumeralKind : std::uint8_t { Number, Date, Moment, Clock, Malformed };

struct Numeral {
  NumeralKind kind;
  /// Why it is malformed.
  Malformed malformed = Malformed::No;
};

/// Number: digits, with a point and digits. Date: YYYY-MM-DD that exists. Moment: date T clock, with :SS and Z or
/// +HH:MM where they are written. Clock: HH:MM up to 23:59, and 24:00.
Numeral classify_numeral(std::string_view run);

/// Digits only.
bool is_whole(std::string_view number);

}  // namespace frist::grammar
