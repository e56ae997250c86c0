// SPDX-License-Identifier: Apache-2.0
// The asker's date: what was written, or the clock where nothing was. The only place that reads the clock for
// decisions.
#pragma once

#include <optional>
#include <string>

#include "dsl/text/result.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::service {

// A day, or an instant (`2025-03-01T12:00Z`, or without a zone in the policy's). Nothing written: now. Errors (Usage):
// neither, a day that the calendar has not, a time that the clocks skip or show twice on that day.
text::Result<model::AsOf> as_of(const std::optional<std::string>& written, const model::RuleSet& rules);

// Seconds since 1970-01-01 by the system's clock.
std::int64_t now();

}  // namespace frist::service
