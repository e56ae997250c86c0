// SPDX-License-Identifier: Apache-2.0
// What a log is at one moment, in three lines that are signed as a note (C2SP tlog-checkpoint 1.0.0): its origin, its
// size in decimal, its root in base64. The name of the key that signs is the origin. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/audit/hash.hpp"
#include "engine/audit/note.hpp"

namespace frist::audit {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;  // leaves
  Digest root{};
};

std::string text_of(const Checkpoint& checkpoint);
// The text of a note; further lines are extensions and passed over. Error (Data): no checkpoint.
text::Result<Checkpoint> read_checkpoint(std::string_view text);

// The signed note. Errors: a bad origin (Usage), no such key (Data).
text::Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const std::string& private_pem);
// The checkpoint in a note that the key has signed. Errors (Data): no good signature by it, no checkpoint, another
// origin than the key's name.
text::Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key);

}  // namespace frist::audit
