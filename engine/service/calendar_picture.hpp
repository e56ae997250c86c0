// SPDX-License-Identifier: Apache-2.0
// A calendar of nights as a picture: SVG of its own, no script, no font or file from elsewhere. Bars differ by pattern
// as well as by colour, so that it can be read in black and white; colours follow the reader's light or dark mode.
// Pure.
#pragma once

#include <map>
#include <string>

#include "engine/service/night_calendar.hpp"

namespace frist::service {

/// `titles`: of rules by their names, as people know them. With `by_rule` each rule has a panel of its own, all drawn
/// to one scale.
std::string calendar_picture(const NightCalendar& calendar, const std::map<std::string, std::string>& titles,
                             bool by_rule);

}  // namespace frist::service
