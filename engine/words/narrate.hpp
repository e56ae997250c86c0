// SPDX-License-Identifier: Apache-2.0
// Answers in sentences: first the answer, then why, then what is missing and what would change it. The shape is the
// same in every language; the words are the catalogue's and the policy's titles. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "engine/explain/explanation.hpp"
#include "engine/words/lines.hpp"
#include "engine/words/words.hpp"

namespace frist::words {

struct Manner {
  Language language = Language::English;
  bool all = false;  // also what decided nothing: rules that do not apply, conditions and facts beside the point
};

/// Why an entry is kept, until when, by which rule, and what that rests on.
Lines narrate_why(const model::RuleSet& rules, const explain::Retention& retention, const Manner& manner);
/// Until when, what could bring the day forward, and the timeline.
Lines narrate_when(const model::RuleSet& rules, const explain::Retention& retention, const Manner& manner);
/// What one of its rules says of the entry, and what all rules together come to. Requires: a rule of the entry's
/// record.
Lines narrate_rule(const model::RuleSet& rules, const explain::Retention& retention, model::RuleId rule,
                   const Manner& manner);

/// The erasure of an entry that is no more.
struct Erasure {
  calendar::Day night = 0;
  std::int64_t seq = 0;                // of the log
  std::string time;                    // ISO 8601
  std::string rule;                    // its name
  std::optional<calendar::Day> asked;  // the day that was asked about, where it is another
};
/// What goes before the answer about such an entry, which is as of that night.
Lines narrate_erasure(const model::RuleSet& rules, const explain::Asked& asked, const Erasure& erasure,
                      const Manner& manner);
Lines narrate(const model::RuleSet& rules, const explain::Eligibility& eligibility, const Manner& manner);
Lines narrate(const model::RuleSet& rules, const explain::Access& access, const Manner& manner);
Lines narrate(const model::RuleSet& rules, const explain::Score& score, const Manner& manner);
Lines narrate(const model::RuleSet& rules, const explain::Deadline& deadline, const Manner& manner);

}  // namespace frist::words
