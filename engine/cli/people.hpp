// SPDX-License-Identifier: Apache-2.0
// What the commands of the group "People" share. Pure functions.
#pragma once

#include "engine/cli/command.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/outlook.hpp"

namespace frist::cli {

Option by_option();
// A request by its number or its entry.
Positional request_positional();

// The positional NUMBER. Error (Usage): no number from 1 on; `what` is what it would number, "a hold".
text::Result<std::int64_t> number_of(const Arguments& arguments, const char* what);

// Members `erasure`, and where they are told `erased_on`, `by_rule`, `on_request`.
void add_outlook(codec::ReportRow& row, const service::Outlook& outlook);

}  // namespace frist::cli
