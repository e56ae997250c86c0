// SPDX-License-Identifier: Apache-2.0
// Whether values are still in the files of a database: looked for byte by byte, past SQLite, as somebody who carves the
// disk would. Changes nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dsl/text/result.hpp"

namespace frist::service {

struct Trace {
  std::size_t value = 0;  // which of the values, from 1; never the value itself
  std::string encoding;   // "UTF-8", "UTF-16"
  std::string file;
  std::uint64_t offset = 0;
  std::int64_t page = 0;  // of the database; 0 where the file has none
  std::string table;      // table or index that the page belongs to; empty where nobody knows
};

struct TraceReport {
  std::vector<Trace> traces;           // the first kMostTraces, by file and offset
  std::uint64_t found = 0;             // all of them
  std::uint64_t files = 0, bytes = 0;  // that were looked through
  std::vector<std::string> unseen;     // places that it cannot see, a sentence each
};

constexpr std::size_t kMostTraces = 1000;
constexpr std::size_t kShortestValue = 4;  // bytes; anything shorter is found by chance
constexpr std::size_t kWholeValue = 64;    // characters; of a longer value its first and its last 64 are looked for

/// Looks for each value as it is (no other case, no other spelling) in UTF-8 and UTF-16 of either order: in the
/// database, every file beside it whose name begins with the database's and a dash (log, journal, shared memory, ...),
/// SQLite's temporary files, and in `also`, files or folders with all that is in them. Errors: a value shorter than
/// kShortestValue or none (Usage), no such database (Data), a file that cannot be read (Io).
text::Result<TraceReport> find_traces(const std::string& database, const std::vector<std::string>& values,
                                      const std::vector<std::string>& also);

}  // namespace frist::service
