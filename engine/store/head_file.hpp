// SPDX-License-Identifier: Apache-2.0
// The head file of a log: a small SQLite file on another path, which backups of the database never touch. It knows how
// far the log is, and what would have to be done again to a copy of the database that is older: which entries were
// erased or changed, as keyed digests of their names, what people laid down and has not been lifted, the policies. No
// name, no reason, no value of an entry; the key of one only as long as a hold, request or restriction stands on it.
// What is compared and done again is engine/run's business. Owns its connection; one thread at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/store/policies.hpp"
#include "engine/store/sqlite.hpp"
#include "engine/store/standing.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

/// Where the log was when the head file last followed it.
struct HeadMark {
  std::string id;              // 32 hex digits; the database names the same
  std::string key;             // of the digests, 32 bytes
  std::int64_t days_kept = 0;  // that a backup may be restored
  std::int64_t first = 0;      // the first leaf that is kept here
  std::int64_t size = 0;       // leaves of the log
  std::string last;            // the hash of the last one; empty where there is none
  std::string root;            // of the tree, 32 bytes
  std::string subtrees;        // from which it goes on, 32 bytes each, the largest first
  std::string policy;          // hash of the one in force
  LastNumbers numbers;
};

/// One leaf in the parts that it is written from, and what it did to which entry.
struct HeadLeaf {
  std::int64_t seq = 0;
  std::string kind, time, run, policy;  // as in the leaf
  std::string body;                     // what it commits to, 32 bytes
  std::string entry;                    // digest of the entry's name; empty: none, or not known
  std::string action, rule;             // of a milder act by a rule
  std::optional<calendar::Day> since;
};

/// A backup that was made.
struct HeadBackup {
  std::string id;  // as in its CopyMark
  std::int64_t made_at = 0, size = 0;
  std::string digest;  // SHA-256 of the file
};

class HeadFile {
 public:
  /// Errors (Usage): there is a file of that name already that is not empty. Io.
  static Result<HeadFile> create(const std::string& path, const HeadMark& mark);
  /// Errors (Refused): no such file, or not a head file; damage, Busy.
  static Result<HeadFile> open(const std::string& path);
  /// Whether there is something other than an empty database at that path.
  static Result<bool> is_there(const std::string& path);

  /// Takes the write lock, so that nobody else follows meanwhile.
  Result<Transaction> begin();
  const std::string& path() const { return connection_.path(); }

  Result<HeadMark> mark();
  Result<std::vector<Standing>> standing();
  /// In the order they were first seen; `files` as they were attached.
  Result<std::vector<StoredPolicy>> policies();
  /// Leaves from `from` on, in order; ends with the first error of `take`.
  Status each_leaf(std::int64_t from, const std::function<Status(const HeadLeaf&)>& take);
  Result<std::optional<HeadBackup>> backup(const std::string& id);

  // These write, and need the transaction.

  /// Leaves that were added at `now`; the first is number `size` of the mark.
  Status add_leaf(const HeadLeaf& leaf, std::int64_t now);
  Status set_mark(const HeadMark& mark);
  Status set_standing(const std::vector<Standing>& standing);
  Status add_policy(const StoredPolicy& policy);
  Status add_backup(const HeadBackup& backup);
  /// Forgets leaves that were added before that time, and backups from before them; returns the first that is left.
  Result<std::int64_t> forget_before(std::int64_t time, const HeadMark& mark);

  /// The pages that went through the log of this file are written back, and what they were is overwritten.
  Status checkpoint();

 private:
  explicit HeadFile(Connection connection) : connection_(std::move(connection)) {}
  Status new_context(const HeadLeaf& leaf, std::int64_t now);

  Connection connection_;
  std::int64_t context_ = 0;  // of the leaf before; 0: none yet
  HeadLeaf before_;
};

}  // namespace frist::store
