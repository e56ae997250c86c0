// SPDX-License-Identifier: Apache-2.0
#include "engine/keys/short_hash.hpp"

#include <sodium.h>

namespace frist::keys {

static_assert(crypto_shorthash_KEYBYTES == std::tuple_size_v<ShortHashKey>);

std::uint64_t short_hash(const ShortHashKey& key, std::string_view message) {
  std::array<unsigned char, crypto_shorthash_BYTES> bytes{};
  crypto_shorthash(bytes.data(), reinterpret_cast<const unsigned char*>(message.data()), message.size(), key.data());
  std::uint64_t hash = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) hash = hash << 8 | bytes[i];
  return hash;
}

}  // namespace frist::keys
