// SPDX-License-Identifier: Apache-2.0
// Reading a whole text file, with a limit and an error that a person can act on; and folders brought to the disk. No
// state; any thread.
#pragma once

#include <cstddef>
#include <string>

#include "dsl/text/result.hpp"

namespace frist::text {

/// The whole file, without a byte order mark at its start; bytes are not looked at otherwise. Pipes and the like are
/// read to their end. Errors (ErrorKind::Io, "cannot read `PATH`: ..."): not found, a folder, more than `max_bytes`, no
/// permission, what the system says otherwise. Never holds more than `max_bytes` + 1 bytes.
Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes);

/// A name that was made, changed or removed in a folder is so after a power cut as well. Empty: the working folder.
/// Errors: Io.
Status sync_folder(const std::string& folder);

}  // namespace frist::text
