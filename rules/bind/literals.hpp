// SPDX-License-Identifier: Apache-2.0
// What dates, moments and currencies mean as they are written. Part of this room only.
#pragma once

#include <optional>
#include <string_view>

#include "rules/bind/context.hpp"
#include "rules/calendar/instant.hpp"

namespace frist::bind {

/// Three letters; nothing for anything else.
std::optional<model::Currency> currency_of(std::string_view text);

/// A Moment node: by its own distance from UTC, else by the policy's clocks. Reports wall times that are skipped or
/// shown twice.
std::optional<calendar::Instant> instant_of(Context& context, const Node& moment);

/// A Date node; reports days that do not exist.
std::optional<calendar::Day> day_of(Context& context, const Node& date);

}  // namespace frist::bind
