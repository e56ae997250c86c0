// SPDX-License-Identifier: Apache-2.0
// All pages of what is due, in the order of keys.
#pragma once

#include <algorithm>

#include "engine/store/schedule.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {

inline std::vector<Key> every_due(Schedule& schedule, calendar::Day as_of, std::uint32_t page_size = 100) {
  std::vector<Key> keys;
  for (Schedule::DuePage at;;) {
    const auto page = need(schedule.due_page(as_of, page_size, at));
    if (page.empty()) break;
    keys.insert(keys.end(), page.begin(), page.end());
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace frist::store
