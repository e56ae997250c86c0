// SPDX-License-Identifier: Apache-2.0
// The day from which each entry's verdict may be another: frist_due. An entry whose verdict never changes by itself has
// no row. Entries whose facts changed are in frist_changed beside it and count as due on every day, as if it were
// kChanged. Borrows the connection. Writing needs a write
// transaction of the caller's in which the facts were read too: a change of facts in between would lose its mark.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

/// What a bulk write did to the rows of frist_due.
struct ScheduleChanges {
  std::int64_t inserted = 0, updated = 0, removed = 0;
};

/// Rows of frist_due in the order of their keys.
struct StoredDays {
  KeyColumn keys;
  std::vector<std::int64_t> next;
};

class Schedule {
 public:
  /// For the kind of entry with this number in frist_kind.
  static Result<Schedule> open(Connection& connection, std::int64_t kind);

  /// Entries whose facts changed, then those whose day has come, by that day; at most `limit` together. An entry of both
  /// is there twice. The keys are as they were stored, which need not be as the table has them now.
  Result<std::vector<Key>> due(calendar::Day as_of, std::uint32_t limit);
  Result<std::int64_t> count_due(calendar::Day as_of);
  /// All of both at once, each entry once, in the order of their keys.
  Result<std::vector<Key>> every_due(calendar::Day as_of);
  /// How many entries become due on each day from `from` through `through`.
  Result<std::vector<std::pair<calendar::Day, std::int64_t>>> calendar_of_due(calendar::Day from,
                                                                              calendar::Day through);

  /// The stored day; nothing where the verdict never changes. kChanged as it is.
  Result<std::optional<std::int64_t>> next_of(const Key& entry);
  /// kNever: no row. Whether the entry counts as changed is left as it is.
  Status set_next(const Key& entry, calendar::Day next);
  /// The entry counts as changed no longer. Call it before anything is done to it: a change by that is then noted again.
  Status settle(const Key& entry);
  /// Whether any entry is noted as changed.
  Result<bool> any_changed();
  /// Whether facts of the entry changed since it was settled.
  Result<bool> is_changed(const Key& entry);
  /// Forgets the entry.
  Status remove(const Key& entry);
  /// To be decided at the next night.
  Status mark_changed(const Key& entry);

  /// Sets the days of neighbouring entries, writing only what differs. `keys` are all entries of the table behind
  /// `after` (Nothing: from its start) up to the last key, as BatchReader::scan gives them; rows in that range whose
  /// entry is gone are removed where the keys ascend in the order of bytes.
  Result<ScheduleChanges> write_range(const Key& after, const KeyColumn& keys, std::span<const calendar::Day> next);

  /// While very many rows are written the index by day is away; build_index() brings it back. due() works without it,
  /// only slowly. Both are for all kinds at once and do nothing where it is so already.
  static Status drop_index(Connection& connection);
  static Status build_index(Connection& connection);

 private:
  Schedule(Connection& connection, std::int64_t kind) : connection_(&connection), kind_(kind) {}
  Status insert(const Key& entry, calendar::Day next);
  Status update(const Key& entry, calendar::Day next);
  Result<StoredDays> read_range(const Key& after, const KeyColumn& keys);
  Status write_one(const Key& entry, std::optional<std::int64_t> stored, calendar::Day next, ScheduleChanges& changes);
  Result<ScheduleChanges> write_each(const KeyColumn& keys, std::span<const calendar::Day> next);
  Status rewrite(const Key& after, const KeyColumn& keys, std::span<const calendar::Day> next);
  Status write_differences(const StoredDays& stored, const KeyColumn& keys, std::span<const calendar::Day> next);
  static Statement& bind_range(Statement& statement, const Key& after, const KeyColumn& keys);
  static Status run_range(Statement& statement, const Key& after, const KeyColumn& keys);
  Status insert_soon(const Key& entry, calendar::Day next);
  Status insert_rest();

  Connection* connection_;
  std::int64_t kind_;
  Statement due_, changed_, next_, is_changed_, any_changed_, insert_, update_, remove_, range_, note_, settle_,
      settle_range_, remove_range_, insert_many_;
  std::vector<std::pair<Key, calendar::Day>> waiting_;  // to be inserted together
  static constexpr std::size_t kRowsAtOnce = 32;
};

/// How far a decision of all entries of a kind has come; absent when it is finished.
struct Progress {
  std::string policy;  // hash of the policy that is decided by
  Key last;            // the last key that is done; Nothing: none yet
  std::int64_t done = 0;
};
Result<std::optional<Progress>> progress_of(Connection& connection, std::int64_t kind);
Status set_progress(Connection& connection, std::int64_t kind, const Progress& progress);
/// Only a decision by this policy is finished: another that was attached meanwhile is still to come.
Status finish_progress(Connection& connection, std::int64_t kind, const std::string& policy);

}  // namespace frist::store
