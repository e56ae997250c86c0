// SPDX-License-Identifier: Apache-2.0
// JSON as one sequence of bytes for one value (RFC 8785): members sorted by their UTF-16 code units, no white space,
// shortest escapes. Numbers must be whole and within +-2^53, as ours are: amounts and decimals travel as text.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace frist::codec {

// Requires: only objects, arrays, texts in good UTF-8, booleans, null and whole numbers.
std::string canonical(const nlohmann::json& value);

}  // namespace frist::codec
