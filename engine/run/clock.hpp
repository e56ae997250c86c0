// SPDX-License-Identifier: Apache-2.0
// Whether the machine's clock can be believed, by what the database tells of earlier nights. It concerns the clock
// alone: the day that a night is asked to decide for may lie as far back as one likes.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/store/sqlite.hpp"

namespace frist::run {

inline constexpr std::int64_t kLongestPause = 36 * 3600;  // seconds between the last night and this one

// When the last night began or ended, or the last entry of the log was written, whichever is later, in epoch seconds;
// nothing where there was none.
text::Result<std::optional<std::int64_t>> last_known_time(store::Connection& connection);

// Error (Refused) where `now` lies before that time; or, without `catch_up`, more than kLongestPause behind the last
// night: a clock that has leapt ahead would erase what must still be kept, and it looks the same as nights left out.
text::Status require_clock(store::Connection& connection, std::int64_t now, bool catch_up);

}  // namespace frist::run
