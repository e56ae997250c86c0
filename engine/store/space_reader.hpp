// SPDX-License-Identifier: Apache-2.0
// Fills the spaces of a batch that hang on its entries: children, other records of the same subject, the record that a
// link leads to, and the engine's own facts. For this room only.
#pragma once

#include <memory>

#include "engine/store/reader.hpp"
#include "engine/store/table_info.hpp"

namespace frist::store {

/// What a space needs to know of the entries that were read: their keys, and the values that lead elsewhere.
struct EntryLeads {
  const KeyColumn* keys = nullptr;
  const KeyColumn* lead = nullptr;  // subjects or links, by space; null for children
  bool dense = false;               // the entries are neighbours in the order of their keys
};

class SpaceReader {
 public:
  virtual ~SpaceReader() = default;
  /// Fills the space for the entries from the first on. Returns for how many: all, or fewer where rows became too many.
  virtual Result<std::size_t> fill(const EntryLeads& entries, decide::Batch& batch) = 0;
  /// Cuts the space down to its first `entries` entries.
  virtual void cut(std::size_t entries, decide::Batch& batch) = 0;
};

/// How many rows a space of a batch may have before the batch is cut short.
inline constexpr std::uint32_t kMostSpaceRows = 1u << 18;

Result<std::unique_ptr<SpaceReader>> make_children_reader(Connection& connection, const program::Program& program,
                                                          std::uint32_t space, std::vector<std::uint64_t>& bad);
Result<std::unique_ptr<SpaceReader>> make_subject_reader(Connection& connection, const program::Program& program,
                                                         std::uint32_t space, std::vector<std::uint64_t>& bad);
Result<std::unique_ptr<SpaceReader>> make_link_reader(Connection& connection, const program::Program& program,
                                                      std::uint32_t space, std::vector<std::uint64_t>& bad);

/// The table of a record, or an error that says which one is missing.
Result<TableInfo> table_of(Connection& connection, const model::Record& record);
/// "INDEXED BY ..." or "NOT INDEXED", so that rows come in the order of that column; an error where no index is there.
Result<std::string> in_order_of(const TableInfo& table, const std::string& column);

/// The engine's facts of entries: holds, requests, restrictions, reviews.
class FactReader {
 public:
  static Result<FactReader> open(Connection& connection, const program::Program& program);
  /// Fills the columns of facts for all entries.
  Status fill(const KeyColumn& keys, bool dense, decide::Batch& batch);
  void cut(std::size_t entries, decide::Batch& batch) const;

 private:
  struct Source {
    std::size_t input = 0;
    bool is_hold = false;
    Statement any, range, one;
  };
  Status fill(Source& source, const KeyColumn& keys, bool dense, decide::Column& column);
  Status fill_merged(Source& source, const KeyColumn& keys, decide::Column& column);
  Status fill_each(Source& source, const KeyColumn& keys, decide::Column& column);

  Connection* connection_ = nullptr;
  std::vector<Source> sources_;
};

}  // namespace frist::store
