// SPDX-License-Identifier: Apache-2.0
// Bytes made unreadable and unchangeable to whoever lacks the key: AES-256-GCM (NIST SP 800-38D), from OpenSSL. A
// Cipher belongs to one thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace frist::audit {

using CipherKey = std::array<unsigned char, 32>;
CipherKey random_cipher_key();

class Cipher {
 public:
  explicit Cipher(const CipherKey& key);
  ~Cipher();
  Cipher(Cipher&&) noexcept;
  Cipher& operator=(Cipher&&) noexcept;

  /// Appends the sealed bytes and kTag more. No two texts under one key may have the same number.
  void close(std::uint64_t number, std::string_view text, std::string& sealed);
  /// False: not the bytes that were sealed under this key and number; `text` is then of no use.
  bool open(std::uint64_t number, std::string_view sealed, std::string& text);

  static constexpr std::size_t kTag = 16;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace frist::audit
