// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/hash.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>

#include "dsl/text/check.hpp"

namespace frist::audit {
namespace {

constexpr std::size_t kBlock = 64;   // of SHA-256, in bytes
constexpr std::size_t kSalts = 128;  // drawn at a time

}  // namespace

struct Hasher::State {
  EVP_MD* sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::array<Digest, kSalts> salts{};
  std::size_t salts_used = kSalts;

  ~State() {
    EVP_MD_CTX_free(context);
    EVP_MD_free(sha256);
  }
  void start() { FRIST_CHECK(EVP_DigestInit_ex2(context, sha256, nullptr) == 1); }
  void feed(std::string_view bytes) { FRIST_CHECK(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1); }
  Digest finish() {
    Digest digest;
    FRIST_CHECK(EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1);
    return digest;
  }
};

Hasher::Hasher() : state_(std::make_unique<State>()) { FRIST_CHECK(state_->sha256 && state_->context); }
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

Digest Hasher::sha256(std::string_view text) {
  state_->start();
  state_->feed(text);
  return state_->finish();
}

Digest Hasher::sha256(const std::function<std::string_view()>& next) {
  state_->start();
  for (std::string_view part = next(); !part.empty(); part = next()) state_->feed(part);
  return state_->finish();
}

Digest Hasher::leaf_hash(std::string_view text) {
  state_->start();
  state_->feed(std::string_view("\0", 1));
  state_->feed(text);
  return state_->finish();
}

Digest Hasher::node_hash(const Digest& left, const Digest& right) {
  state_->start();
  state_->feed(std::string_view("\1", 1));
  state_->feed(bytes_of(left));
  state_->feed(bytes_of(right));
  return state_->finish();
}

Digest Hasher::hmac(std::string_view key, std::string_view text) {
  FRIST_CHECK(key.size() <= kBlock);
  std::array<char, kBlock> inner, outer;
  inner.fill(0x36);
  outer.fill(0x5c);
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  state_->start();
  state_->feed({inner.data(), kBlock});
  state_->feed(text);
  const Digest first = state_->finish();
  state_->start();
  state_->feed({outer.data(), kBlock});
  state_->feed(bytes_of(first));
  return state_->finish();
}

Digest Hasher::random_salt() {
  if (state_->salts_used == kSalts) {
    const int size = static_cast<int>(kSalts * sizeof(Digest));
    FRIST_CHECK(RAND_bytes(state_->salts[0].data(), size) == 1);
    state_->salts_used = 0;
  }
  Digest& next = state_->salts[state_->salts_used++];
  const Digest salt = next;
  next.fill(0);
  return salt;
}

std::string to_hex(const Digest& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(2 * digest.size());
  for (std::uint8_t byte : digest) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::optional<Digest> digest_of(std::string_view bytes) {
  Digest digest;
  if (bytes.size() != digest.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace frist::audit
