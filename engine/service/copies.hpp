// SPDX-License-Identifier: Apache-2.0
// Copies of a database that are safe to have: a backup knows that it is one, and becomes a database again only when
// what was erased since it was made has been erased from it as well. Needs a head file (engine/run/head.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/run/replay.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::service {

/// For how many days backups are kept, unless somebody says otherwise.
inline constexpr std::int64_t kBackupsKept = 30;

/// Whether use_head() may be called with that path. Errors (Usage): no such folder, the file is that of another
/// database or no head file.
text::Status require_usable_head(store::Connection& connection, const std::string& path);

/// Has the database's log followed by the head file at `path`: one that is made, where there is none, or the database's
/// own that was moved there. Errors (Usage): the file is that of another database.
text::Status use_head(store::Connection& connection, const std::string& path, std::optional<std::int64_t> days_kept,
                      std::int64_t now);

struct BackupReport {
  std::string id;  // 32 hex digits
  std::int64_t leaves = 0;
  std::uint64_t bytes = 0;
  std::string digest;   // SHA-256 of the file, in hex
  calendar::Day until;  // the last day on which it can be restored
};
/// Writes a copy of the database as it is to a new file and reads it back whole; other programs go on meanwhile. Errors
/// (Usage): no head file, `to` is there; (Refused) a night was begun and is not at its end; Busy, Io.
text::Result<BackupReport> back_up(const std::string& database, const std::string& to);

struct RestoreOrder {
  std::string database;  // where it is to stand
  std::string from;      // a copy; empty: the database itself, which is one
  std::string head;      // empty: where the copy says
  std::string by;        // who does it, for the log; may be empty
};
struct RestoreReport {
  calendar::Day day = 0;    // of the copy, where it knows that
  bool was_newest = false;  // there was nothing to do
  run::ReplayReport replayed;
  std::string log_kept_because;  // why erased values may still be in the write-ahead log
};
/// Errors (Usage): something stands where the database is to be; (Refused, Data) the copy cannot be brought up to date,
/// and then nothing stands there that can be worked with; Busy, Io. Ended at any point, it is done again by the same
/// call.
text::Result<RestoreReport> restore(const RestoreOrder& order);

}  // namespace frist::service
