// SPDX-License-Identifier: Apache-2.0
// Small files that are there whole, also after the power failed, or not at all. Functions over the file system.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "dsl/text/result.hpp"

namespace frist::service {

// A new file that only its owner reads. Errors: it is there already, since a key is never written over (Usage); Io.
text::Status write_secret(const std::string& path, const std::string& text);

// The bytes take the place of what is there, in one step: a file beside it is written and brought to the disk, renamed,
// and the folder brought to the disk. Folders on the way are made. Errors: Io.
text::Status write_durably(const std::filesystem::path& path, std::string_view bytes);

// A new file with the bytes of another, for its owner alone, on the disk when this returns. Errors: `to` is there
// already (Usage); Io.
text::Status copy_durably(const std::string& from, const std::string& to);

// Brings a file to the disk that somebody else has written. Errors: Io.
text::Status sync_file(const std::string& path);

// Takes a file away, and overwrites it before, so that its bytes do not stay on the disk. Nothing to do where there is
// none. Errors: Io; the file then stays.
text::Status remove_overwritten(const std::string& path);

}  // namespace frist::service
