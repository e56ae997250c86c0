// SPDX-License-Identifier: Apache-2.0
// The sections of `why` and `when`. Part of this room only.
#pragma once

#include "engine/words/page.hpp"

namespace frist::words {

void add_answer(Page& page, const explain::Retention& retention);
/// What one clause comes to, in a line.
void add_part(Page& page, const explain::RuleSaid& rule, const explain::EffectSaid& effect);
void add_reasons(Page& page, const explain::Retention& retention);
void add_other_rules(Page& page, const explain::Retention& retention);
void add_timeline(Page& page, const explain::Retention& retention);

/// Whether some clause that erases might apply, or has no known day: then "none applies" would be wrong.
bool may_still_erase(const explain::Retention& retention);

/// The clauses that the answer rests on: of the rule that sets the day, of the one that keeps, of the one that erases
/// in the end.
bool is_a_reason(const explain::Retention& retention, const explain::RuleSaid& rule, const explain::EffectSaid& effect);

}  // namespace frist::words
