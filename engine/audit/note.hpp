// SPDX-License-Identifier: Apache-2.0
// Signed notes (C2SP signed-note 1.0.0): a text of some lines, a blank line, and a line for each signature,
//   - NAME BASE64(key ID || signature)          with an em dash for the first character
// over the text alone. The keys are Ed25519; the ID of one is SHA-256(name || 0x0A || 0x01 || public key)[:4].
// Signatures by keys that nobody asked for are passed over, as the format wants. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/text/result.hpp"

namespace frist::audit {

// A public key under its name, as `NAME+8 HEX DIGITS+BASE64`.
struct VerifierKey {
  std::string name;
  std::string public_key;  // 32 bytes
};

struct NoteSignature {
  std::string name, key_id, signature;  // the ID has 4 bytes, the signature as many as its key's kind wants
};
struct Note {
  std::string text;  // ends in LF
  std::vector<NoteSignature> signatures;
};

// A name of a key: printable ASCII without a space or `+`, at most 200 bytes. Error (Usage), which calls it `what`.
text::Status require_key_name(const char* what, std::string_view name);

std::string key_id(const VerifierKey& key);
std::string text_of(const VerifierKey& key);
// Error (Data): not of that form, another kind of key, or an ID that is not the key's. A last LF is passed over.
text::Result<VerifierKey> verifier_key(std::string_view text);

// The note with the signature by the private key (PEM) under that name. Requires: the text ends in LF. Error (Data): no
// such key.
text::Result<std::string> sign_note(std::string_view text, const std::string& name, const std::string& private_pem);

// Error (Data): no signed note, or larger than a mebibyte. Verifies nothing.
text::Result<Note> read_note(std::string_view text);

// The text of the note where it has a good signature by the key. Errors (Data): those of read_note(), none by this key,
// a wrong one.
text::Result<std::string> open_note(std::string_view text, const VerifierKey& key);

}  // namespace frist::audit
