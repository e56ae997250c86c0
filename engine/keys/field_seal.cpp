// SPDX-License-Identifier: Apache-2.0
#include "engine/keys/field_seal.hpp"

#include <sodium.h>

#include "dsl/text/check.hpp"

namespace frist::keys {
namespace {

constexpr char kFormOne = 1;
constexpr std::size_t kNonceAt = 9, kCipherAt = kNonceAt + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

// Every part with its length before it, so that no two places have the same bytes.
std::string words_of(const Place& place, std::uint64_t number) {
  std::string out = "frist identity 1\n";
  for (const std::string_view part : {place.table, place.column, place.row})
    out.append(big_endian(part.size())).append(part);
  return out.append(big_endian(number));
}

}  // namespace

DataKey::~DataKey() { sodium_memzero(bytes.data(), bytes.size()); }

std::string big_endian(std::uint64_t number) {
  std::string bytes(8, '\0');
  for (std::size_t i = 8; i-- > 0; number >>= 8) bytes[i] = static_cast<char>(number & 0xff);
  return bytes;
}

std::uint64_t from_big_endian(std::string_view bytes) {
  FRIST_CHECK(bytes.size() >= 8);
  std::uint64_t number = 0;
  for (const char c : bytes.substr(0, 8)) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

std::string seal_field(const DataKey& key, std::uint64_t number, const Place& place, std::string_view value) {
  FRIST_CHECK(sodium_init() >= 0);
  std::string sealed = kFormOne + big_endian(number);
  sealed.resize(value.size() + kSealedExtra);
  randombytes_buf(raw(sealed) + kNonceAt, kCipherAt - kNonceAt);
  const std::string about = words_of(place, number);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + kCipherAt, nullptr, raw(value), value.size(), raw(about),
                                             about.size(), nullptr, raw(sealed) + kNonceAt, key.bytes.data());
  return sealed;
}

std::optional<std::string> open_field(const DataKey& key, const Place& place, std::string_view sealed) {
  const auto number = key_number_of(sealed);
  if (!number) return std::nullopt;
  const std::string about = words_of(place, *number);
  std::string value(sealed.size() - kSealedExtra, '\0');
  const bool good = crypto_aead_xchacha20poly1305_ietf_decrypt(raw(value), nullptr, nullptr, raw(sealed) + kCipherAt,
                                                               sealed.size() - kCipherAt, raw(about), about.size(),
                                                               raw(sealed) + kNonceAt, key.bytes.data()) == 0;
  return good ? std::optional(std::move(value)) : std::nullopt;
}

std::optional<std::uint64_t> key_number_of(std::string_view sealed) {
  if (sealed.size() < kSealedExtra || sealed[0] != kFormOne) return std::nullopt;
  return from_big_endian(sealed.substr(1));
}

}  // namespace frist::keys
