// SPDX-License-Identifier: Apache-2.0
// Writing a file whole or not at all.
#pragma once

#include <filesystem>
#include <string_view>

#include "dsl/text/result.hpp"

namespace frist::cli {

// A new file beside takes the place of the old one in one step: where writing fails, the old one stays as it was and
// nothing half-written is left. A file that is there keeps its permissions; behind a symbolic link the file that it
// points to is replaced, not the link. Errors: Io.
text::Status write_file(const std::filesystem::path& file, std::string_view text);

}  // namespace frist::cli
