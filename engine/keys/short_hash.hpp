// SPDX-License-Identifier: Apache-2.0
// SipHash-2-4 (libsodium's crypto_shorthash): 64 bits that depend on every bit of a message and of a key. They find
// damage; they are too short to be a signature. Pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace frist::keys {

/// What a short hash is made under.
using ShortHashKey = std::array<unsigned char, 16>;

/// The hash as a number, its first byte lowest, as SipHash is published.
std::uint64_t short_hash(const ShortHashKey& key, std::string_view message);

}  // namespace frist::keys
