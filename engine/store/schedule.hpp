// SPDX-License-Identifier: Apache-2.0
// The day from which each entry's verdict may be another, kept in two orders: by entry (frist_due) and by day
// (frist_day). An entry whose verdict never changes by itself has no row. Entries whose facts changed are in
// frist_changed beside them and count as due on every day, as if it were kChanged. So do rows that are newer than the
// key in frist_newest: a new row costs its writer no note of its own where keys are row numbers (rows with other keys
// are noted one by one).
//
// What a night erases lies side by side by day, but scattered by entry. So its row by day goes at once; its row by
// entry stays behind, noted in frist_gone, until forget_gone() takes many of them along in one go.
//
// Borrows the connection. Writing needs a write transaction of the caller's in which the facts were read too: a change
// of facts in between would lose its mark.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/store/bulk_insert.hpp"
#include "engine/store/checksums.hpp"
#include "engine/store/due_entry.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

/// What a bulk write did to the rows of frist_due.
struct ScheduleChanges {
  std::int64_t inserted = 0, updated = 0, removed = 0;
};

struct RangeDifferences;

class Schedule {
 public:
  /// For the kind of entry with this number in frist_kind.
  static Result<Schedule> open(Connection& connection, std::int64_t kind);

  /// Entries whose facts changed, then those whose day has come, by that day; at most `limit` together. An entry of
  /// both is there twice. The keys are as they were stored, which need not be as the table has them now.
  Result<std::vector<DueEntry>> due(calendar::Day as_of, std::uint32_t limit);
  /// Error (Data) where the rows by day that due() has told are not those that were written. `all`: it has told every
  /// one of them; otherwise all days but the last, which is then looked at in full. Before anything is done to them,
  /// and not between set_next() and write_checksums().
  Status require_sound(calendar::Day as_of, std::span<const DueEntry> told, bool all);
  Result<std::int64_t> count_due(calendar::Day as_of);
  /// All of both, each entry once, `limit` at a time and in no order, without holding all of them: changed ones have
  /// kChanged. `take` may read the database; an error of it ends the walk and is returned.
  Status each_due(calendar::Day as_of, std::uint32_t limit,
                  const std::function<Status(std::span<const DueEntry>)>& take);
  /// How many entries become due on each day from `from` through `through`.
  Result<std::vector<std::pair<calendar::Day, std::int64_t>>> calendar_of_due(calendar::Day from,
                                                                              calendar::Day through);

  /// The stored day; nothing where the verdict never changes. kChanged as it is.
  Result<std::optional<std::int64_t>> next_of(const Key& entry);
  /// kNever: no row. Whether the entry counts as changed is left as it is. `stored`: the day that is stored, where
  /// due() has told it; without it a look-up finds it.
  Status set_next(const Key& entry, calendar::Day next, std::optional<std::int64_t> stored = {});
  /// The entry counts as changed no longer. Call it before anything is done to it: a change by that is then noted
  /// again.
  Status settle(const Key& entry);
  /// From now on new rows are noted one by one, like changes; before settle(), set_next() and remove().
  Status note_new();
  /// Whether any entry is noted as changed.
  Result<bool> any_changed();
  /// Whether facts of the entry changed since it was settled.
  Result<bool> is_changed(const Key& entry);
  /// The entries whose facts are not as they were at the last night: changed, new or gone, each at least once, in the
  /// order of nothing. No value where they are more than `limit`.
  Result<std::optional<std::vector<Key>>> changed_or_gone(std::size_t limit);
  /// Forgets the entry, its mark of a change too.
  Status remove(const Key& entry);
  /// After the erasure of an entry that due() has told; the trigger on its table has noted it in frist_gone.
  Status erased(const DueEntry& entry);
  /// The same of many, each there once, which are left sorted by day. Neighbours go in one statement.
  Status erased_together(std::span<DueEntry> entries);
  /// To be decided at the next night.
  Status mark_changed(const Key& entry);

  /// Sets the days of neighbouring entries, writing only what differs. `keys` are all entries of the table behind
  /// `after` (Nothing: from its start) up to the last key, as BatchReader::scan gives them; rows in that range whose
  /// entry is gone are removed where the keys ascend in the order of bytes. New rows in it are new no longer.
  Result<ScheduleChanges> write_range(const Key& after, const KeyColumn& keys, std::span<const calendar::Day> next);

  /// While very many rows are written there are no rows by day; build_days() brings them back. due() works without
  /// them, only slowly, for a Schedule that is opened meanwhile. Both are for all kinds at once and do nothing where it
  /// is so already.
  static Status drop_days(Connection& connection);
  static Status build_days(Connection& connection);

  /// Before the end of every transaction in which days were set or removed: writes the checksums of these days.
  /// Meanwhile they are kept here, since many rows share a day.
  Status write_checksums() { return sums_.write(*connection_, kind_); }
  /// The same after a transaction that was undone.
  void forget_checksums() { sums_.forget(); }

  /// Takes along what erased and deleted entries of any kind left behind, at most `limit` of them. How many there were.
  static Result<std::uint32_t> forget_gone(Connection& connection, std::uint32_t limit);

 private:
  Schedule(Connection& connection, std::int64_t kind) : connection_(&connection), kind_(kind) {}
  Status prepare();
  static Result<bool> days_away(Connection& connection);
  Status remove_day(const Key& entry, std::int64_t day);
  Status find_new_rows();
  Status settle_new_rows(const Key& after, const KeyColumn& keys);
  std::string is_noted_sql(const std::string& entry) const;
  Result<std::string> every_due_sql() const;
  Result<std::optional<std::int64_t>> stored_day(const Key& entry);
  Status forget_if_gone(const Key& entry);
  Status forget_gone_range(const Key& after, const KeyColumn& keys);
  Result<ScheduleChanges> write_each(const KeyColumn& keys, std::span<const calendar::Day> next);
  Status write_by_entry(const RangeDifferences& differences, const ScheduleChanges& changes, const Key& after);
  void sum_differences(const RangeDifferences& differences);
  Status write_by_day(const RangeDifferences& differences);
  Result<bool> are_neighbours(std::span<const DueEntry> of_one_day);
  Status erased_on_one_day(std::span<const DueEntry> entries);
  static Statement& bind_range(Statement& statement, const Key& after, const KeyColumn& keys);

  Connection* connection_;
  std::int64_t kind_;
  std::string noted_;       // SELECT of the entries that count as changed
  std::string new_rows_;    // of those among them that nobody noted; empty: they are all noted
  std::string is_new_row_;  // a condition that such a one is this: an entry and a bracket follow
  Statement due_, changed_, next_, stored_, is_changed_, any_changed_, update_, remove_, remove_day_, day_range_,
      remove_day_range_, range_, note_, settle_, settle_range_, remove_range_, no_longer_gone_, gone_range_, any_new_,
      note_new_, newest_, newest_in_range_;
  BulkInsert by_entry_, by_day_;
  DaySums sums_;
  ChecksumKey checksum_key_;
};

}  // namespace frist::store
