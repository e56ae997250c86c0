// SPDX-License-Identifier: Apache-2.0
// Seals the identity fields of rows that are imported. The key file is made at the first row that needs it; every key
// is on the disk before the caller commits the row. Keys of rows that were never committed are of no use to anybody and
// go with the next epoch. Borrows the connection; needs a write transaction of the caller's, and keeps the key file
// locked until it ends, which must be after that transaction.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/store/identity.hpp"

namespace frist::store {

class IdentitySealer {
 public:
  /// `path`: the key file. Nothing is opened or made before the first row.
  static Result<IdentitySealer> open(Connection& connection, std::string path, std::int64_t now);

  /// The marked columns of a table.
  std::vector<IdentityColumn> columns_of(std::string_view table) const { return of_table(columns_, table); }

  struct Value {
    IdentityColumn column;
    Key value;
  };
  /// Stores the values in the row with that rowid, sealed under keys of its own; what is nothing stays so. Errors: the
  /// key file is missing or another's (Refused), the disk.
  Status seal_row(std::int64_t rowid, const std::vector<Value>& values);

  /// To be called before the transaction commits.
  Status finish();

 private:
  IdentitySealer(Connection& connection, std::string path, std::int64_t now)
      : connection_(&connection), path_(std::move(path)), now_(now) {}
  Status open_file();

  Connection* connection_;
  std::string path_;
  std::int64_t now_;
  std::vector<IdentityColumn> columns_;
  std::optional<keys::KeyFile> file_;
  KeyState state_;
};

}  // namespace frist::store
