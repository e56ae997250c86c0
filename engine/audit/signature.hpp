// SPDX-License-Identifier: Apache-2.0
// Ed25519 (RFC 8032) keys and signatures, from OpenSSL. Private keys are PKCS #8 in PEM, as `openssl genpkey -algorithm
// ed25519` writes them; public keys and signatures are raw bytes (32 and 64).
#pragma once

#include <string>
#include <string_view>

#include "dsl/text/result.hpp"

namespace frist::audit {

struct KeyPair {
  std::string private_pem, public_key;
};

KeyPair make_key_pair();
// Error (Data) where the text is no unencrypted Ed25519 private key.
text::Result<std::string> public_key_of(const std::string& private_pem);
text::Result<std::string> sign(const std::string& private_pem, std::string_view message);
bool verifies(std::string_view public_key, std::string_view signature, std::string_view message);

}  // namespace frist::audit
