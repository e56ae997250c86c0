// SPDX-License-Identifier: Apache-2.0
// The numbered requirements of docs/sources.md (S-, L- and I-rows), and where texts mention them. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/text/result.hpp"

namespace frist::service {

struct RequirementRow {
  std::string number;      // "S-083"
  std::string source;      // where it comes from
  std::string says;        // what it says
  std::string carried_as;  // "rule", "fact: reason", "choice: ...", "default: ..."
  bool is_fact() const { return carried_as.starts_with("fact:"); }
};

// The rows of every table in a Markdown text whose first column is a requirement's number, in order. Errors (Data): a
// row without four columns, a number that stands twice, an unknown word in the last column.
text::Result<std::vector<RequirementRow>> requirement_rows(std::string_view markdown);

// The requirement numbers that a text mentions, each once, in order ("S-083 Deletion periods; see L-16").
std::vector<std::string> mentioned_rows(std::string_view text);

}  // namespace frist::service
