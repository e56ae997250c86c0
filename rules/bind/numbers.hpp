// SPDX-License-Identifier: Apache-2.0
// Numbers as written become exact whole numbers of some smallest part; nothing is rounded. Part of this room only.
#pragma once

#include <optional>
#include <string_view>

#include "rules/bind/context.hpp"

namespace frist::bind {

struct ScaledNumber {
  enum class Problem : std::uint8_t { None, TooPrecise, TooLarge } problem = Problem::None;
  std::int64_t value = 0;
};

/// `digits` or `digits.digits` with at most `places` behind the point, times ten to the power of `places`.
ScaledNumber scale_number(std::string_view text, int places);

/// The same for a Number node; reports what is wrong with it.
std::optional<std::int64_t> parse_number(Context& context, const Node& number, int places);

/// Whether it is written with a point.
inline bool has_fraction(std::string_view text) { return text.find('.') != std::string_view::npos; }

}  // namespace frist::bind
