// SPDX-License-Identifier: Apache-2.0
#include "engine/keys/short_hash.hpp"

#include <numeric>
#include <string>

#include "tests/support/catch.hpp"

namespace frist::keys {

// The reference implementation's own vectors: the key 00..0f, messages 00, 01, ... of each length.
TEST_CASE("short hashes are SipHash-2-4 as it is published") {
  ShortHashKey key{};
  std::iota(key.begin(), key.end(), static_cast<unsigned char>(0));
  std::string message(15, '\0');
  std::iota(message.begin(), message.end(), static_cast<char>(0));
  CHECK(short_hash(key, "") == 0x726fdb47dd0e0e31u);
  CHECK(short_hash(key, message.substr(0, 1)) == 0x74f839c593dc67fdu);
  CHECK(short_hash(key, message.substr(0, 8)) == 0x93f5f5799a932462u);
  CHECK(short_hash(key, message) == 0xa129ca6149be45e5u);
  key[0] ^= 1;
  CHECK(short_hash(key, message) != 0xa129ca6149be45e5u);
}

}  // namespace frist::keys
