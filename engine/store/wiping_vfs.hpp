// SPDX-License-Identifier: Apache-2.0
// SQLite's way to the disk, with one thing added: what a file lets go of is overwritten first. A truncated or deleted
// file keeps its bytes on the disk until something else is written there, and write-ahead logs and journals hold whole
// pages of what was erased. Before this layer truncates or deletes, the bytes are zeros and the disk has said so.
//
// What it wipes: write-ahead logs and rollback journals before they are truncated or deleted, temporary files before
// they are closed, the tail of a database that shrinks, and in each page of a database that is written the room where
// SQLite leaves copies when it spreads rows anew (page_gap.hpp). Not the shared memory file (-shm): it holds numbers of
// pages, no content. Not values where they lie in the database: that is `secure_delete`. A log that is begun anew from
// its start keeps its older frames behind the new ones until it is truncated; then they go as well.
//
// A failure to wipe is a failure of the operation: the file then stays as long as it is, and SQLite's caller is told
// (SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_DELETE). Where SQLite itself asks nobody, at the close of the last connection,
// the log file stays, which the next night and `frist doctor` see.
//
// A log or journal loses its first sector first, and the disk confirms that before the rest follows: SQLite takes a
// file without its header for empty, but would play back the part of one that was wiped from its end when the power
// failed. Memory-mapped files are not offered, so every change comes past here. Thread-safe as SQLite's own.
#pragma once

struct sqlite3_vfs;

namespace frist::store {

/// The name to give to sqlite3_open_v2(). The first call registers it over the default VFS; where that fails SQLite
/// refuses to open anything by this name.
const char* wiping_vfs();

/// The same over another VFS, under another name: for tests, which look at what reaches the disk. `base` and `name`
/// must outlive every use; the returned VFS is registered and never freed.
sqlite3_vfs* make_wiping_vfs(sqlite3_vfs* base, const char* name);

}  // namespace frist::store
