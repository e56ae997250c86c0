// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <cstdint>

namespace frist::store {

/// Lets the system begin to write to the disk what a file was given, while the program goes on, so that a sync which
/// comes later has less to wait for. Nothing but a hint: what a sync promises, it promises with and without. Where the
/// system has no such call (sync_file_range, Linux), or the file no descriptor, nothing happens. No more than a few
/// numbers, which SQLite may keep in memory of its own.
struct EarlyWriting {
  int descriptor = -1;
  std::int64_t from = 0, to = 0;  ///< bytes of the file between which there is what is not begun yet
  std::int64_t bytes = 0;         ///< how much that is

  /// Told after each write.
  void wrote(std::int64_t at, std::int64_t size);
};

/// Makes the file layer tell which descriptors it opens. Returns false where it does not let itself be asked.
bool watch_descriptors(sqlite3_vfs* vfs);

/// Opens by `vfs` and says in `descriptor` what was opened; -1 where nobody knows. Arguments and result as of xOpen.
int open_and_tell(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags, int& descriptor);

}  // namespace frist::store
