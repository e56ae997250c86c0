// SPDX-License-Identifier: Apache-2.0
#include "engine/store/early_writing.hpp"

#include <fcntl.h>

#include <algorithm>

namespace frist::store {
namespace {

constexpr std::int64_t kEnoughToBegin = 1 << 20;  // bytes: few calls, and the disk is busy soon

thread_local int last_opened = -1;

// What the file layer of SQLite calls to open; as its own, which has the mode as a third argument always.
int open_watched(const char* path, int flags, int mode) { return last_opened = ::open(path, flags, mode); }

}  // namespace

void EarlyWriting::wrote(std::int64_t at, std::int64_t size) {
  if (descriptor < 0) return;
  from = bytes == 0 ? at : std::min(from, at);
  to = std::max(bytes == 0 ? 0 : to, at + size);
  bytes += size;
  if (bytes < kEnoughToBegin) return;
#ifdef SYNC_FILE_RANGE_WRITE
  ::sync_file_range(descriptor, from, to - from, SYNC_FILE_RANGE_WRITE);
#endif
  bytes = 0;
}

bool watch_descriptors(sqlite3_vfs* vfs) {
  if (vfs->iVersion < 3 || !vfs->xSetSystemCall) return false;
  return vfs->xSetSystemCall(vfs, "open", reinterpret_cast<sqlite3_syscall_ptr>(open_watched)) == SQLITE_OK;
}

int open_and_tell(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags, int& descriptor) {
  last_opened = -1;
  const int code = vfs->xOpen(vfs, name, file, flags, out_flags);
  descriptor = code == SQLITE_OK ? last_opened : -1;
  return code;
}

}  // namespace frist::store
