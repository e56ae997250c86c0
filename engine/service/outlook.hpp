// SPDX-License-Identifier: Apache-2.0
// What becomes of an entry whose erasure is asked for, in one sentence that promises nothing the rules do not.
#pragma once

#include <string>

#include "engine/explain/explanation.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::service {

struct Outlook {
  enum class Kind : std::uint8_t { Next, Later, Held, Never, Unknown } kind = Kind::Unknown;  // Next: at the next run
  calendar::Day day = calendar::kNever;                                                       // Later: gone from
  calendar::Day searched_until = calendar::kNever;  // Unknown: no rule lets it go until then; kNever: not told
  std::string rule;                                 // Next, Later: which lets it go
  bool on_request = false;                          // Next, Later: because it was asked for
  std::string sentence;
};
// "next", "later", "held", "never", "unknown".
std::string_view word_of(Outlook::Kind kind);

// Requires: `retention` was asked about as of today, after the request was noted.
Outlook outlook_of(const model::RuleSet& rules, const explain::Retention& retention);

}  // namespace frist::service
