// SPDX-License-Identifier: Apache-2.0
// An entry whose turn has come, as the schedule tells it. A plain value.
#pragma once

#include "engine/store/key.hpp"

namespace frist::store {

/// The day of an entry that must be decided at the next night, whatever is stored: before every civil day.
inline constexpr std::int64_t kChanged = -1'000'000;

/// An entry to be decided: the stored day that has come, or kChanged.
struct DueEntry {
  Key key;
  std::int64_t next = 0;
  auto operator<=>(const DueEntry&) const = default;
};

}  // namespace frist::store
