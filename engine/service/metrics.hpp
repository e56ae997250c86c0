// SPDX-License-Identifier: Apache-2.0
// The state of a database in figures, as text for Prometheus. Names of records, rules and the policy are all the words
// in it: no key, no value of any entry.
#pragma once

#include <string>

#include "engine/service/open_database.hpp"

namespace frist::service {

/// Reads in one transaction; `now` in epoch seconds says what is due and overdue. Errors: those of reading; Io where
/// the time zone of the policy is not known here.
text::Result<std::string> metrics_text(OpenDatabase& database, std::int64_t now);

}  // namespace frist::service
