// SPDX-License-Identifier: Apache-2.0
// What the commands about the log share: keys and checkpoints as files. Functions over the file system.
#pragma once

#include <string>

#include "engine/cli/command.hpp"
#include "engine/service/audit_log.hpp"

namespace frist::cli {

Option log_key_option(bool required);      // --key: the public half, to verify with
Option signing_key_option(bool required);  // --key: the private half
Option origin_option(bool required);

// Errors of these name the file.
text::Result<std::string> read_log_key(const std::string& file);
text::Result<audit::VerifierKey> read_verifier_key(const std::string& file);
text::Result<std::string> read_note_file(const std::string& file);
// The checkpoint in a file that the key in another has signed.
text::Result<audit::Checkpoint> signed_checkpoint(const std::string& file, const std::string& key_file);

}  // namespace frist::cli
