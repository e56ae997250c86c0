// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/signature.hpp"

#include "tests/support/catch.hpp"

namespace frist::audit {
namespace {

std::string bytes(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return out;
}

// RFC 8032, 7.1, TEST 2.
const std::string kPublic = bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
const std::string kSignature = bytes(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb0"
    "0d2916"
    "12bb0c00");

TEST_CASE("signatures are those of RFC 8032, and any changed bit is found") {
  CHECK(verifies(kPublic, kSignature, "\x72"));
  CHECK_FALSE(verifies(kPublic, kSignature, "\x73"));
  for (std::size_t bit = 0; bit < 8 * kSignature.size(); ++bit) {
    std::string changed = kSignature;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    CHECK_FALSE(verifies(kPublic, changed, "\x72"));
  }
  CHECK_FALSE(verifies(kPublic, kSignature.substr(1), "\x72"));
  CHECK_FALSE(verifies("", kSignature, "\x72"));
}

TEST_CASE("a key that was made signs, and only its own public half agrees") {
  const KeyPair one = make_key_pair(), other = make_key_pair();
  REQUIRE(one.public_key != other.public_key);
  CHECK(public_key_of(one.private_pem).value() == one.public_key);
  const auto signature = sign(one.private_pem, "plan");
  REQUIRE(signature);
  CHECK(verifies(one.public_key, signature.value(), "plan"));
  CHECK_FALSE(verifies(other.public_key, signature.value(), "plan"));
}

TEST_CASE("what is no private key is an error and no question at the terminal") {
  for (const char* wrong : {"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "hello"}) {
    CHECK_FALSE(public_key_of(wrong));
    CHECK(sign(wrong, "plan").error().kind == text::ErrorKind::Data);
  }
}

}  // namespace
}  // namespace frist::audit
