// SPDX-License-Identifier: Apache-2.0
// What stands where in a file of packed columns (engine/pack), as CBOR (RFC 8949).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/text/result.hpp"

namespace frist::codec {

// Where a chunk begins in the file, and its bytes there.
struct PackPlace {
  std::uint64_t at = 0, size = 0;
};

// Some entries, in the order of their keys.
struct PackBlock {
  std::uint64_t rows = 0;
  PackPlace keys;
  std::vector<PackPlace> columns;           // parallel to PackKind::columns
  std::vector<PackPlace> hanging;           // parallel to PackKind::spaces; none for the entries themselves
  std::vector<std::uint64_t> not_readable;  // by column
};

struct PackKind {
  std::vector<std::string> spaces, columns;  // names as of store/column_names.hpp; the first space is the entries
  std::uint64_t rows = 0;
  std::vector<PackBlock> blocks;
};

struct PackDirectory {
  std::string policy;       // hash of the policy that was attached
  std::int64_t schema = 0;  // SQLite's count of changes to the tables
  std::int64_t run = 0;     // the last night that did anything
  std::int64_t made_at = 0;
  std::vector<PackKind> kinds;
};

std::string bytes_of(const PackDirectory& directory);
// Error (Data) where the bytes are none.
text::Result<PackDirectory> pack_directory(std::string_view bytes);

}  // namespace frist::codec
