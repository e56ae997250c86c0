// SPDX-License-Identifier: Apache-2.0
// One line of NDJSON whose members are plain values, as texts in the order of given names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/text/result.hpp"

namespace frist::codec {

// A member that is not there, or null, is no value. Errors (Data): no JSON object, a member that is none of the names,
// a value that is an object or an array.
text::Result<std::vector<std::optional<std::string>>> flat_json(std::string_view line,
                                                                const std::vector<std::string>& names);

// One such line with a single member.
std::string flat_json_line(std::string_view name, std::string_view text);

}  // namespace frist::codec
