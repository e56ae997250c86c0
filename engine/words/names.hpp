// SPDX-License-Identifier: Apache-2.0
// The catalogue's words for what the model names by an enumerator. Pure functions.
#pragma once

#include "engine/explain/explanation.hpp"
#include "engine/words/words.hpp"

namespace frist::words {

Word word_of(model::EffectKind kind);  // takes {parties}
Word word_of(model::Fact fact);
Word word_of(model::Role role);  // takes {party}
Word word_of(model::Action action);
Word word_of(explain::Truth truth);
Word word_of(decide::AccessMatch match);  // takes {rule} and {date}; Matches is "permits it"
Word month_word(int month);               // 1..12

}  // namespace frist::words
