// SPDX-License-Identifier: Apache-2.0
// A field's value as people and files write it, and back: ISO dates and moments, decimals, amounts with their currency,
// yes/no, a symbol's name. Anything else is "not readable", with the text kept.
#pragma once

#include <string>
#include <string_view>

#include "rules/calendar/zone.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::codec {

// An empty text is the field's missing value. A moment given for a date is its civil day in the zone.
model::Value value_of_text(const model::RuleSet& rules, const model::Field& field, std::string_view text,
                           const calendar::Zone& zone);

// What is missing: none, no or unknown, as the field declares.
model::Value missing_value(const model::Field& field);

// The value for people and JSON: "2025-03-01", "300.00 EUR", "97.5", "yes", "judgment". Empty where it is not known.
std::string text_of_value(const model::RuleSet& rules, const model::Field& field, const model::Value& value,
                          const calendar::Zone& zone);

}  // namespace frist::codec
