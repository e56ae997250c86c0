// SPDX-License-Identifier: Apache-2.0
// The part of TOML that a configuration needs: `name = value` lines, [sections], # comments; a value is a text in
// "double" (with \" \\ \n \t) or 'single' quotation marks, or one bare word. Pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/text/result.hpp"

namespace frist::cli {

struct ConfigLine {
  std::size_t number = 0;  // from 1
  std::string section;     // empty before the first heading
  std::string name, value;
  bool heading = false;  // `[section]` itself; no name, no value
};

// Error (Usage), beginning with "LINE: ": a line that is none of these, a name that stands twice in its section, a text
// that is no UTF-8.
text::Result<std::vector<ConfigLine>> config_lines(std::string_view text);

}  // namespace frist::cli
