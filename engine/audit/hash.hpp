// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4), HMAC-SHA-256 (RFC 2104) and random salts, from OpenSSL. A Hasher is reused for many texts and
// belongs to one thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace frist::audit {

using Digest = std::array<std::uint8_t, 32>;

class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  Digest sha256(std::string_view text);
  // The same of a text in parts; the last one is empty.
  Digest sha256(const std::function<std::string_view()>& next);
  // SHA-256(0x00 || text): the hash of a leaf (RFC 6962, 2.1).
  Digest leaf_hash(std::string_view text);
  // SHA-256(0x01 || left || right): the hash of a node over two subtrees (RFC 6962, 2.1).
  Digest node_hash(const Digest& left, const Digest& right);
  // Requires: the key is no longer than 64 bytes.
  Digest hmac(std::string_view key, std::string_view text);
  // 32 bytes nobody can guess. Drawn from the system's generator in blocks.
  Digest random_salt();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string to_hex(const Digest& digest);
std::string_view bytes_of(const Digest& digest);
// Nothing where the bytes are not 32.
std::optional<Digest> digest_of(std::string_view bytes);

}  // namespace frist::audit
