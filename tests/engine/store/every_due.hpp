// SPDX-License-Identifier: Apache-2.0
// All that is due, in the order of keys, whatever comes together.
#pragma once

#include <algorithm>

#include "engine/store/schedule.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {

inline std::vector<Key> every_due(Schedule& schedule, calendar::Day as_of, std::uint32_t at_once = 100) {
  std::vector<Key> keys;
  need(schedule.each_due(as_of, at_once, [&](std::span<const DueEntry> due) {
    CHECK(due.size() <= at_once);
    for (const DueEntry& entry : due) keys.push_back(entry.key);
    return Status();
  }));
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace frist::store
