// SPDX-License-Identifier: Apache-2.0
// Answers with their reasons: one entry, one day, one run of the evaluator that keeps every register; what it might be
// else (other readings, changed facts, later days) is asked of the same evaluator again. Pure functions; everything
// given is borrowed for the call. Programs are those for answers (program::Purpose::Answers) of the entry's record.
#pragma once

#include <optional>
#include <string_view>

#include "engine/explain/explanation.hpp"
#include "rules/program/program.hpp"

namespace frist::explain {

/// Why the entry is kept, until when, what is missing, what would bring the day forward, and the timeline.
Retention explain_retention(const program::Program& program, const model::Entry& entry, const model::AsOf& as_of);

/// Of an answer's rules the one of that name: the version in force on the day, of the chosen reading. kNoId: none.
model::RuleId rule_named(const model::RuleSet& rules, const Retention& retention, std::string_view name);

/// Whether the rule of that name permits it for the entry: the version that is in force on the day, of the chosen
/// reading. Where none is in force, the first of the chosen reading, refused. Nothing if the record has no rule of the
/// name.
std::optional<Eligibility> explain_eligibility(const program::Program& program, std::string_view name,
                                               const model::Entry& entry, const model::AsOf& as_of);

/// Who may do what. The entry is of the object's record where the object is a record; else the program is one for no
/// record, and the entry an empty one.
Access explain_access(const program::Program& program, const decide::AccessQuestion& question,
                      const model::Entry& entry, const model::AsOf& as_of);

/// What a value of the score of that name means: by the version in force on the day, of the chosen reading. Nothing if
/// there is no such score.
std::optional<Score> explain_score(const model::RuleSet& rules, std::string_view name, const model::Value& value,
                                   Day as_of);

/// When the duty of that name is due, by the version as for eligibility. Nothing if the record has no such deadline.
std::optional<Deadline> explain_deadline(const program::Program& program, std::string_view name,
                                         const model::Entry& entry, const model::AsOf& as_of);

}  // namespace frist::explain
