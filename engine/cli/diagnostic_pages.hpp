// SPDX-License-Identifier: Apache-2.0
// docs/diagnostics.md as it was when the program was built (see engine/CMakeLists.txt).
#pragma once

#include <string_view>

namespace frist::cli {

std::string_view diagnostic_pages();

}  // namespace frist::cli
