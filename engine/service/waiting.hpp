// SPDX-License-Identifier: Apache-2.0
// What waits for the night in a database, by kind of entry.
#pragma once

#include <string>
#include <vector>

#include "engine/service/open_database.hpp"
#include "rules/calendar/day.hpp"

namespace frist::service {

struct Waiting {
  std::string record;
  std::int64_t due = 0;                     // entries to be decided, changed ones too
  std::int64_t overdue = 0;                 // those whose day came before today
  calendar::Day oldest = calendar::kNever;  // the earliest of these days
};

/// Errors: those of reading.
text::Result<std::vector<Waiting>> waiting_of(OpenDatabase& database, calendar::Day today);

}  // namespace frist::service
