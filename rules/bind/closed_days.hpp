// SPDX-License-Identifier: Apache-2.0
// Days on which a calendar is closed, as written. Part of this room only.
#pragma once

#include <optional>

#include "rules/bind/context.hpp"
#include "rules/calendar/closed_day.hpp"

namespace frist::bind {

/// A ClosedDay node; reports what is wrong with it.
std::optional<calendar::ClosedDay> closed_day(Context& context, const Node& node);

/// The digits of a Number or Year node, at most 9999.
int number_of(const Node& node);

}  // namespace frist::bind
