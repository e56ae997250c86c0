// SPDX-License-Identifier: Apache-2.0
// The calendar of the coming nights: what run::coming_nights() finds, gathered by day, week or month. Pure but for the
// database that make_calendar() reads.
#pragma once

#include <string>
#include <vector>

#include "engine/run/coming_nights.hpp"
#include "engine/service/open_database.hpp"

namespace frist::service {

enum class Per { Day, Week, Month };

/// Days, calendar weeks from Monday, or months; the first and last are cut where the calendar begins and ends.
struct Period {
  calendar::Day from = 0, through = 0;
  std::vector<run::ComingCount> counts;  // by record, rule, what; `night` is `from`
  std::int64_t total(std::string_view what) const;
};

struct NightCalendar {
  std::string policy_hash;
  calendar::Day from = 0, until = 0, first_night = 0;
  Per per = Per::Day;
  std::uint64_t followed = 0;
  std::vector<Period> periods;  // every one, the empty ones too
  std::int64_t total(std::string_view what) const;
  /// What happens in it at all, in the order in which people want to know it: "erased" first.
  std::vector<std::string> whats() const;
};

inline constexpr calendar::Day kLongestCalendar = 36'600;  // days; about a hundred years

/// Days up to seven weeks, weeks up to two years, else months.
Per usual_per(calendar::Day from, calendar::Day until);

/// Errors: the last day before the first, or too far behind it (Usage); and those of coming_nights().
text::Result<NightCalendar> make_calendar(OpenDatabase& database, const run::ComingOptions& options, Per per);

}  // namespace frist::service
