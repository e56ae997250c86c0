// SPDX-License-Identifier: Apache-2.0
// Rows of a CSV or NDJSON file into a record's table. A line that does not fit is told with its number and kept in a
// reject file; the others load.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/service/load_policy.hpp"

namespace frist::service {

struct RejectedLine {
  std::uint64_t line = 0;
  std::vector<std::string> problems;
};

struct ImportReport {
  std::uint64_t loaded = 0, rejected = 0;
  std::vector<RejectedLine> first;  // the first of them, for people; all are in the reject file
  std::string reject_file;          // empty: nothing was rejected
};
inline constexpr std::size_t kRejectedShown = 20;

struct ImportRequest {
  std::string database, record, file;
  std::string reject_file;  // where rejected lines go; empty: FILE.rejected
  bool ndjson = false;      // else CSV with a header line
  std::function<void(std::uint64_t lines)> progress;
};

// Errors: no such record or table (Usage), a header that names no field (Data), files and database. All rows that fit
// are loaded in one transaction: after an error none is.
text::Result<ImportReport> import_file(const LoadedPolicy& policy, const ImportRequest& request);

}  // namespace frist::service
