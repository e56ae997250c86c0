// SPDX-License-Identifier: Apache-2.0
// Rows of a CSV or NDJSON file into a record's table. A line that does not fit is told with its number and kept with
// the reason in a reject file, which can be mended and imported (docs/formats.md); the others load.
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
  std::vector<RejectedLine> first;   // the first of them, for people; all are in the reject file
  std::string reject_file;           // empty: nothing was rejected
  std::vector<std::string> unnamed;  // fields that each row should have and that a CSV's first line does not name
};
inline constexpr std::size_t kRejectedShown = 20;

struct ImportRequest {
  std::string database, record, file;
  std::string reject_file;  // where rejected lines go; empty: FILE.rejected
  bool ndjson = false;      // else CSV with a header line
  std::string keys;         // the key file for sealed identity fields; empty: DATABASE-frist-keys
  std::function<void(std::uint64_t lines)> progress;
};

// Errors: no such record or table, a reject file that is also read (Usage), a header with a name that is no field
// (Data), files and database, rejected lines that cannot be written (Io). All rows that fit are loaded in one
// transaction: after an error none is.
text::Result<ImportReport> import_file(const LoadedPolicy& policy, const ImportRequest& request);

}  // namespace frist::service
