// SPDX-License-Identifier: Apache-2.0
// A value of one cell, sealed so that it can be read with its data key and in its own place only: XChaCha20-Poly1305
// (libsodium). What is stored is
//   01 | number of the data key (8, big-endian) | nonce (24, random) | ciphertext and tag
// and the place (table, column, row, number of the key) is authenticated with it, so that a cell that was copied or
// swapped does not open. docs/identity.md gives every byte. Pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace frist::keys {

/// 32 bytes that nobody but this program should see; overwritten where they end.
struct DataKey {
  std::array<unsigned char, 32> bytes{};
  DataKey() = default;
  DataKey(const DataKey&) = default;
  DataKey& operator=(const DataKey&) = default;
  ~DataKey();
};

/// Where a value stands. `row` are bytes that no other row of the table has.
struct Place {
  std::string_view table, column, row;
};

/// How much longer a sealed value is than what it holds.
inline constexpr std::size_t kSealedExtra = 1 + 8 + 24 + 16;

std::string seal_field(const DataKey& key, std::uint64_t number, const Place& place, std::string_view value);
/// Nothing where the bytes are not what was sealed with that key in that place.
std::optional<std::string> open_field(const DataKey& key, const Place& place, std::string_view sealed);
/// The data key that a sealed value asks for; nothing where the bytes have another form.
std::optional<std::uint64_t> key_number_of(std::string_view sealed);

/// Eight bytes, the highest first, and back (of the first eight).
std::string big_endian(std::uint64_t number);
std::uint64_t from_big_endian(std::string_view bytes);

}  // namespace frist::keys
