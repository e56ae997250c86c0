// SPDX-License-Identifier: Apache-2.0
// The answer to a request for erasure, as the person is told it: what was asked, what came out and on what ground, and
// what the person may do about it. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "engine/words/narrate.hpp"

namespace frist::words {

struct RequestTold {
  std::int64_t number = 0;
  std::string entry;  // "claim/4711"
  calendar::Day received = 0, answer_by = 0;
  std::optional<calendar::Day> extension_told;
  std::string extend_reason;
  std::string outcome;  // "granted", "refused"; empty: not answered yet
  std::string ground;   // refused: needed, expression, duty, health, archives, claims, unfounded
  std::string reason;
  bool gone = false;   // the entry was erased
  bool goes = false;   // the next run erases it
  bool rules = false;  // what the rules say comes after this
};

/// Before what the rules say.
Lines narrate_request(const model::RuleSet& rules, const RequestTold& request, const Manner& manner);
/// After it: complaint and remedy (GDPR Art. 12(4)).
Lines narrate_rights(const model::RuleSet& rules, const Manner& manner);

}  // namespace frist::words
