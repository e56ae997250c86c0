// SPDX-License-Identifier: Apache-2.0
// The other direction of decode.hpp: a text that a person or a program wrote becomes the value that a field's column
// stores. Pure functions. For this room only.
#pragma once

#include <string>

#include "dsl/text/result.hpp"
#include "engine/store/key.hpp"
#include "rules/calendar/zone.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::store {

struct Encoded {
  Key value;             // what to bind: nothing, a number or a text
  std::string currency;  // that the text of an amount brought along; else empty
};

/// Error (Data): a sentence that says what a value of that field looks like.
text::Result<Encoded> encode(const model::RuleSet& rules, const model::Field& field, const std::string& text,
                             const calendar::Zone* zone);

/// The beginning of a text of the user's, in backquotes.
std::string shown(const std::string& text);

}  // namespace frist::store
