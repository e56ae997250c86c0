// SPDX-License-Identifier: Apache-2.0
// The calendars that the tests use: public holidays of Hesse and Sweden and the hours of a support desk in Sweden.
// Built once, read only.
#pragma once

#include <string>

#include "rules/calendar/business_calendar.hpp"

namespace frist::calendar {

/// `hesse`, `sweden`, `support` (Monday to Friday 08:30-12:00 and 13:00-17:00, Swedish holidays and eves closed),
/// `support_midsummer` (the same, open on Midsummer Eve). Fails the test for any other name.
const BusinessCalendar& calendar_named(const std::string& name);

/// A zone that must exist.
Zone zone_named(const std::string& name);

}  // namespace frist::calendar
