// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/cipher.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstring>

#include "dsl/text/check.hpp"

namespace frist::audit {
namespace {

std::array<unsigned char, 12> nonce_of(std::uint64_t number) {
  std::array<unsigned char, 12> nonce{};
  std::memcpy(nonce.data(), &number, sizeof number);
  return nonce;
}

unsigned char* bytes_in(std::string& text, std::size_t at) {
  return reinterpret_cast<unsigned char*>(text.data()) + at;
}
const unsigned char* bytes_in(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

CipherKey random_cipher_key() {
  CipherKey key;
  FRIST_CHECK(RAND_bytes(key.data(), static_cast<int>(key.size())) == 1);
  return key;
}

// A context for each direction keeps the expanded key.
struct Cipher::State {
  EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  EVP_CIPHER_CTX* closing = EVP_CIPHER_CTX_new();
  EVP_CIPHER_CTX* opening = EVP_CIPHER_CTX_new();
  ~State() {
    EVP_CIPHER_CTX_free(opening);
    EVP_CIPHER_CTX_free(closing);
    EVP_CIPHER_free(cipher);
  }
};

Cipher::Cipher(const CipherKey& key) : state_(std::make_unique<State>()) {
  FRIST_CHECK(state_->cipher && state_->closing && state_->opening);
  FRIST_CHECK(EVP_EncryptInit_ex2(state_->closing, state_->cipher, key.data(), nullptr, nullptr) == 1);
  FRIST_CHECK(EVP_DecryptInit_ex2(state_->opening, state_->cipher, key.data(), nullptr, nullptr) == 1);
}
Cipher::~Cipher() = default;
Cipher::Cipher(Cipher&&) noexcept = default;
Cipher& Cipher::operator=(Cipher&&) noexcept = default;

void Cipher::close(std::uint64_t number, std::string_view text, std::string& sealed) {
  const std::size_t at = sealed.size();
  sealed.resize(at + text.size() + kTag);
  int written = 0, rest = 0;
  EVP_CIPHER_CTX* context = state_->closing;
  FRIST_CHECK(EVP_EncryptInit_ex2(context, nullptr, nullptr, nonce_of(number).data(), nullptr) == 1);
  FRIST_CHECK(
      EVP_EncryptUpdate(context, bytes_in(sealed, at), &written, bytes_in(text), static_cast<int>(text.size())) == 1);
  FRIST_CHECK(EVP_EncryptFinal_ex(context, bytes_in(sealed, at) + written, &rest) == 1);
  FRIST_CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTag),
                                  bytes_in(sealed, at + text.size())) == 1);
}

bool Cipher::open(std::uint64_t number, std::string_view sealed, std::string& text) {
  if (sealed.size() < kTag) return false;
  const std::size_t size = sealed.size() - kTag;
  text.resize(size);
  std::array<unsigned char, kTag> tag;
  std::memcpy(tag.data(), sealed.data() + size, kTag);
  int written = 0, rest = 0;
  EVP_CIPHER_CTX* context = state_->opening;
  FRIST_CHECK(EVP_DecryptInit_ex2(context, nullptr, nullptr, nonce_of(number).data(), nullptr) == 1);
  FRIST_CHECK(EVP_DecryptUpdate(context, bytes_in(text, 0), &written, bytes_in(sealed), static_cast<int>(size)) == 1);
  FRIST_CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTag), tag.data()) == 1);
  return EVP_DecryptFinal_ex(context, bytes_in(text, 0) + written, &rest) == 1;
}

}  // namespace frist::audit
