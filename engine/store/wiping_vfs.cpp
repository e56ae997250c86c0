// SPDX-License-Identifier: Apache-2.0
#include "engine/store/wiping_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

#include "engine/store/early_writing.hpp"
#include "engine/store/page_gap.hpp"

namespace frist::store {
namespace {

constexpr int kSector = 512;               // holds the header of a log or journal whole
constexpr sqlite3_int64 kPiece = 1 << 16;  // bytes written at once: the most that SQLite itself writes

// The file of the VFS below lies behind it in the memory that SQLite gives.
struct WipingFile {
  sqlite3_file base;
  bool goes_when_closed;
  bool is_database;
  bool knows_rules;  // until the file is written to the disk or unlocked: others may change it then
  PageRules rules;
  sqlite3_int64 size;  // bytes of the file, at most; as long as the rules are known
  EarlyWriting early;
};
WipingFile& ours(sqlite3_file* file) { return *reinterpret_cast<WipingFile*>(file); }

sqlite3_file* below(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(static_cast<void*>(reinterpret_cast<char*>(file) + sizeof(WipingFile)));
}
const sqlite3_io_methods& of(sqlite3_file* file) { return *below(file)->pMethods; }

int write_zeros(sqlite3_file* file, sqlite3_int64 from, sqlite3_int64 to, EarlyWriting* early = nullptr) {
  static const std::array<char, kPiece> zeros{};
  for (; from < to; from += kPiece) {
    const auto size = static_cast<int>(std::min(kPiece, to - from));
    if (const int code = file->pMethods->xWrite(file, zeros.data(), size, from); code != SQLITE_OK) return code;
    if (early) early->wrote(from, size);
  }
  return file->pMethods->xSync(file, SQLITE_SYNC_FULL);
}

// All bytes from `from` on are zeros, and on the disk.
int wipe(sqlite3_file* file, sqlite3_int64 from, EarlyWriting* early = nullptr) {
  sqlite3_int64 size = 0;
  if (const int code = file->pMethods->xFileSize(file, &size); code != SQLITE_OK || size <= from) return code;
  if (from == 0)
    if (const int code = write_zeros(file, 0, std::min<sqlite3_int64>(size, kSector)); code != SQLITE_OK) return code;
  const sqlite3_int64 rest = std::max<sqlite3_int64>(from, from == 0 ? kSector : 0);
  return rest < size ? write_zeros(file, rest, size, early) : SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (wipe(below(file), size, &ours(file).early) != SQLITE_OK) return SQLITE_IOERR_TRUNCATE;
  return of(file).xTruncate(below(file), size);
}

int close_file(sqlite3_file* file) {
  const bool goes = ours(file).goes_when_closed;
  const int wiped = goes ? wipe(below(file), 0) : SQLITE_OK;
  const int closed = of(file).xClose(below(file));
  return wiped != SQLITE_OK ? wiped : closed;
}

// Page 1 is the first that SQLite writes where it changes, so what the file says is true for the pages behind it.
bool know_rules(sqlite3_file* file, std::string_view page, sqlite3_int64 at) {
  WipingFile& f = ours(file);
  if (f.knows_rules && at != 0) return true;
  std::array<char, kFileHeader> header{};
  if (at != 0 && of(file).xRead(below(file), header.data(), kFileHeader, 0) != SQLITE_OK) return false;
  const auto rules = page_rules(at == 0 ? page : std::string_view(header.data(), header.size()));
  f.knows_rules = rules.has_value() && of(file).xFileSize(below(file), &f.size) == SQLITE_OK;
  if (rules) f.rules = *rules;
  return f.knows_rules;
}

// What of a page of the database is to be zeros.
std::optional<PageGap> gap_to_wipe(sqlite3_file* file, std::string_view page, sqlite3_int64 at) {
  const auto size = static_cast<sqlite3_int64>(page.size());
  if (!ours(file).is_database || size < 512 || (size & (size - 1)) != 0 || at % size != 0) return {};
  if (!know_rules(file, page, at)) return {};
  ours(file).size = std::max(ours(file).size, at);
  if (ours(file).size / size >= kMostPages) return {};
  const auto gap = page_gap(page, at / size + 1, ours(file).rules);
  if (!gap || page.substr(gap->from, gap->to - gap->from).find_first_not_of('\0') == std::string_view::npos) return {};
  return gap;
}

int write_begun_early(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  const int code = of(file).xWrite(below(file), bytes, size, at);
  if (code == SQLITE_OK) ours(file).early.wrote(at, size);
  return code;
}

int write_page(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  const auto gap = gap_to_wipe(file, {static_cast<const char*>(bytes), static_cast<std::size_t>(size)}, at);
  if (!gap) return write_begun_early(file, bytes, size, at);
  thread_local std::array<char, 65'536> page;
  std::memcpy(page.data(), bytes, static_cast<std::size_t>(size));
  std::memset(page.data() + gap->from, 0, gap->to - gap->from);
  return write_begun_early(file, page.data(), size, at);
}

int sync_file(sqlite3_file* file, int flags) {
  ours(file).knows_rules = false;
  return of(file).xSync(below(file), flags);
}

int unlock_file(sqlite3_file* file, int lock) {
  ours(file).knows_rules = false;
  return of(file).xUnlock(below(file), lock);
}

// Everything else is passed on. Version 2 at most: version 3 adds nothing but memory maps.
sqlite3_io_methods methods_of_version(int version) {
  sqlite3_io_methods m{};
  m.iVersion = version;
  m.xClose = close_file;
  m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return of(f).xRead(below(f), to, n, at); };
  m.xWrite = write_page;
  m.xTruncate = truncate_file;
  m.xSync = sync_file;
  m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return of(f).xFileSize(below(f), size); };
  m.xLock = [](sqlite3_file* f, int lock) { return of(f).xLock(below(f), lock); };
  m.xUnlock = unlock_file;
  m.xCheckReservedLock = [](sqlite3_file* f, int* is) { return of(f).xCheckReservedLock(below(f), is); };
  m.xFileControl = [](sqlite3_file* f, int what, void* p) { return of(f).xFileControl(below(f), what, p); };
  m.xSectorSize = [](sqlite3_file* f) { return of(f).xSectorSize(below(f)); };
  m.xDeviceCharacteristics = [](sqlite3_file* f) { return of(f).xDeviceCharacteristics(below(f)); };
  if (version < 2) return m;
  m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** to) {
    return of(f).xShmMap(below(f), page, size, extend, to);
  };
  m.xShmLock = [](sqlite3_file* f, int at, int n, int flags) { return of(f).xShmLock(below(f), at, n, flags); };
  m.xShmBarrier = [](sqlite3_file* f) { of(f).xShmBarrier(below(f)); };
  m.xShmUnmap = [](sqlite3_file* f, int remove) { return of(f).xShmUnmap(below(f), remove); };
  return m;
}

sqlite3_vfs* base_of(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  static const sqlite3_io_methods version_1 = methods_of_version(1), version_2 = methods_of_version(2);
  file->pMethods = nullptr;  // SQLite closes what has methods, also after a failure
  below(file)->pMethods = nullptr;
  int descriptor = -1;
  const int code = open_and_tell(base_of(vfs), name, below(file), flags, out_flags, descriptor);
  ours(file).goes_when_closed = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  ours(file).is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  ours(file).knows_rules = false;
  ours(file).early = {(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0 ? descriptor : -1};
  if (code == SQLITE_OK)
    file->pMethods = of(file).iVersion >= 2 ? &version_2 : &version_1;
  else if (below(file)->pMethods)
    of(file).xClose(below(file));
  return code;
}

// SQLite deletes journals, logs and lists of journals by name, none of which it has open or locked then.
int wipe_named(sqlite3_vfs* base, const char* name) {
  int there = 0;
  if (const int code = base->xAccess(base, name, SQLITE_ACCESS_EXISTS, &there); code != SQLITE_OK || !there)
    return code;
  const bool log = std::string_view(name).ends_with("-wal");
  // A log goes while its connection is closed, which must not fail for want of memory: files of the system fit here.
  alignas(std::max_align_t) std::array<std::byte, 1024> enough;
  const auto size = static_cast<std::size_t>(base->szOsFile);
  const std::unique_ptr<std::byte[]> more(size > enough.size() ? new (std::nothrow) std::byte[size] : nullptr);
  if (size > enough.size() && !more) return SQLITE_IOERR_NOMEM;
  auto* file = reinterpret_cast<sqlite3_file*>(more ? more.get() : enough.data());
  int code = base->xOpen(base, name, file, SQLITE_OPEN_READWRITE | (log ? SQLITE_OPEN_WAL : SQLITE_OPEN_MAIN_JOURNAL),
                         nullptr);
  if (code == SQLITE_OK) code = wipe(file, 0);
  if (file->pMethods) file->pMethods->xClose(file);
  return code;
}

int remove_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  if (wipe_named(base_of(vfs), name) != SQLITE_OK) return SQLITE_IOERR_DELETE;
  return base_of(vfs)->xDelete(base_of(vfs), name, sync_folder);
}

}  // namespace

sqlite3_vfs* make_wiping_vfs(sqlite3_vfs* base, const char* name) {
  if (!base) return nullptr;
  watch_descriptors(base);
  auto* vfs = new sqlite3_vfs(*base);  // registered for as long as the program runs
  vfs->pNext = nullptr;
  vfs->iVersion = std::min(base->iVersion, 2);
  vfs->szOsFile = static_cast<int>(sizeof(WipingFile)) + base->szOsFile;
  vfs->zName = name;
  vfs->pAppData = base;
  vfs->xOpen = open_file;
  vfs->xDelete = remove_file;
  vfs->xAccess = [](sqlite3_vfs* v, const char* n, int flags, int* out) {
    return base_of(v)->xAccess(base_of(v), n, flags, out);
  };
  vfs->xFullPathname = [](sqlite3_vfs* v, const char* n, int size, char* out) {
    return base_of(v)->xFullPathname(base_of(v), n, size, out);
  };
  vfs->xDlOpen = [](sqlite3_vfs* v, const char* n) { return base_of(v)->xDlOpen(base_of(v), n); };
  vfs->xDlError = [](sqlite3_vfs* v, int n, char* out) { base_of(v)->xDlError(base_of(v), n, out); };
  vfs->xDlSym = [](sqlite3_vfs* v, void* library, const char* n) { return base_of(v)->xDlSym(base_of(v), library, n); };
  vfs->xDlClose = [](sqlite3_vfs* v, void* library) { base_of(v)->xDlClose(base_of(v), library); };
  vfs->xRandomness = [](sqlite3_vfs* v, int n, char* out) { return base_of(v)->xRandomness(base_of(v), n, out); };
  vfs->xSleep = [](sqlite3_vfs* v, int micro) { return base_of(v)->xSleep(base_of(v), micro); };
  vfs->xCurrentTime = [](sqlite3_vfs* v, double* out) { return base_of(v)->xCurrentTime(base_of(v), out); };
  vfs->xGetLastError = [](sqlite3_vfs* v, int n, char* out) { return base_of(v)->xGetLastError(base_of(v), n, out); };
  if (vfs->iVersion >= 2)
    vfs->xCurrentTimeInt64 = [](sqlite3_vfs* v, sqlite3_int64* out) {
      return base_of(v)->xCurrentTimeInt64(base_of(v), out);
    };
  sqlite3_vfs_register(vfs, 0);
  return vfs;
}

const char* wiping_vfs() {
  static const char* const name = "frist_wipe";
  static const sqlite3_vfs* const registered = make_wiping_vfs(sqlite3_vfs_find(nullptr), name);
  static_cast<void>(registered);
  return name;
}

}  // namespace frist::store
