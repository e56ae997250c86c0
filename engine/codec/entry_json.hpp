// SPDX-License-Identifier: Apache-2.0
// One entry as JSON, the form that `frist decide` reads (docs/formats.md):
//   {"record": "claim", "due_on": "2025-03-05", "amount": "300.00 EUR", "disputed": null,
//    "reminders": [{"sent_on": "2025-03-10", "written": true}],
//    "others": [{"record": "claim", ...}], "on_hold": false, "erasure_requested_on": null}
// A member that is not there is missing as the field declares; null is "unknown". A list that is null is one that
// nobody knows. A link holds the linked record's own members.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "dsl/text/result.hpp"
#include "rules/calendar/zone.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::codec {

// Errors (Data): no such record, a member that is no field (with the nearest name), a value of another kind of JSON.
// A text that is not readable as the field's type is no error: the value says so.
text::Result<model::Entry> entry_of_json(const model::RuleSet& rules, const nlohmann::json& object,
                                         const calendar::Zone& zone);

// The inverse, as canonical JSON: every field that is known or unknown, lists, engine facts that are set. No identity
// fields: rules never read them.
std::string text_of_entry(const model::RuleSet& rules, const model::Entry& entry, const calendar::Zone& zone);

}  // namespace frist::codec
