// SPDX-License-Identifier: Apache-2.0
// Which declaration of the policies carries each numbered requirement, and which example shows it.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/service/requirement_rows.hpp"

namespace frist::service {

struct Carrier {
  std::string policy;              // name of the policy
  std::string kind;                // "retention", "choice", "comment", ...
  std::string name;                // of the declaration
  std::set<std::string> examples;  // titles of examples in which it had a say
};

struct Coverage {
  std::vector<RequirementRow> rows;
  std::map<std::string, std::vector<Carrier>> carried_by;  // row -> declarations
  std::vector<std::string> holes() const;  // rows that must be carried and are not, or that no example shows
};

// Errors: the table of requirements is wrong (Data), a policy does not check (Policy), files that cannot be read.
text::Result<Coverage> coverage(const std::filesystem::path& policies, const std::filesystem::path& sources);

// As a page: one table, every row, the facts with their reason.
std::string coverage_page(const Coverage& coverage);

}  // namespace frist::service
