// SPDX-License-Identifier: Apache-2.0
// Reports of commands as JSON text, from plain tables: a schema's name, members in the order given, and lists of rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/codec/diagnostic_json.hpp"

namespace frist::codec {

using ReportValue = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;
using ReportRow = std::vector<std::pair<std::string, ReportValue>>;

struct Report {
  std::string schema;  // "frist/run/1"
  ReportRow members;
  std::vector<std::pair<std::string, std::vector<ReportRow>>> lists;
};

std::string text_of(const Report& report);

// One row as an object on a line of its own, for NDJSON.
std::string line_of(const ReportRow& row);

// The same with a last member `wrong`: the findings of policies (or single files) that do not check, as `frist check
// --json` has them.
std::string text_of(const Report& report, const std::vector<CheckedPolicy>& policies);

}  // namespace frist::codec
