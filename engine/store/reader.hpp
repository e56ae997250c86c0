// SPDX-License-Identifier: Apache-2.0
// The facts of many entries from the user's tables, as the columns that a program asks for. A reader belongs to one
// kind of entry and one program, both of which must outlive it, as must the connection. Reads are consistent with each
// other inside one transaction of the caller's. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/decide/batch.hpp"
#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::store {

/// One entry for each row of space 0: `keys[i]` belongs to row i. Reuse one for many reads, it keeps its memory.
struct EntryBatch {
  KeyColumn keys;
  decide::Batch facts;
  std::vector<Key> gone;             // read(): keys that no row has any more
  std::vector<std::uint32_t> asked;  // read(): which of the keys each entry was found by
};

class BatchReader {
 public:
  /// Errors: tables or columns that are not there any more, an index that is missing (attach makes them), a
  /// key that nothing keeps unique.
  static Result<BatchReader> open(Connection& connection, const program::Program& program);
  BatchReader(BatchReader&&) noexcept;
  BatchReader& operator=(BatchReader&&) noexcept;
  ~BatchReader();

  /// The next entries behind the key `after` (Nothing: from the start), at most `limit`, in the order of their keys.
  /// Fewer where they hang on very many rows of other tables, so that memory stays bounded; at least one. False: there
  /// are none left.
  Result<bool> scan(const Key& after, std::uint32_t limit, EntryBatch& batch);

  /// The key of the `count`-th entry behind `after`, as scan() would come to it; Nothing where there are fewer. Reads
  /// no facts, so that it takes a small part of scan()'s time.
  Result<Key> skip(const Key& after, std::uint32_t count);

  /// The entries with these keys, which are best in ascending order. Returns how many of the keys were dealt with, from
  /// the first on: all, or fewer where memory would grow (never none).
  Result<std::size_t> read(std::span<const Key> keys, EntryBatch& batch);

  /// How many values of each of the program's inputs were not readable so far, and entered as unknown.
  const std::vector<std::uint64_t>& not_readable() const;

 private:
  struct Parts;
  explicit BatchReader(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace frist::store
