// SPDX-License-Identifier: Apache-2.0
// A receipt: that a leaf is in the log of a signed checkpoint, and what it commits to, for somebody who has neither the
// database nor a network (C2SP tlog-proof, `c2sp.org/tlog-proof@v1`). The leaf itself travels beside it. Its extra data
// are the 32 bytes of the salt and then the body; they count only where they open the leaf. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dsl/text/result.hpp"
#include "engine/audit/checkpoint.hpp"
#include "engine/audit/proof.hpp"

namespace frist::audit {

struct Receipt {
  std::string salt, body;  // empty salt: the receipt opens nothing
  std::uint64_t index = 0;
  Proof proof;
  std::string checkpoint;  // the signed note
};

std::string text_of(const Receipt& receipt);
// Error (Data): no receipt. Verifies nothing.
text::Result<Receipt> read_receipt(std::string_view text);

// The receipt as it is written, where all of it holds: the key has signed the checkpoint, the leaf is in that log at
// that number, and salt and body open it. Errors (Data) say which does not.
text::Result<Receipt> open_receipt(std::string_view text, std::string_view leaf, const VerifierKey& key);

}  // namespace frist::audit
