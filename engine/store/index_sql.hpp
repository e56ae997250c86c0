// SPDX-License-Identifier: Apache-2.0
// Takes a CREATE INDEX statement apart, because SQLite tells the expressions and the condition of an index nowhere
// else. Pure functions over text that SQLite has already accepted. For this room only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frist::store {

struct IndexText {
  std::vector<std::string> parts;  // each indexed column or expression, without ASC or DESC
  std::string where;               // the condition; empty: none
};

/// Nothing where the text is not a CREATE INDEX statement of the known form.
std::optional<IndexText> parse_create_index(std::string_view sql);

}  // namespace frist::store
