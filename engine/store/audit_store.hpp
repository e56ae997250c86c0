// SPDX-License-Identifier: Apache-2.0
// Where the log of what was done is kept: leaves without personal data that are never changed, and beside each a body
// that can be erased, and the reference from an entry to its bodies, which goes with them. What a leaf says and how it
// is hashed is engine/audit's business. Functions over a borrowed connection; writing needs a transaction of the
// caller's, the same one that does what the leaf tells.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/packed_log.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::store {

struct AuditLeaf {
  std::int64_t seq = 0;  // from 0, without holes
  std::string leaf, hash;
};

/// The erasable side.
struct AuditBody {
  std::int64_t seq = 0;
  std::string salt, body;
};

/// A leaf with its body, and the entry that they are about, if any.
struct AuditEntry {
  std::string leaf, hash, salt, body;
  struct About {
    std::int64_t kind = 0;
    Key key;  // Nothing: about no entry
  } about;
  /// How many bytes at the body's start and end many bodies share, so that they are kept once. They stay when the body
  /// is erased: nothing in them may tell of a person. None at the start: the body is kept as it is.
  struct Shared {
    std::size_t before = 0, behind = 0;
  } shared;
  std::optional<LeafParts> parts = {};  // of the leaf, where it is to be packed
};

/// A leaf with what lives of its body, as views into the row at hand.
struct AuditRow {
  std::int64_t seq = 0;
  std::string_view leaf, hash;
  bool has_body = false;
  std::string_view salt, body;
};

class AuditStore {
 public:
  static Result<AuditStore> open(Connection& connection);

  /// How many leaves there are; the next one's number.
  Result<std::int64_t> size();
  /// Appends leaves with their bodies and references as numbers `seq` and on; `seq` must be size(), anything else is
  /// refused.
  Status append(std::int64_t seq, std::span<const AuditEntry> entries);

  /// A leaf whose body is not there any more: one that a copy of the database did not have yet.
  Status append_without_body(std::int64_t seq, std::string_view leaf, std::string_view hash);

  Result<std::optional<AuditLeaf>> leaf(std::int64_t seq);
  /// Leaves from `first` on, at most `limit`.
  Result<std::vector<AuditLeaf>> leaves(std::int64_t first, std::uint32_t limit);
  /// Every leaf with its body, in the order of their numbers; ends with the first error of `row`.
  Status each(const std::function<Status(const AuditRow&)>& row);
  /// How many bodies live.
  Result<std::int64_t> bodies();
  /// Nothing where the body was erased or never was.
  Result<std::optional<AuditBody>> body(std::int64_t seq);
  /// Numbers of the leaves about an entry whose bodies live, ascending.
  Result<std::vector<std::int64_t>> about(std::int64_t kind, const Key& entry);
  /// The number of a body that says to be about another entry than its reference does, or has none; reads every body.
  Result<std::optional<std::int64_t>> wrong_reference();
  /// Destroys the salt and body of a leaf about an entry, and that they were about it; the leaf stays. False: there was
  /// no body.
  Result<bool> erase_body(std::int64_t kind, const Key& entry, std::int64_t seq);

 private:
  explicit AuditStore(Connection& connection) : connection_(&connection) {}
  static Status require_view(Connection& connection);
  Connection* connection_;
  // The same three statements for several rows and for one: the cost of a statement is twice that of a row.
  static constexpr std::size_t kRowsAtOnce = 16;
  struct Append {
    Statement leaf, body, about;
    std::array<std::string, kRowsAtOnce> leaves, bodies;  // packed
  };
  Status prepare_append(Append& append, std::size_t rows);
  Status append(std::int64_t seq, std::span<const AuditEntry> entries, Frames& frames, Append& append);
  Append many_, one_;  // made when the first is appended: compiling them takes longer than most readers read
};

}  // namespace frist::store
