// SPDX-License-Identifier: Apache-2.0
// Checksums by which damage to our own tables is noticed: SipHash under a key that lies in the database. They find what
// was changed past SQLite, a wrong bit or a page of another time. They are no signatures: who writes by SQL is
// believed, and who can write the file can read the key there. Against intent stand the signed log and its head file.
//
// The schedule has one checksum for each kind and day (frist_day_checksum): how many rows frist_day has there and the
// sum of their checksums, so that a night that reads a day knows whether rows are missing, are wrong or came from
// elsewhere. The other tables have one for the rows of each entry, or of each key (frist_checksum). Triggers note in
// frist_written what somebody wrote, whoever it was; the next commit of ours brings its checksum up to date.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/keys/short_hash.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

using ChecksumKey = keys::ShortHashKey;

/// Checksums have 62 bits, so that SQL adds them up without a carry.
inline constexpr std::int64_t kChecksumBits = (std::int64_t{1} << 62) - 1;

/// The SQL functions of a connection that make checksums, and the key that they use.
class Checksums {
 public:
  Status attach(sqlite3* database);
  /// Error (Data) where the database has none or a damaged one.
  Result<ChecksumKey> key();
  /// Another key may be in the database from now on.
  void forget_key() { key_.reset(); }

 private:
  int load_key();  // a result code of SQLite; SQLITE_DONE where there is none

  sqlite3* database_ = nullptr;
  std::optional<ChecksumKey> key_;
  friend struct ChecksumCallbacks;
};

/// The checksum of a row of the schedule; the entry as a number, or as text or bytes.
std::int64_t checksum_of_day(const ChecksumKey& key, std::int64_t kind, std::int64_t day, std::int64_t entry);
std::int64_t checksum_of_day(const ChecksumKey& key, std::int64_t kind, std::int64_t day, Key::Kind type,
                             std::string_view entry);
std::int64_t checksum_of_day(const ChecksumKey& key, std::int64_t kind, std::int64_t day, const Key& entry);

/// What is said of damage: "the schedule of 2026-01-02".
text::Error damaged_store(const std::string& what);
text::Error damaged_day(std::int64_t day);

/// What was put under and taken from the days of one kind, until it is written in the same transaction.
class DaySums {
 public:
  void add(std::int64_t day, std::int64_t checksum) { change(day, 1, checksum); }
  void remove(std::int64_t day, std::int64_t checksum) { change(day, -1, -checksum); }
  Status write(Connection& connection, std::int64_t kind);
  /// Error (Data) where these are not the sums that were written for the days up to `through`.
  Status require_same(Connection& connection, std::int64_t kind, std::int64_t through) const;
  void forget() { changes_.clear(), latest_ = nullptr; }

 private:
  struct Change {
    std::int64_t rows = 0, sum = 0;
    bool operator==(const Change&) const = default;
  };
  void change(std::int64_t day, std::int64_t rows, std::int64_t checksum) {
    if (!latest_ || latest_day_ != day) latest_ = &changes_[day], latest_day_ = day;
    latest_->rows += rows;
    latest_->sum = (latest_->sum + checksum) & kChecksumBits;
  }
  std::unordered_map<std::int64_t, Change> changes_;
  Change* latest_ = nullptr;
  std::int64_t latest_day_ = 0;
};

/// The tables of version 8 and what keeps them in step; what is there already gets its checksums. Requires a write
/// transaction.
Status make_checksums(Connection& connection);
/// The triggers, which must go before the tables that they write in. Requires a write transaction.
Status drop_checksum_triggers(Connection& connection);
/// Brings the checksums of what was written since up to date; called by every commit of ours. Does nothing where the
/// database has none.
Status update_checksums(Connection& connection);

/// Takes away what is left of the days up to `as_of` that have no rows any more.
Status forget_empty_days(Connection& connection, calendar::Day as_of);
/// Error (Data) where the days up to `as_of` are not as they were written; kNever: any day.
Status require_sound_days(Connection& connection, calendar::Day as_of);
/// Error (Data) where a row is not as it was written, or is gone: in the tables by which a night acts, or in all.
enum class CheckedTables : std::uint8_t { OfANight, All };
Status require_sound_rows(Connection& connection, CheckedTables which);
/// Error (Data) where the schedule by entry is not that by day.
Status require_same_schedules(Connection& connection);

}  // namespace frist::store
