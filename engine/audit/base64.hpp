// SPDX-License-Identifier: Apache-2.0
// Base64 with the standard alphabet and padding (RFC 4648, section 4). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/audit/hash.hpp"

namespace frist::audit {

std::string to_base64(std::string_view bytes);
// Nothing where the text is not what to_base64 writes: other letters, no padding, bits that stand for nothing.
std::optional<std::string> from_base64(std::string_view text);
// The same for the 32 bytes of a hash.
std::optional<Digest> digest_from_base64(std::string_view text);

}  // namespace frist::audit
