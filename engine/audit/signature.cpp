// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

#include "dsl/text/check.hpp"

namespace frist::audit {
namespace {

constexpr std::size_t kPublicKey = 32, kSignature = 64;  // bytes

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, FreeKey>;
using Bio = std::unique_ptr<BIO, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeKey>;

const std::uint8_t* bytes(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

std::string raw_public_key(const EVP_PKEY* key) {
  std::string raw(kPublicKey, '\0');
  std::size_t size = raw.size();
  FRIST_CHECK(EVP_PKEY_get_raw_public_key(key, reinterpret_cast<std::uint8_t*>(raw.data()), &size) == 1 &&
              size == kPublicKey);
  return raw;
}

int no_password(char*, int, int, void*) { return 0; }  // instead of a question at the terminal

text::Result<PrivateKey> read_key(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  PrivateKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  if (key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519) return key;
  return text::Error{text::ErrorKind::Data, "this is no Ed25519 private key in PEM without a password"};
}

}  // namespace

KeyPair make_key_pair() {
  const PrivateKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  FRIST_CHECK(key);
  const Bio bio(BIO_new(BIO_s_mem()));
  FRIST_CHECK(PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  char* pem = nullptr;
  const auto size = static_cast<std::size_t>(BIO_get_mem_data(bio.get(), &pem));
  KeyPair pair{std::string(pem, size), raw_public_key(key.get())};
  OPENSSL_cleanse(pem, size);
  return pair;
}

text::Result<std::string> public_key_of(const std::string& private_pem) {
  const auto key = read_key(private_pem);
  if (!key) return key.error();
  return raw_public_key(key.value().get());
}

text::Result<std::string> sign(const std::string& private_pem, std::string_view message) {
  const auto key = read_key(private_pem);
  if (!key) return key.error();
  const Context context(EVP_MD_CTX_new());
  std::string signature(kSignature, '\0');
  std::size_t size = signature.size();
  FRIST_CHECK(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.value().get()) == 1 &&
              EVP_DigestSign(context.get(), reinterpret_cast<std::uint8_t*>(signature.data()), &size, bytes(message),
                             message.size()) == 1 &&
              size == kSignature);
  return signature;
}

bool verifies(std::string_view public_key, std::string_view signature, std::string_view message) {
  if (public_key.size() != kPublicKey || signature.size() != kSignature) return false;
  const PrivateKey key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(public_key), public_key.size()));
  const Context context(EVP_MD_CTX_new());
  return key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(message), message.size()) == 1;
}

}  // namespace frist::audit
