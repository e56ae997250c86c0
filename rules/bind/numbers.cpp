// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/numbers.hpp"

#include <limits>

#include <fmt/core.h>

namespace frist::bind {
namespace {

/// Appends a digit; false where the number no longer fits.
bool append(std::int64_t& value, int digit) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  if (value > (kMost - digit) / 10) return false;
  value = value * 10 + digit;
  return true;
}

}  // namespace

ScaledNumber scale_number(std::string_view text, int places) {
  ScaledNumber result;
  int behind = -1;  // digits behind the point so far
  for (const char c : text) {
    if (c == '.') {
      behind = 0;
      continue;
    }
    if (behind >= 0 && ++behind > places) return {ScaledNumber::Problem::TooPrecise, 0};
    if (!append(result.value, c - '0')) return {ScaledNumber::Problem::TooLarge, 0};
  }
  for (int i = std::max(behind, 0); i < places; ++i) {
    if (!append(result.value, 0)) return {ScaledNumber::Problem::TooLarge, 0};
  }
  return result;
}

std::optional<std::int64_t> parse_number(Context& context, const Node& number, int places) {
  const ScaledNumber result = scale_number(number.text(), places);
  if (result.problem == ScaledNumber::Problem::None) return result.value;
  if (result.problem == ScaledNumber::Problem::TooLarge) {
    context.error(Kind::NumberOutOfRange, number.span(), fmt::format("`{}` is too large", number.text()),
                  "numbers have at most 18 digits");
  } else if (places == 0) {
    context.error(Kind::NumberTooPrecise, number.span(), fmt::format("`{}` is not a whole number", number.text()),
                  "write a whole number here");
  } else {
    context.error(Kind::NumberTooPrecise, number.span(),
                  fmt::format("`{}` has more than {} digits behind the point", number.text(), places),
                  fmt::format("write it with at most {} digits behind the point; nothing is rounded", places));
  }
  return std::nullopt;
}

}  // namespace frist::bind
