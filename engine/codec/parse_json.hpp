// SPDX-License-Identifier: Apache-2.0
// JSON text to a value, strictly: one value, good UTF-8, no member twice, at most 100 levels. A number with a fraction
// or an exponent is kept as the text that was written, so that an amount never passes through floating point.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "dsl/text/result.hpp"

namespace frist::codec {

text::Result<nlohmann::json> parse_json(std::string_view text);

// The same of CBOR (RFC 8949), without byte strings, tags and floating point.
text::Result<nlohmann::json> parse_cbor(std::string_view bytes);

}  // namespace frist::codec
