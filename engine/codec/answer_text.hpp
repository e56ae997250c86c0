// SPDX-License-Identifier: Apache-2.0
// The JSON of answers as text, for who has no business with JSON values: two-space indentation, a line break at the
// end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/codec/audit_body.hpp"
#include "engine/explain/explanation.hpp"

namespace frist::codec {

// What the log says was done to an entry.
struct LoggedAct {
  std::int64_t seq = 0;
  std::string time;    // of the leaf
  std::string action;  // "erase", "review", ...
  std::string rule;
  calendar::Day on = 0;
  calendar::Day as_of = 0;
};

// `erased`: the entry is gone and the answer is as of the day on which it went.
std::string why_text(const model::RuleSet& rules, const explain::Retention& retention,
                     const std::optional<LoggedAct>& erased, const std::vector<LoggedAct>& history);
// What one retention rule says of an entry, with what all rules together come to.
std::string answer_text(const model::RuleSet& rules, const explain::Retention& answer, model::RuleId asked);
std::string answer_text(const model::RuleSet& rules, const explain::Eligibility& answer);
std::string answer_text(const model::RuleSet& rules, const explain::Deadline& answer);
std::string answer_text(const model::RuleSet& rules, const explain::Access& answer);
std::string answer_text(const model::RuleSet& rules, const explain::Score& answer);

// The entry of a JSON text (entry_json.hpp says in what form).
text::Result<model::Entry> entry_of_text(const model::RuleSet& rules, std::string_view json,
                                         const calendar::Zone& zone);

}  // namespace frist::codec
